import { hex, join } from '@myna/bytes'
import type { CcidLevel } from './ccid-device-descriptor'
import type { CcidFaultPlan } from './ccid-device-faults'
import {
  ABSENT,
  ACTIVE,
  HEADER,
  INACTIVE,
  readRequest,
  WRONG,
  writeReply,
  type Reply,
  type Request,
  type RequestName,
} from './ccid-device-messages'
import type { VirtualSlot } from './slot'

export interface CcidSettings {
  readonly level: CcidLevel
  readonly longestMessage: number
}

/** What an answer says besides what its request decides. `error` makes it a failed one. */
type Outcome = Partial<Pick<Reply, 'error' | 'specific' | 'data'>>

const NOTHING = new Uint8Array(0)
const ABORTED: Outcome = { error: 0xff } // CMD_ABORTED
const MUTE: Outcome = { error: 0xfe } // ICC_MUTE: also for no card, and for one without power
const BUSY: Outcome = { error: 0xe0 } // CMD_SLOT_BUSY
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

/**
 * One CCID interface with one slot: takes whole messages, gives whole messages. It answers what the
 * specification lets it answer and no more; what would be an accident elsewhere is refused here.
 */
export function ccidEngine(
  slot: VirtualSlot,
  { level, longestMessage }: CcidSettings,
  faults: CcidFaultPlan,
  bus: { send(message: Uint8Array): void; unplug(): void },
) {
  let commandParts: Uint8Array[] | undefined // a command that comes in a chain
  let answerLeft: Uint8Array | undefined // an answer that goes out in one
  let isAnswerBegun = false
  let running: { aborted: boolean } | undefined
  let aborting: { sequence: number; byControl: boolean; byMessage?: Request } | undefined

  const card = () => (slot.powered ? ACTIVE : slot.present ? INACTIVE : ABSENT)

  const replyTo = (request: Request, { error, specific = 0, data = NOTHING }: Outcome): Reply => ({
    answer: request.answer,
    slot: request.slot,
    sequence: request.sequence,
    card: request.slot === 0 ? card() : ABSENT,
    command: error === undefined ? 'done' : 'failed',
    error: error ?? 0,
    specific: error === undefined ? specific : 0,
    data: error === undefined ? data : NOTHING,
  })

  const nextPart = (): Outcome => {
    const room = longestMessage - HEADER
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

  const xfrBlock = async ({ specific, data }: Request): Promise<Outcome> => {
    if (level !== 'short-apdu' && level !== 'extended-apdu') return NOT_SUPPORTED // not emulated
    if (card() !== ACTIVE) return MUTE
    const chain = specific[1] | (specific[2] << 8)
    if (level === 'short-apdu') {
      if (chain !== WHOLE) return { error: WRONG.levelParameter }
      if (data.length > LONGEST_SHORT_COMMAND || data.length < 4) return { error: WRONG.length }
      return exchange(data)
    }
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

  const handlers: Partial<Record<RequestName, (request: Request) => Promise<Outcome>>> = {
    async IccPowerOn({ specific }) {
      if (specific[0] > 3) return { error: WRONG.powerSelect }
      commandParts = answerLeft = undefined
      const data = await slot.powerOn()
      return data === undefined ? MUTE : { data }
    },
    async IccPowerOff() {
      commandParts = answerLeft = undefined
      slot.powerOff()
      return { specific: 1 } // bClockStatus: stopped, low
    },
    GetSlotStatus: async () => ({ specific: card() === ACTIVE ? 0 : 1 }),
    GetParameters: async () => (card() === ACTIVE ? PARAMETERS : MUTE),
    ResetParameters: async () => (card() === ACTIVE ? PARAMETERS : MUTE),
    XfrBlock: xfrBlock,
  }

  const send = (request: Request, outcome: Outcome): void => {
    const event = faults.answering()
    if (event === 'unplug') return bus.unplug()
    if (event === 'remove-card') slot.remove()
    const isTooLate = event === 'remove-card' && request.name !== 'GetSlotStatus'
    const reply = replyTo(request, isTooLate ? MUTE : outcome)

    const isForCard = request.name === 'XfrBlock' || request.name === 'IccPowerOn'
    for (let left = isForCard ? faults.takeTimeExtensions() : 0; left > 0; left--)
      bus.send(writeReply({ ...reply, command: 'wait', error: 1, specific: 0, data: NOTHING }))
    if (faults.take('stale'))
      bus.send(writeReply({ ...reply, sequence: (reply.sequence - 1) & 0xff }))
    if (faults.take('drop')) return
    const bytes = writeReply(reply)
    bus.send(faults.take('garble') ? garbled(bytes) : bytes)
  }

  /** An abort is complete when both its halves are there: the control request and the message. */
  const finishAbort = (): void => {
    if (aborting?.byMessage === undefined || !aborting.byControl) return
    const { byMessage } = aborting
    aborting = undefined
    if (running) running.aborted = true
    running = undefined
    commandParts = answerLeft = undefined
    send(byMessage, {})
  }

  const run = async (request: Request): Promise<void> => {
    const mine = { aborted: false }
    running = mine
    const outcome = (await handlers[request.name!]?.(request)) ?? NOT_SUPPORTED
    if (mine.aborted) return
    running = undefined
    send(request, outcome)
  }

  return {
    received(message: Uint8Array): void {
      const event = faults.arrived()
      if (event === 'unplug') return bus.unplug()
      if (event === 'remove-card') slot.remove()
      const request = readRequest(message, longestMessage)
      if (request.wrong !== undefined) return send(request, { error: request.wrong })
      if (request.name === 'Abort') {
        aborting = {
          sequence: request.sequence,
          byControl: aborting?.byControl === true && aborting.sequence === request.sequence,
          byMessage: request,
        }
        return finishAbort()
      }
      if (aborting?.byControl) return send(request, ABORTED)
      if (request.name === undefined) return send(request, NOT_SUPPORTED)
      if (running || (request.name === 'XfrBlock' && faults.take('busy')))
        return send(request, BUSY)
      void run(request)
    },

    /** The control half of an abort (§5.3.1). False for a slot that does not exist. */
    abort(slotNumber: number, sequence: number): boolean {
      if (slotNumber !== 0) return false
      const byMessage = aborting?.sequence === sequence ? aborting.byMessage : undefined
      aborting = { sequence, byControl: true, ...(byMessage ? { byMessage } : {}) }
      finishAbort()
      return true
    },
  }
}

function garbled(message: Uint8Array): Uint8Array {
  const bytes = message.slice()
  bytes[1]! ^= 0x01 // dwLength is one off
  return bytes
}
