import { hex, join } from '@myna/bytes'
import type { CcidLevel } from './ccid-device-descriptor'
import type { CcidFaultPlan } from './ccid-device-faults'
import { contactLine } from './ccid-device-line'
import {
  ABSENT,
  ACTIVE,
  HEADER,
  INACTIVE,
  WRONG,
  type Outcome,
  type Request,
  type RequestName,
} from './ccid-device-messages'
import { typedCommand } from './ccid-device-pin-pad'
import type { PpsManners } from './contact-card'
import type { VirtualSlot } from './slot'

export interface CcidSettings {
  readonly level: CcidLevel
  readonly longestMessage: number
  /** dwFeatures without the level. */
  readonly features: number
  readonly hasPinPad: boolean
  readonly pps: PpsManners
  /** bPowerSelect of the only voltage its card answers to. */
  readonly voltage: number | undefined
  /** Fi and Di it can do, if not all. */
  readonly speeds: readonly number[] | undefined
}

const NOTHING = new Uint8Array(0)
const MUTE: Outcome = { error: 0xfe } // ICC_MUTE: also for no card, and for one without power
const NOT_SUPPORTED: Outcome = { error: 0x00 }

// bProtocolNum 1 and abProtocolDataStructure for T=1 (§6.2.3): speed as in the ATR, LRC, IFSC 254
const PARAMETERS: Outcome = { specific: 1, data: hex('11 10 00 4d 00 fe 00') }

/** wLevelParameter and bChainParameter (§6.1.4, §6.2.1). */
const WHOLE = 0
const FIRST = 1
const LAST = 2
const MIDDLE = 3
const MORE = 0x10

const LONGEST_SHORT_COMMAND = 261

/** One slot: what it does with each message that comes for it, and in what state its card is. */
export function ccidSlotHandlers(
  slot: VirtualSlot,
  { level, longestMessage, features, hasPinPad, pps, speeds, voltage }: CcidSettings,
  faults: CcidFaultPlan,
) {
  const line = contactLine(slot, features, pps, speeds, faults)
  let commandParts: Uint8Array[] | undefined // a command that comes in a chain
  let answerLeft: Uint8Array | undefined // an answer that goes out in one
  let isAnswerBegun = false

  const card = () => (slot.powered ? ACTIVE : slot.present ? INACTIVE : ABSENT)

  const nextPart = (): Outcome => {
    // short APDUs go in one message, also where the descriptor announces less (as some real ones do)
    const room = level === 'extended-apdu' ? longestMessage - HEADER : Infinity
    const whole = answerLeft ?? NOTHING
    const [data, left] = [whole.slice(0, room), whole.slice(room)]
    const begun = isAnswerBegun
    isAnswerBegun = answerLeft !== undefined && left.length > 0
    answerLeft = isAnswerBegun ? left : undefined
    const specific = isAnswerBegun ? (begun ? MIDDLE : FIRST) : begun ? LAST : WHOLE
    return { data, specific }
  }

  const exchange = async (command: Uint8Array): Promise<Outcome> => {
    const answer = await slot.exchange(command)
    if (answer === undefined) return MUTE
    answerLeft = answer
    isAnswerBegun = false
    return nextPart()
  }

  const forget = (): void => {
    commandParts = answerLeft = undefined
  }

  const short = async (chain: number, data: Uint8Array): Promise<Outcome> => {
    if (chain !== WHOLE) return { error: WRONG.levelParameter }
    if (data.length > LONGEST_SHORT_COMMAND || data.length < 4) return { error: WRONG.length }
    return exchange(data)
  }

  const extended = async (chain: number, data: Uint8Array): Promise<Outcome> => {
    if (chain === MORE) {
      if (answerLeft === undefined) return { error: WRONG.levelParameter }
      return data.length === 0 ? nextPart() : { error: WRONG.length }
    }
    const isExpected = commandParts === undefined ? [WHOLE, FIRST] : [MIDDLE, LAST]
    const parts = commandParts ?? []
    commandParts = undefined
    answerLeft = undefined // an answer nobody fetched to its end is gone
    if (!isExpected.includes(chain)) return { error: WRONG.levelParameter }
    if (data.length === 0) return { error: WRONG.length }
    if (chain === WHOLE || chain === LAST) return exchange(join(...parts, data))
    commandParts = [...parts, data]
    return { specific: MORE }
  }

  const xfrBlock = async (request: Request): Promise<Outcome> => {
    if (level === 'character') return NOT_SUPPORTED // announced only
    if (card() !== ACTIVE) return MUTE
    if (level === 'tpdu') return line.xfrBlock(request)
    const chain = request.specific[1] | (request.specific[2] << 8)
    return (level === 'short-apdu' ? short : extended)(chain, request.data)
  }

  const secure = async ({ specific, data }: Request): Promise<Outcome> => {
    if (!hasPinPad) return NOT_SUPPORTED
    if (card() !== ACTIVE) return MUTE
    if (specific[1] !== 0 || specific[2] !== 0) return { error: WRONG.levelParameter }
    const typed = typedCommand(data, faults)
    if (!('command' in typed)) return typed
    if (level === 'tpdu') return line.carryOwn(typed.prologue, typed.command)
    return exchange(typed.command)
  }

  /** Parameters are the reader's own affair above the TPDU level. */
  const parameters =
    (ofLine: (request: Request) => Outcome | Promise<Outcome>) =>
    async (request: Request): Promise<Outcome> => {
      if (card() !== ACTIVE) return MUTE
      return level === 'tpdu' ? ofLine(request) : PARAMETERS
    }

  const handlers: Partial<Record<RequestName, (request: Request) => Promise<Outcome>>> = {
    async IccPowerOn({ specific }) {
      // without automatic voltage selection (08) it has to be told one
      const isTold = (features & 0x08) !== 0 || specific[0] !== 0
      if (specific[0] > 3 || !isTold) return { error: WRONG.powerSelect }
      forget()
      const isRight = specific[0] === 0 || specific[0] === (voltage ?? specific[0])
      const data = isRight ? await slot.powerOn() : undefined
      if (data === undefined) return MUTE
      if (level === 'tpdu') await line.powerOn(data)
      return { data }
    },
    async IccPowerOff() {
      forget()
      slot.powerOff()
      return { specific: 1 } // bClockStatus: stopped, low
    },
    GetSlotStatus: async () => ({ specific: card() === ACTIVE ? 0 : 1 }),
    GetParameters: parameters(line.getParameters),
    ResetParameters: parameters(line.resetParameters),
    SetParameters: parameters(line.setParameters),
    XfrBlock: xfrBlock,
    Secure: secure,
  }

  return {
    card,
    forget,
    run: async (request: Request): Promise<Outcome> =>
      (await handlers[request.name!]?.(request)) ?? NOT_SUPPORTED,
  }
}
