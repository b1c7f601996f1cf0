import { MalformedBytes } from './malformed'

/**
 * Reads hexadecimal digits, two for each byte. Spaces and line ends between bytes are allowed, so
 * that a trace can be pasted.
 *
 * @throws MalformedBytes for an odd number of digits or any other character.
 */
export function hex(text: string): Uint8Array<ArrayBuffer> {
  const digits = text.replace(/\s+/g, '')
  if (digits.length % 2 !== 0) throw new MalformedBytes('hex: an odd number of digits')
  if (!/^[0-9a-fA-F]*$/.test(digits)) throw new MalformedBytes('hex: not a hexadecimal digit')
  const bytes = new Uint8Array(digits.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(digits.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** Writes bytes as lower-case hexadecimal digits without separators. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}
