import { join, MalformedBytes } from '@myna/bytes'

/** How a block is checked: one byte, or two (ISO 7816-3 §11.3.4). */
export type Check = 'LRC' | 'CRC'

/** What a block is (§11.3.2). `number` is N(S) of an I-block and N(R) of an R-block. */
export type Block =
  | {
      readonly kind: 'I'
      readonly number: 0 | 1
      readonly more: boolean
      readonly data: Uint8Array
    }
  | { readonly kind: 'R'; readonly number: 0 | 1; readonly error: RError }
  | { readonly kind: SName; readonly from: 'request' | 'response'; readonly data: Uint8Array }

/** Why an R-block is sent: everything is fine, the check was wrong, or anything else was. */
export type RError = 'none' | 'check' | 'other'

const rErrors: readonly RError[] = ['none', 'check', 'other']

const sNames = ['resynch', 'ifs', 'abort', 'wtx'] as const
export type SName = (typeof sNames)[number]

export const LONGEST_INF = 254
export const NO_DATA = new Uint8Array(0)

/** Bytes around INF: NAD, PCB, LEN and the check. */
export const frameSize = (check: Check): number => (check === 'LRC' ? 4 : 5)

/** Writes a block; NAD is always 00. */
export function encodeBlock(block: Block, check: Check): Uint8Array {
  const data = block.kind === 'R' ? NO_DATA : block.data
  const body = join(Uint8Array.of(0, pcbOf(block), data.length), data)
  const whole = join(body, checkOf(body, check))
  body.fill(0) // it may hold a PIN
  return whole
}

export function pcbOf(block: Block): number {
  if (block.kind === 'I') return (block.number << 6) | (block.more ? 0x20 : 0)
  if (block.kind === 'R') return 0x80 | (block.number << 4) | rErrors.indexOf(block.error)
  return 0xc0 | (block.from === 'response' ? 0x20 : 0) | sNames.indexOf(block.kind)
}

/**
 * Reads a block.
 *
 * @returns `'wrong check'`: these are not the bytes that were sent
 * @throws MalformedBytes for what is no block
 */
export function decodeBlock(bytes: Uint8Array, check: Check): Block | 'wrong check' {
  const [nad, pcb, length] = bytes
  if (bytes.length < frameSize(check))
    throw new MalformedBytes(`T=1 block of ${bytes.length} bytes`)
  if (length! !== bytes.length - frameSize(check) || length! > LONGEST_INF)
    throw new MalformedBytes(`T=1 block.LEN is ${length} in ${bytes.length} bytes`)
  const body = bytes.subarray(0, 3 + length!)
  const found = bytes.subarray(body.length)
  if (checkOf(body, check).some((byte, index) => byte !== found[index])) return 'wrong check'
  if (nad !== 0) throw new MalformedBytes(`T=1 block.NAD is ${nad}`)
  return blockOf(pcb!, bytes.slice(3, body.length))
}

function blockOf(pcb: number, data: Uint8Array): Block {
  const wrong = () => new MalformedBytes(`T=1 block.PCB is ${pcb} with ${data.length} bytes`)
  if ((pcb & 0x80) === 0) {
    if ((pcb & 0x1f) !== 0) throw wrong()
    return { kind: 'I', number: pcb & 0x40 ? 1 : 0, more: (pcb & 0x20) !== 0, data }
  }
  if ((pcb & 0x40) === 0) {
    const error = rErrors[pcb & 0x0f]
    if (error === undefined || (pcb & 0x20) !== 0 || data.length > 0) throw wrong()
    return { kind: 'R', number: pcb & 0x10 ? 1 : 0, error }
  }
  const kind = sNames[pcb & 0x1f]
  if (kind === undefined || data.length !== (kind === 'ifs' || kind === 'wtx' ? 1 : 0))
    throw wrong()
  return { kind, from: pcb & 0x20 ? 'response' : 'request', data }
}

function checkOf(body: Uint8Array, check: Check): Uint8Array {
  if (check === 'LRC') return Uint8Array.of(body.reduce((sum, byte) => sum ^ byte, 0))
  const crc = body.reduce(crcStep, 0xffff)
  return Uint8Array.of(crc >> 8, crc & 0xff)
}

/** CRC-16 with x^16 + x^12 + x^5 + 1, lowest bit first (ISO/IEC 13239). */
function crcStep(crc: number, byte: number): number {
  let next = crc ^ byte
  for (let bit = 0; bit < 8; bit++) next = next & 1 ? (next >> 1) ^ 0x8408 : next >> 1
  return next
}
