type Check = (bytes: Uint8Array, start: number, end: number) => boolean

const anything: Check = () => true
const every =
  (isRight: (byte: number) => boolean): Check =>
  (bytes, start, end) => {
    for (let at = start; at < end; at++) if (!isRight(bytes[at]!)) return false
    return true
  }
const sizeOf =
  (isRight: (size: number) => boolean): Check =>
  (_, start, end) =>
    isRight(end - start)

const isAscii = every((byte) => byte < 0x80)
const PRINTABLE = new Set(
  new TextEncoder().encode(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?",
  ),
)

/** Month, day, hour, minute, second: the least and the most of each. */
const times = [
  [1, 12],
  [1, 31],
  [0, 23],
  [0, 59],
  [0, 59],
] as const

/** X.690 §8 and §11 by universal tag: what the content may be. A type not listed is not met here. */
const types: Readonly<Record<number, readonly [name: string, isRight: Check]>> = {
  0x01: [
    'BOOLEAN',
    (bytes, start, end) => end - start === 1 && (bytes[start] === 0x00 || bytes[start] === 0xff),
  ],
  0x02: ['INTEGER', isMinimalInteger],
  0x03: ['BIT STRING', isBitString],
  0x04: ['OCTET STRING', anything],
  0x05: ['NULL', sizeOf((size) => size === 0)],
  0x06: ['OBJECT IDENTIFIER', isObjectIdentifier],
  0x0a: ['ENUMERATED', isMinimalInteger],
  0x0c: ['UTF8String', (...place) => isAscii(...place) || isUtf8(...place)],
  0x13: ['PrintableString', every((byte) => PRINTABLE.has(byte))],
  0x14: ['TeletexString', anything],
  0x16: ['IA5String', isAscii],
  0x17: ['UTCTime', isTime(2)], // RFC 5280 §4.1.2.5.1
  0x18: ['GeneralizedTime', isTime(4)], // RFC 5280 §4.1.2.5.2
  0x1a: ['VisibleString', every((byte) => byte >= 0x20 && byte < 0x7f)],
  0x1c: ['UniversalString', isUniversalString],
  0x1e: ['BMPString', sizeOf((size) => size % 2 === 0)],
  0x30: ['SEQUENCE', anything],
  0x31: ['SET', anything],
}

/** What is wrong with content of a universal type, if anything is. */
export function faultOfUniversal(
  tag: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): string | undefined {
  const row = types[tag]
  if (row === undefined) return `a type DER does not have in this form (tag ${tag})`
  const [name, isRight] = row
  return isRight(bytes, start, end) ? undefined : `an impossible ${name}`
}

function isMinimalInteger(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return false
  if (end - start === 1) return true
  const isNeedless = bytes[start + 1]! < 0x80 ? 0x00 : 0xff // the first byte would say nothing new
  return bytes[start] !== isNeedless
}

function isBitString(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return false
  const unused = bytes[start]!
  if (end - start === 1) return unused === 0
  return unused <= 7 && (bytes[end - 1]! & (2 ** unused - 1)) === 0
}

function isObjectIdentifier(bytes: Uint8Array, start: number, end: number): boolean {
  let isFirstOfArc = true
  for (let at = start; at < end; at++) {
    if (isFirstOfArc && bytes[at] === 0x80) return false // a leading zero
    isFirstOfArc = bytes[at]! < 0x80
  }
  return isFirstOfArc && start < end
}

function isTime(yearDigits: number): Check {
  const size = yearDigits + 2 * times.length + 1
  return (bytes, start, end) => {
    if (end - start !== size || bytes[end - 1] !== 0x5a /* Z */) return false
    for (let at = start; at < end - 1; at++)
      if (bytes[at]! < 0x30 || bytes[at]! > 0x39) return false
    return times.every(([least, most], index) => {
      const at = start + yearDigits + 2 * index
      const value = (bytes[at]! - 0x30) * 10 + bytes[at + 1]! - 0x30
      return value >= least && value <= most
    })
  }
}

/** Four bytes a character, none beyond the last of Unicode, 10FFFF. */
function isUniversalString(bytes: Uint8Array, start: number, end: number): boolean {
  if ((end - start) % 4 !== 0) return false
  for (let at = start; at < end; at += 4) if (bytes[at] !== 0 || bytes[at + 1]! > 0x10) return false
  return true
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  try {
    utf8.decode(bytes.subarray(start, end))
    return true
  } catch {
    return false // the decoder's way of saying so
  }
}
