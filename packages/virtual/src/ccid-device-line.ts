import { WRONG, type Outcome, type Request } from './ccid-device-messages'
import type { LineFaultPlan } from './ccid-device-line-faults'
import { contactCard, type ContactCard, type PpsManners } from './contact-card'
import type { VirtualSlot } from './slot'

const MUTE: Outcome = { error: 0xfe } // ICC_MUTE
const PARITY: Outcome = { error: 0xfd } // XFR_PARITY_ERROR
const CONFIGURES = 0x02 // dwFeatures
const NEGOTIATES = 0x40
const SENDS_PPS = 0x80
const NO_FI = [7, 8, 14, 15] // reserved places of ISO 7816-3 tables 7 and 8
const NO_DI = [0, 10, 11, 12, 13, 14, 15]

const usual = (protocol: number): Uint8Array =>
  protocol === 1 ? Uint8Array.of(0x11, 0x10, 0, 0x4d, 0, 32, 0) : Uint8Array.of(0x11, 0, 0, 10, 0)

/**
 * The wire between a TPDU reader and a card with contacts. They understand each other only as long as
 * they have the same protocol and the same speed; who sees to that, dwFeatures says.
 */
export function contactLine(
  slot: VirtualSlot,
  features: number,
  manners: PpsManners,
  speeds: readonly number[] | undefined,
  faults: LineFaultPlan,
) {
  let card: ContactCard | undefined
  let protocol = 0
  let parameters = usual(0)

  const set = (wanted: number, bytes: Uint8Array): void => {
    protocol = wanted
    parameters = bytes
  }
  const ppsFor = (wanted: number, rates: number): Uint8Array => {
    const body = rates === 0x11 ? [0xff, wanted] : [0xff, wanted | 0x10, rates]
    return Uint8Array.from([...body, body.reduce((sum, byte) => sum ^ byte)])
  }
  /** What the reader's firmware does by itself when it may. */
  const negotiate = async (wanted: number, rates: number): Promise<void> => {
    const { facts } = card!
    const isNews = wanted !== card!.protocol || rates !== card!.rates
    if (facts.negotiable && isNews) await card!.received(ppsFor(wanted, rates))
  }

  const powered = async (): Promise<void> => {
    const { facts, rates } = card!
    set(0, usual(0))
    if ((features & (CONFIGURES | NEGOTIATES)) === 0) return
    const wanted = facts.protocols.includes(1) ? 1 : 0
    if (features & NEGOTIATES) await negotiate(wanted, facts.fastest)
    const bytes = usual(features & NEGOTIATES ? wanted : facts.protocols[0]!)
    bytes[0] = features & NEGOTIATES ? card!.rates : rates
    set(bytes.length === 7 ? 1 : 0, bytes)
  }

  /** Bytes to the card and back, past whatever is wrong with the contacts. */
  const carry = async (bytes: Uint8Array, waits: number): Promise<Outcome> => {
    const isPps = bytes[0] === 0xff
    const isUnderstood = isPps ? true : protocol === card!.protocol
    if (!isUnderstood || parameters[0] !== card!.rates) return MUTE
    const fault = faults.next()
    if (fault === 'lose-command') return MUTE
    if (protocol === 0 || isPps) {
      // each byte has a parity, and the reader asks again for those that are wrong
      if (fault === 'damage-command') return MUTE
      if (fault === 'damage-answer') return PARITY
    }
    const heard = fault === 'damage-command' ? damaged(bytes) : bytes
    const { time } = slot
    const answer = await card!.received(heard)
    if (slot.time !== time || answer === undefined) return MUTE
    if (answer.waits > Math.max(1, waits) || fault === 'lose-answer') return MUTE
    if (fault === 'parity') return PARITY
    return { data: fault === 'damage-answer' ? damaged(answer.bytes) : answer.bytes.slice() }
  }

  return {
    async powerOn(atr: Uint8Array): Promise<void> {
      card = contactCard(
        atr,
        (command) => slot.exchange(command),
        manners,
        () => faults.takeWtx(),
      )
      await powered()
    },

    async xfrBlock({ specific, data }: Request): Promise<Outcome> {
      if (specific[1] !== 0 || specific[2] !== 0) return { error: WRONG.levelParameter }
      if (data[0] !== 0xff && protocol === 0 && data.length !== 5 && data.length !== 5 + data[4]!)
        return { error: WRONG.length }
      if (data.length < 3) return { error: WRONG.length }
      return carry(data, specific[0])
    },

    /** The block the reader's own firmware makes of a command, for PINs typed at its keys. */
    async carryOwn(prologue: Uint8Array, command: Uint8Array): Promise<Outcome> {
      if (protocol === 0) return carry(command, 0)
      const body = Uint8Array.from([...prologue, ...command])
      if (body[2] !== command.length) return { error: WRONG.prologue }
      return carry(Uint8Array.from([...body, body.reduce((sum, byte) => sum ^ byte)]), 0)
    },

    getParameters: (): Outcome => ({ specific: protocol, data: parameters }),
    resetParameters(): Outcome {
      set(protocol, usual(protocol))
      return { specific: protocol, data: parameters }
    },
    async setParameters({ specific, data }: Request): Promise<Outcome> {
      const wanted = specific[0]
      if (wanted > 1) return { error: WRONG.protocol }
      if (data.length !== (wanted === 1 ? 7 : 5)) return { error: WRONG.length }
      const [rates = 0, checks = 0] = data
      if (NO_FI.includes(rates >> 4) || NO_DI.includes(rates & 15)) return { error: 10 }
      if (speeds !== undefined && !speeds.includes(rates)) return { error: 10 }
      if ((checks & ~(wanted === 1 ? 0x03 : 0x02)) !== (wanted === 1 ? 0x10 : 0))
        return { error: 11 }
      if (wanted === 1 && (data[5] === 0 || data[5] === 255)) return { error: 15 }
      if (features & SENDS_PPS) await negotiate(wanted, rates)
      const bytes = data.slice()
      // whoever sent PPS knows what came of it
      if (features & SENDS_PPS) bytes[0] = card!.rates
      set(wanted, bytes)
      return { specific: protocol, data: parameters }
    },
  }
}

function damaged(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice()
  copy[copy.length - 1]! ^= 0x5a
  return copy
}
