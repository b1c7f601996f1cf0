import { join, layout, rest, restLength, toBase64url, u32be } from '@myna/bytes'
import type { KeyKind } from './profiles'

export const LEAST_SECRET_BYTES = 32

/** Which of a person's two certificates: the one for logging in, or the one for signing. */
export type CertificateUse = 'auth' | 'sign'

const serialPart = layout('serial', { length: restLength(u32be), serial: rest })

/**
 * The key of an account: a keyed hash of the certificate's serial number (`pki.md` §2.3). The serial
 * itself is no customer number, and it is so short that an unkeyed hash could be turned back.
 */
export function accountKey(
  secret: CryptoKey,
  kind: KeyKind,
  serial: Uint8Array,
  use: CertificateUse = 'auth',
): Promise<string> {
  return keyedHash(secret, `jpki-acct/1\0${kind}-${use}\0`, serialPart.encode({ serial }))
}

/** HMAC-SHA-256 as base64url. `head` says what for, so that no two uses can give the same value. */
export async function keyedHash(
  secret: CryptoKey,
  head: string,
  ...parts: readonly Uint8Array[]
): Promise<string> {
  const bytes = join(new TextEncoder().encode(head), ...parts)
  return toBase64url(new Uint8Array(await crypto.subtle.sign('HMAC', secret, bytes)))
}

/** A text with its length before it, so that two texts beside each other cannot be cut elsewhere. */
export const textPart = (text: string): Uint8Array =>
  serialPart.encode({ serial: new TextEncoder().encode(text) })

export const importSecret = (secret: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', new Uint8Array(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ])
