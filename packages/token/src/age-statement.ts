import { MalformedBytes, toBase64url } from '@myna/bytes'
import { checkAgeChallenge, type AgeChallenge } from './age-challenge'
import { requireOrigin } from './origin'
import { ascii, digestInfoOf, sha256, taggedParts } from './signed-bytes'

/** What an age check binds together. */
export interface AgeContent {
  readonly challenge: AgeChallenge
  /** Origin of the document that talked to the card; the site's own unless a popup did. */
  readonly ceremonyOrigin: string
  /** SHA-256 of what goes with it: the signing certificate, or the age record, exactly as it is sent. */
  readonly hash: Uint8Array
}

/** The last of it says what the first of it is: who keeps the signature can read what it was for. */
const STATEMENT_TAG = 'JPKI-WEB-AGE-STATEMENT/1'

/**
 * What the signing key signs for an age check: a text that a person can read, and that says what it is
 * not. A signature of this key may be taken for its owner's will (電子署名法 3条), so show the text before
 * the password is typed. Every value stands in a line of its own and holds no line end: no two contents
 * give the same text, and it begins like no login, CMS, XML or JWS.
 *
 * @throws MalformedBytes for parts of the wrong form
 */
export function ageStatement(content: AgeContent): string {
  const { challenge, ceremonyOrigin, hash } = checked(content)
  return [
    STATEMENT_TAG,
    '',
    '年齢確認のためだけの署名です。契約の申込みや承諾ではなく、ログインでもありません。',
    'This signature is for an age check only. It is no contract, no consent and no login.',
    '',
    '目的 purpose: age',
    `たずねるサイト asked by: ${challenge.origin}`,
    `署名したページ signed at: ${ceremonyOrigin}`,
    `質問 question: age over ${challenge.ages.join(', ')}`,
    `照合 nonce: ${toBase64url(challenge.nonce)}`,
    `証明書 certificate: ${toBase64url(hash)}`,
    '',
  ].join('\n')
}

export const ageStatementBytes = (content: AgeContent): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(ageStatement(content))

/**
 * What the signing key is given for an age check: the DigestInfo of the statement, 51 bytes.
 *
 * @param certificate the signing certificate as it will be sent (DER)
 */
export async function ageDigestInfo(
  certificate: Uint8Array,
  challenge: AgeChallenge,
  ceremonyOrigin: string,
): Promise<Uint8Array> {
  const hash = await sha256(certificate)
  return digestInfoOf(ageStatementBytes({ challenge, ceremonyOrigin, hash }))
}

const RECORD_TAG = 'JPKI-WEB-AGE/1\0'

/**
 * What the card's own key signs to show that the card of an age record is here (`pki.md` §5.2): the
 * layout of a login under a tag of its own. It needs no PIN, so nobody wills anything by it.
 *
 * @throws MalformedBytes for parts of the wrong form
 */
export function ageRecordBytes(content: AgeContent): Uint8Array<ArrayBuffer> {
  const { challenge, ceremonyOrigin, hash } = checked(content)
  const context = new Uint8Array(0)
  const texts = ['age', challenge.origin, ceremonyOrigin].map(ascii)
  return taggedParts(RECORD_TAG, [...texts, challenge.nonce, hash, context])
}

/**
 * What the card's own key is given, 51 bytes.
 *
 * @param record the age record (EF 0001) as it will be sent
 */
export async function ageRecordDigestInfo(
  record: Uint8Array,
  challenge: AgeChallenge,
  ceremonyOrigin: string,
): Promise<Uint8Array> {
  const hash = await sha256(record)
  return digestInfoOf(ageRecordBytes({ challenge, ceremonyOrigin, hash }))
}

function checked(content: AgeContent): AgeContent {
  checkAgeChallenge(content.challenge)
  requireOrigin(content.ceremonyOrigin)
  if (content.hash.length !== 32) throw new MalformedBytes('hash: not a SHA-256')
  return content
}

/**
 * Whether bytes are what an age check or a login signs: they all begin with `JPKI-WEB-`. Whoever
 * believes signatures over bytes of another's choice refuses these.
 */
export const isForOtherPurpose = (signed: Uint8Array): boolean =>
  new TextDecoder('latin1').decode(signed.subarray(0, FAMILY.length)) === FAMILY
const FAMILY = 'JPKI-WEB-'
