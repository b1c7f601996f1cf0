import { CardError, pause, type Waiting } from '@myna/apdu'
import {
  bits,
  constant,
  join,
  layout,
  MalformedBytes,
  octets,
  rest,
  u8,
  type Field,
} from '@myna/bytes'
import type { FrameLink } from './frame-link'
import type { IsoDepParameters } from './iso-dep'
import { frameSize, guardTime, WAITING_MARGIN, waitingTime } from './timing'

/** Two numbers in one byte. */
interface Halves {
  readonly high: number
  readonly low: number
}
const halves: Field<Halves> = {
  size: 1,
  write: (into, at, { high, low }) => into.setUint8(at, (high << 4) | low),
  read: (from, at) => ({ high: from.getUint8(at) >> 4, low: from.getUint8(at) & 0x0f }),
}

/** Calls the cards in the field (ISO/IEC 14443-3 §7.7). */
export const reqb = layout('REQB', {
  prefix: constant(u8, 0x05), // APf
  family: constant(u8, 0x00), // AFI: every application family
  parameters: bits({
    wakes: [3, ['idle', 'idle-and-halted']], // WUPB
    extended: [4, ['no', 'yes']], // an extended ATQB may come
  }), // PARAM; its low bits 000: one slot
})

/** A card's answer to REQB (§7.9). `protocol.low` bit 0: it speaks ISO 14443-4. */
export const atqb = layout('ATQB', {
  prefix: constant(u8, 0x50),
  pupi: octets(4), // its name until it loses power
  application: octets(4),
  rates: u8, // bit rates it knows beside 106 kbit/s
  protocol: halves, // FSCI, protocol type
  waiting: halves, // FWI, ADC and FO
  extension: rest, // nothing, or one byte: SFGI in its high half
})

/** Chooses one card and opens its protocol (§7.10): 106 kbit/s, CID 0. */
export const attrib = layout('ATTRIB', {
  prefix: constant(u8, 0x1d),
  pupi: octets(4),
  timing: constant(u8, 0x00), // Param 1: TR0, TR1, SOF and EOF as they are
  frame: constant(u8, 0x08), // Param 2: FSDI 8, we take frames of 256 bytes
  protocol: u8, // Param 3: the card's protocol type, repeated
  cid: constant(u8, 0x00), // Param 4
})

/** The answer to ATTRIB (§7.11): MBLI and the CID given. */
export const attribAnswer = layout('answer to ATTRIB', { buffer: halves, higherLayer: rest })

const IS_ISO_DEP = 0x01
const IS_RESERVED = 0x08 // a protocol type we must not go on with
const LISTEN = 30 // milliseconds for ATQB; the card answers within one

export interface ActivatedCard {
  readonly parameters: IsoDepParameters
  /** What a PC/SC reader would give as ATR (PC/SC part 3 §3.1.3.2.3.1). */
  readonly atr: Uint8Array
}

/**
 * Calls for a Type B card and opens ISO-DEP with it.
 *
 * @returns `'none'` when no card is heard; `'unclear'` when something is that no single card says: two
 *   cards answering at once, or one that lies badly; `'lost'` when one was heard and could not be opened: then only
 *   taking the field away makes it answer to a call again
 * @throws CardError `card-wrong` for a card without ISO 14443-4, and what `link` throws
 */
export async function activateTypeB(
  link: FrameLink,
  waiting: Waiting,
): Promise<ActivatedCard | 'none' | 'unclear' | 'lost'> {
  const request = reqb.encode({ parameters: { wakes: 'idle', extended: 'yes' } })
  const called = await link.exchange(request, LISTEN, waiting)
  if (called === 'timeout') return 'none'
  if (called === 'garbled') return 'unclear'
  const card = decoded(atqb, called)
  if (card === undefined || card.extension.length > 1) return 'unclear' // two cards talk at once
  const { pupi, protocol, waiting: times } = card
  if ((protocol.low & IS_ISO_DEP) === 0 || (protocol.low & IS_RESERVED) !== 0)
    throw new CardError('card-wrong', {})

  const fwt = waitingTime(times.high)
  const opening = attrib.encode({ pupi, protocol: protocol.low })
  const opened = await link.exchange(opening, Math.max(fwt + WAITING_MARGIN, LISTEN), waiting)
  const answer = typeof opened === 'string' ? undefined : decoded(attribAnswer, opened)
  if (answer === undefined || answer.buffer.low !== 0) return 'lost' // low: our CID
  const guard = guardTime((card.extension[0] ?? 0) >> 4)
  if (guard > 0) await pause(Math.ceil(guard), waiting.signal)

  const size = frameSize(protocol.high)
  const { high: mbli } = answer.buffer
  return {
    parameters: {
      frameSize: size,
      waitingTime: fwt,
      longestCommand: mbli === 0 ? undefined : size * 2 ** (mbli - 1),
    },
    atr: pseudoAtr(called.subarray(5, 12), mbli),
  }
}

/** `3B 88 80 01`, application data, protocol info, MBLI, and the check byte over all but the first. */
function pseudoAtr(dataAndInfo: Uint8Array, mbli: number): Uint8Array {
  const body = join(Uint8Array.of(0x88, 0x80, 0x01), dataAndInfo, Uint8Array.of(mbli << 4))
  const check = body.reduce((sum, byte) => sum ^ byte, 0)
  return join(Uint8Array.of(0x3b), body, Uint8Array.of(check))
}

function decoded<T>(table: { decode(bytes: Uint8Array): T }, bytes: Uint8Array): T | undefined {
  try {
    return table.decode(bytes)
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined
    throw error
  }
}
