import { MalformedBytes } from './malformed'

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const NO_DIGIT = 0xff
const digitCodes = Uint8Array.from(DIGITS, (digit) => digit.charCodeAt(0))
const values = new Uint8Array(0x80).fill(NO_DIGIT)
digitCodes.forEach((code, value) => (values[code] = value))
const ascii = new TextDecoder()

/** Writes bytes as base64url without padding (RFC 4648 §5). */
export function toBase64url(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil((bytes.length * 4) / 3))
  let at = 0
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    // past the end of the array nothing is written
    codes[at++] = digitCodes[three >> 18]!
    codes[at++] = digitCodes[(three >> 12) & 0x3f]!
    codes[at++] = digitCodes[(three >> 6) & 0x3f]!
    codes[at++] = digitCodes[three & 0x3f]!
  }
  return ascii.decode(codes)
}

/**
 * Reads base64url without padding, strictly: each byte string has exactly one spelling, so no other
 * character, no padding and no stray bits in the last digit (RFC 4648 §3.5).
 *
 * @throws MalformedBytes
 */
export function base64url(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 4 === 1) throw new MalformedBytes('base64url: an impossible length')
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let at = 0
  let bits = 0
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const value = values[text.charCodeAt(i)] ?? NO_DIGIT
    if (value === NO_DIGIT) throw new MalformedBytes('base64url: a foreign character')
    bits = ((bits << 6) | value) & 0xfff
    count += 6
    if (count < 8) continue
    count -= 8
    bytes[at++] = bits >> count
  }
  if ((bits & ((1 << count) - 1)) !== 0)
    throw new MalformedBytes('base64url: stray bits at the end')
  return bytes
}
