import { MalformedBytes } from './malformed'

/** Writes bytes as base64url without padding (RFC 4648 §5). */
export function toBase64url(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/**
 * Reads base64url without padding, strictly: each byte string has exactly one spelling, so no other
 * character, no padding and no stray bits in the last digit (RFC 4648 §3.5).
 *
 * @throws MalformedBytes
 */
export function base64url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new MalformedBytes('base64url: a foreign character')
  if (text.length % 4 === 1) throw new MalformedBytes('base64url: an impossible length')
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
  if (toBase64url(bytes) !== text) throw new MalformedBytes('base64url: stray bits at the end')
  return bytes
}
