import { OK, type Card, type RecordName, type Waiting } from '@myna/apdu'
import {
  hex,
  join,
  layout,
  MalformedBytes,
  octets,
  readTlvs,
  rest,
  sameBytes,
  toBase64url,
  type Tlv,
} from '@myna/bytes'
import { signPresence } from './commands'
import { recordOf } from './record'

/**
 * Whether what the card says is what its issuer wrote, and the card is the one it was written for. A
 * verdict, not an error: the data may be shown either way, with its label.
 */
export type Genuine =
  | { readonly genuine: true }
  | {
      readonly genuine: false
      readonly because:
        | 'no-anchor' // no configured key has the name of the issuer
        | 'issuer' // the issuer's certificate is not signed by the anchor
        | 'data' // the data is not what was signed
        | 'card-key' // the card's key is not what was signed
        | 'presence' // the card could not show that it has the key
    }

/** A key that signs issuers' certificates, by configuration. None is built in (`card.md` §5). */
export interface CvAnchor {
  /** 16 bytes, as the certificate names its issuer. */
  readonly keyId: Uint8Array
  /** 256 bytes. */
  readonly modulus: Uint8Array
}

/** What a key pair of the card or of its issuer shows: an RSA-2048 key with e = 65537. */
export interface CvKey {
  readonly modulus: Uint8Array
}

const EXPONENT = 0x90
const MODULUS = 0x91
const MODULUS_SIZE = 256
const F4 = hex('010001')

/** Reads `90 03 010001 ‖ 91 82 0100 modulus`. @throws MalformedBytes */
export function cvKey(objects: readonly Tlv[]): CvKey {
  const [exponent, modulus, ...others] = objects
  const isKey =
    exponent?.tag === EXPONENT &&
    sameBytes(exponent.value, F4) &&
    modulus?.tag === MODULUS &&
    modulus.value.length === MODULUS_SIZE &&
    others.length === 0
  if (!isKey) throw new MalformedBytes('a key is no RSA-2048 key')
  return { modulus: modulus.value }
}

const certificateBody = layout('card-verifiable certificate', {
  issuer: octets(16),
  subject: octets(16),
  key: rest,
})

/** The issuer's certificate (EF 0004 of either application). */
export interface CvCertificate {
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  readonly key: CvKey
  readonly signed: Uint8Array
  readonly signature: Uint8Array
}

const BODY = 0x5f4e
const SIGNATURE = 0x5f37

/** Reads the content of `7F21`. @throws MalformedBytes */
export function cvCertificate(name: RecordName, content: Uint8Array): CvCertificate {
  const record = recordOf(name, content)
  const signed = record.get(BODY).value
  const { issuer, subject, key } = certificateBody.decode(signed)
  return {
    issuer,
    subject,
    key: cvKey(readTlvs(key)),
    signed,
    signature: record.get(SIGNATURE).value,
  }
}

const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

/** RSASSA-PKCS1-v1_5 with SHA-256, by the platform. */
export async function isSigned(
  { modulus }: CvKey,
  signature: Uint8Array,
  signed: Uint8Array,
): Promise<boolean> {
  const key = await crypto.subtle.importKey(
    'jwk',
    { kty: 'RSA', n: toBase64url(modulus), e: 'AQAB' },
    RS256,
    false,
    ['verify'],
  )
  return crypto.subtle.verify(RS256, key, new Uint8Array(signature), new Uint8Array(signed))
}

/** The issuer's key, if an anchor vouches for it. */
export async function issuerUnder(
  certificate: CvCertificate,
  anchors: readonly CvAnchor[],
): Promise<Genuine> {
  const named = anchors.filter(({ keyId }) => sameBytes(keyId, certificate.issuer))
  if (named.length === 0) return { genuine: false, because: 'no-anchor' }
  for (const anchor of named)
    if (await isSigned(anchor, certificate.signature, certificate.signed)) return { genuine: true }
  return { genuine: false, because: 'issuer' }
}

const SHA256_DIGEST_INFO = hex('3031300d060960864801650304020105000420')
const CHALLENGE_SIZE = 32

/**
 * Lets the card sign a fresh challenge with the key of the open application (`80 2A 00 00`): a copy of
 * its files could not. Costs no try and asks for no secret.
 */
export async function isPresent(
  card: Card,
  key: CvKey,
  randomBytes: (size: number) => Uint8Array,
  waiting: Waiting,
): Promise<boolean> {
  const challenge = randomBytes(CHALLENGE_SIZE)
  const digestInfo = join(SHA256_DIGEST_INFO, await sha256(challenge))
  const { status, data } = await card.transmit(signPresence(digestInfo), waiting)
  return status === OK && isSigned(key, data, challenge)
}

export const sha256 = async (...parts: readonly Uint8Array[]): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', join(...parts)))
