import { join, layout, rest, restLength, toBase64url, u32be } from '@myna/bytes'
import type { KeyKind } from './profiles'

export const LEAST_SECRET_BYTES = 32

const serialPart = layout('serial', { length: restLength(u32be), serial: rest })

/**
 * The key of an account: a keyed hash of the certificate's serial number (`pki.md` §2.3). The serial
 * itself is no customer number, and it is so short that an unkeyed hash could be turned back.
 */
export async function accountKey(
  secret: CryptoKey,
  kind: KeyKind,
  serial: Uint8Array,
): Promise<string> {
  const head = new TextEncoder().encode(`jpki-acct/1\0${kind}-auth\0`)
  const mac = await crypto.subtle.sign('HMAC', secret, join(head, serialPart.encode({ serial })))
  return toBase64url(new Uint8Array(mac))
}

export const importSecret = (secret: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', new Uint8Array(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ])
