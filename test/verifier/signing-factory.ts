// Signing certificates of any shape: with the attributes of the law, right or wrong.
import { encodeTlv } from '@myna/bytes'
import {
  authorityKeyId,
  caCertificate,
  caName,
  extension,
  holderCertificate,
  keyUsage,
  objectId,
  policy,
  sequence,
  type Fields,
  type Keys,
} from './certificate-factory'

/** Attributes of a signing certificate stand below it (`pki.md` §1.3). */
export const ATTRIBUTES = '1.2.392.200149.8.5.5'
const issuer = caName('JPKI-TEST', 'JPKI for digital signature')
const signing = [keyUsage('030206c0'), policy('1.2.392.200149.8.5.1.0.20'), authorityKeyId()]

export const utf8 = (text: string) => encodeTlv(0x0c, new TextEncoder().encode(text))
export const otherName = (id: string, value: Uint8Array) =>
  encodeTlv(0xa0, objectId(id), encodeTlv(0xa0, value))
export const attribute = (last: number, text: string) =>
  otherName(`${ATTRIBUTES}.${last}`, utf8(text))

export const signingCa = (keys: Keys) => caCertificate(keys, { issuer })

/** A signing certificate that a verifier in test mode believes, with these general names. */
export const signingCertificate = (
  keys: Keys,
  names: readonly Uint8Array[],
  change: Partial<Fields> = {},
) =>
  holderCertificate(keys, {
    issuer,
    extensions: [
      ...signing,
      ...(names.length > 0 ? [extension('2.5.29.17', false, sequence(...names))] : []),
    ],
    ...change,
  })
