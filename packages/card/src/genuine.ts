import { OK, type Card, type Waiting } from '@myna/apdu'
import { hex, join, sameBytes, toBase64url, type CvCertificate, type CvKey } from '@myna/bytes'
import { signPresence } from './commands'

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
