import type { Card, Waiting } from '@myna/apdu'
import { cvCertificate, cvKey, join, sameBytes, type CvKey } from '@myna/bytes'
import { attributesOf, digestedPart, readAttributeRecord, type Attributes } from './attributes'
import { inputSupport as files } from './generation'
import { isPresent, isSigned, issuerUnder, sha256, type CvAnchor, type Genuine } from './genuine'
import { readable, readRecord, type CardRecord } from './record'

export interface GenuineOptions {
  /** Keys that vouch for issuers. Without one, nothing is genuine. */
  readonly anchors: readonly CvAnchor[]
  /** For the challenge; the platform's unless told otherwise. */
  readonly randomBytes?: (size: number) => Uint8Array
}

export const platformRandom = (size: number): Uint8Array =>
  crypto.getRandomValues(new Uint8Array(size))

const DIGESTS = 0xff30
const NUMBER_DIGEST = 0xdf31
const ATTRIBUTES_DIGEST = 0xdf32
const DIGESTS_SIGNATURE = 0xdf33
const ISSUER = 0x7f21
const CARD_KEY = 0xff50
const KEY = 0xdf51
const KEY_SIGNATURE = 0xdf52

/**
 * Reads the four attributes and whether they are genuine: digests and signature of EF 0003, the issuer's
 * certificate of EF 0004 under a configured key, and a fresh challenge for the card's own key.
 *
 * It happens here, in the browser, and nowhere else: EF 0003 holds a digest of the 12-digit number, from
 * which the number can be found in hours. It is not returned, and must never be sent (`pki.md` §2.4).
 *
 * @throws CardError as `readAttributes`
 */
export async function readVerifiedAttributes(
  card: Card,
  { anchors, randomBytes = platformRandom }: GenuineOptions,
  waiting: Waiting = {},
): Promise<{ readonly attributes: Attributes; readonly genuine: Genuine }> {
  const record = await readAttributeRecord(card, waiting)
  const attributes = await attributesOf(record)
  const digests = await readRecord(card, 'digests', files.digests, DIGESTS, waiting)
  const issuer = await readRecord(card, 'issuer', files.issuerCertificate, ISSUER, waiting)
  const cardKey = await readRecord(card, 'card-key', files.cardKey, CARD_KEY, waiting)
  const genuine = await verdict({ record, digests, issuer, cardKey, anchors }, async (key) =>
    isPresent(card, key, randomBytes, waiting),
  )
  return { attributes, genuine }
}

interface Evidence {
  readonly record: CardRecord
  readonly digests: CardRecord
  readonly issuer: CardRecord
  readonly cardKey: CardRecord
  readonly anchors: readonly CvAnchor[]
}

const verdict = (
  { record, digests, issuer, cardKey, anchors }: Evidence,
  isHere: (key: CvKey) => Promise<boolean>,
): Promise<Genuine> =>
  readable('digests', async () => {
    const certificate = cvCertificate(issuer.encoded)
    const chain = await issuerUnder(certificate, anchors)
    if (!chain.genuine) return chain

    const number = digests.get(NUMBER_DIGEST)
    const digest = digests.get(ATTRIBUTES_DIGEST)
    const isWritten =
      sameBytes(digest.value, await sha256(digestedPart(record))) &&
      (await isSigned(
        certificate.key,
        digests.get(DIGESTS_SIGNATURE).value,
        join(number.encoded, digest.encoded),
      ))
    if (!isWritten) return { genuine: false, because: 'data' }

    const key = cardKey.get(KEY)
    const keySignature = cardKey.get(KEY_SIGNATURE).value
    if (!(await isSigned(certificate.key, keySignature, key.encoded)))
      return { genuine: false, because: 'card-key' }
    return (await isHere(cvKey(key.value)))
      ? { genuine: true }
      : { genuine: false, because: 'presence' }
  })
