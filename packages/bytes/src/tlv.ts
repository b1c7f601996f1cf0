import { join } from './join'
import { MalformedBytes } from './malformed'

/** One BER-TLV object (ISO 8825-1 §8.1, ISO 7816-4 §5.2.2). */
export interface Tlv {
  /** All tag bytes as one number: 0x30, 0xdf21, 0x7f21. */
  readonly tag: number
  readonly value: Uint8Array
  /** Header and value as they stood in the source: what digests and signatures are taken over. */
  readonly encoded: Uint8Array
}

interface TlvHeader {
  readonly tag: number
  readonly headerLength: number
  readonly valueLength: number
}

const MOST_TAG_BYTES = 3
const MOST_LENGTH_BYTES = 3

/**
 * Reads the first object. Definite lengths only, in any of their BER forms.
 *
 * @throws MalformedBytes when the object does not fit into `bytes`.
 */
export function readTlv(bytes: Uint8Array): Tlv {
  const { tag, headerLength, valueLength } = readHeader(bytes)
  const end = headerLength + valueLength
  if (end > bytes.length)
    throw new MalformedBytes(
      `TLV ${tagName(tag)} promises ${valueLength} bytes, ${bytes.length - headerLength} came`,
    )
  return { tag, value: bytes.slice(headerLength, end), encoded: bytes.slice(0, end) }
}

/** Reads objects until the bytes end. @throws MalformedBytes */
export function readTlvs(bytes: Uint8Array): Tlv[] {
  const list: Tlv[] = []
  for (let at = 0; at < bytes.length;) {
    const tlv = readTlv(bytes.subarray(at))
    list.push(tlv)
    at += tlv.encoded.length
  }
  return list
}

/**
 * How many bytes the object that starts here takes in all, known from its header alone. This is how
 * the end of a file is found: card files are longer than the object in them.
 *
 * @throws MalformedBytes when the header is not whole or not BER.
 */
export function tlvLength(head: Uint8Array): number {
  const { headerLength, valueLength } = readHeader(head)
  return headerLength + valueLength
}

/** Writes an object with the shortest length form (as DER asks). `tag` as in `Tlv`. */
export function encodeTlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const value = join(...parts)
  const size = value.length < 0x80 ? [] : bigEndian(value.length)
  const length = size.length === 0 ? [value.length] : [0x80 | size.length, ...size]
  return join(Uint8Array.from([...bigEndian(tag), ...length]), value)
}

function readHeader(bytes: Uint8Array): TlvHeader {
  let at = 0
  const next = (): number => {
    const byte = bytes[at++]
    if (byte === undefined) throw new MalformedBytes(`TLV header ends after ${bytes.length} bytes`)
    return byte
  }

  let tag = next()
  if ((tag & 0x1f) === 0x1f) {
    let byte: number
    do {
      if (at >= MOST_TAG_BYTES) throw new MalformedBytes('TLV tag is longer than three bytes')
      byte = next()
      tag = tag * 0x100 + byte
    } while ((byte & 0x80) !== 0)
  }

  const first = next()
  if (first < 0x80) return { tag, headerLength: at, valueLength: first }
  const lengthBytes = first & 0x7f
  if (lengthBytes === 0) throw new MalformedBytes(`TLV ${tagName(tag)} has an indefinite length`)
  if (lengthBytes > MOST_LENGTH_BYTES)
    throw new MalformedBytes(`TLV ${tagName(tag)} has a length of ${lengthBytes} bytes`)
  let valueLength = 0
  for (let i = 0; i < lengthBytes; i++) valueLength = valueLength * 0x100 + next()
  return { tag, headerLength: at, valueLength }
}

const tagName = (tag: number): string => tag.toString(16).toUpperCase().padStart(2, '0')

const bigEndian = (number: number): number[] =>
  number > 0xff ? [...bigEndian(Math.floor(number / 0x100)), number & 0xff] : [number]
