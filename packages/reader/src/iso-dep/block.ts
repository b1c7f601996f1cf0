/** What an ISO-DEP block is, read from its first byte (ISO/IEC 14443-4 §7.1.1.1). */
export type Block =
  | {
      readonly is: 'information'
      readonly number: 0 | 1
      readonly chained: boolean
      readonly data: Uint8Array
    }
  | { readonly is: 'acknowledgement'; readonly number: 0 | 1 }
  | { readonly is: 'wait'; readonly multiplier: number }
  | { readonly is: 'deselect' }

/** Bytes of a frame beside INF, when neither CID nor NAD are used: PCB and CRC. */
export const FRAME_OVERHEAD = 3

const CHAINED = 0x10
const CID_FOLLOWS = 0x08
const NAD_FOLLOWS = 0x04
const OUR_CID = 0
const LARGEST_MULTIPLIER = 59 // 0 and 60 to 63 are reserved

/** I-block: a piece of a command; `chained` when more of it follows. */
export function informationBlock(number: 0 | 1, chained: boolean, data: Uint8Array): Uint8Array {
  const block = new Uint8Array(1 + data.length)
  block[0] = 0x02 | (chained ? CHAINED : 0) | number
  block.set(data, 1)
  return block
}

/** R(ACK): the next piece of an answer may come. */
export const acknowledgement = (number: 0 | 1) => Uint8Array.of(0xa2 | number)

/** R(NAK): nothing usable was heard. */
export const refusal = (number: 0 | 1) => Uint8Array.of(0xb2 | number)

/** S(WTX) response: the time asked for is granted. Its power level bits are zero (§7.3). */
export const grant = (multiplier: number) => Uint8Array.of(0xf2, multiplier)

/** S(DESELECT) request. */
export const deselection = () => Uint8Array.of(0xc2)

/**
 * Reads a block of the card. `undefined` for what no card may send to us, which is then treated as if
 * it had not been heard (rules 4 and 5): reserved bits, an R(NAK), a NAD, a CID that is not ours.
 *
 * A CID of zero is let through: it is the one ATTRIB gave, and some cards repeat it unasked.
 */
export function readBlock(frame: Uint8Array): Block | undefined {
  const [pcb = 0] = frame
  const hasCid = (pcb & CID_FOLLOWS) !== 0
  if (hasCid && (frame.length < 2 || (frame[1]! & 0x0f) !== OUR_CID)) return undefined
  const data = frame.subarray(hasCid ? 2 : 1)
  const number = (pcb & 1) as 0 | 1

  if ((pcb & 0xe2) === 0x02)
    return (pcb & NAD_FOLLOWS) === 0
      ? { is: 'information', number, chained: (pcb & CHAINED) !== 0, data: data.slice() }
      : undefined
  if ((pcb & 0xf6) === 0xa2)
    return data.length === 0 ? { is: 'acknowledgement', number } : undefined
  if ((pcb & 0xf7) === 0xc2) return data.length === 0 ? { is: 'deselect' } : undefined
  if ((pcb & 0xf7) === 0xf2) return data.length === 1 ? waitFor(data[0]! & 0x3f) : undefined // bits 8 and 7: power level
  return undefined
}

const waitFor = (multiplier: number): Block | undefined =>
  multiplier === 0 || multiplier > LARGEST_MULTIPLIER ? undefined : { is: 'wait', multiplier }
