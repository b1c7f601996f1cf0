import { hex, join, layout, MalformedBytes, rest, restLength, u32be } from '@myna/bytes'
import { checkSizes, type Challenge } from './challenge'
import { requireOrigin } from './origin'

/** What is bound together by one signature. */
export interface SignedContent {
  readonly challenge: Challenge
  /** Origin of the document that talked to the card; the site's own unless a popup did. */
  readonly ceremonyOrigin: string
  /** SHA-256 of the authentication certificate exactly as it is sent. */
  readonly certificateHash: Uint8Array
}

const TAG = 'JPKI-WEB-AUTH/1\0' // versioned, so that no other protocol's signature can pass for ours
const part = layout('F', { length: restLength(u32be), bytes: rest })
export const ascii = (text: string) => new TextEncoder().encode(text)

/**
 * The bytes whose SHA-256 the card signs (format `jpki-auth:1`, `pki.md` §3.4): a tag, then each
 * part with its length before it, so that no two contents give the same bytes.
 *
 * @throws MalformedBytes for parts of the wrong form
 */
export function signedBytes({
  challenge,
  ceremonyOrigin,
  certificateHash,
}: SignedContent): Uint8Array<ArrayBuffer> {
  checkSizes(challenge)
  if (certificateHash.length !== 32) throw new MalformedBytes('certHash: not a SHA-256')
  const parts = [
    ascii(challenge.purpose),
    ascii(requireOrigin(challenge.origin)),
    ascii(requireOrigin(ceremonyOrigin)),
    challenge.nonce,
    certificateHash,
    challenge.context,
  ]
  return taggedParts(TAG, parts)
}

/** A tag, then each part with its length before it: no two lists of parts give the same bytes. */
export const taggedParts = (tag: string, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  join(ascii(tag), ...parts.map((bytes) => part.encode({ bytes })))

const SHA256_DIGEST_INFO = hex('3031300d060960864801650304020105000420')

/**
 * What the card is given to sign: the DigestInfo (RFC 8017 §9.2) of the bytes above, 51 bytes.
 *
 * @param certificate the authentication certificate as it will be sent (DER)
 */
export async function digestInfo(
  certificate: Uint8Array,
  challenge: Challenge,
  ceremonyOrigin: string,
): Promise<Uint8Array> {
  const certificateHash = await sha256(certificate)
  return digestInfoOf(signedBytes({ challenge, ceremonyOrigin, certificateHash }))
}

export const digestInfoOf = async (signed: Uint8Array): Promise<Uint8Array> =>
  join(SHA256_DIGEST_INFO, await sha256(signed))

export const sha256 = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>))
