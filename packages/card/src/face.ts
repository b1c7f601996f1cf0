import { dataOf, type Card, type Waiting } from '@myna/apdu'
import {
  cvAgeRecord,
  cvCertificate,
  cvKey,
  hex,
  join,
  type CvCertificate,
  type CvKey,
} from '@myna/bytes'
import { openApplication } from './application'
import { ascii, dateFrom, sexFrom, type PartialDate, type Sex } from './attributes'
import { signPresence } from './commands'
import { face } from './generation'
import { isPresent, isSigned, issuerUnder, sha256, type Genuine } from './genuine'
import { hasSigned } from './raw-rsa'
import { readable, readRecord, type CardRecord } from './record'
import { platformRandom, type GenuineOptions } from './verified-attributes'

/** Selects 券面事項確認AP. @throws CardError `card-wrong` */
export const openFace = (card: Card, waiting: Waiting = {}): Promise<void> =>
  openApplication(card, face, waiting)

/** Whether something is genuine, beside what it says. */
export interface AgeRecord {
  readonly birthDate: PartialDate
  readonly genuine: Genuine
}

const AGE_RECORD = 0xff10
const FACE_RECORD = 0xff20
const ISSUER = 0x7f21

/**
 * Reads the age record (EF 0001 of 券面事項確認): the birth date and nothing else about the person.
 * Present the birth date (`birth-date-key`) first. The card's key in it is the same at every site, so
 * it is not returned.
 *
 * @throws CardError `record-unreadable`; `card-refused` while nothing was presented
 */
export async function readAgeRecord(
  card: Card,
  { anchors, randomBytes = platformRandom }: GenuineOptions,
  waiting: Waiting = {},
): Promise<AgeRecord> {
  const record = await readRecord(card, 'age-record', face.ageRecord, AGE_RECORD, waiting)
  const issuer = await readRecord(card, 'issuer', face.issuerCertificate, ISSUER, waiting)
  return readable('age-record', async () => {
    const { birthDate, cardKey, signed, signature } = cvAgeRecord(record.encoded)
    const genuine = await genuineRecord(issuer, anchors, cardKey, {
      isWritten: (certificate) => isSigned(certificate.key, signature, signed),
      isHere: (key) => isPresent(card, key, randomBytes, waiting),
    })
    return { birthDate: dateFrom(ascii(birthDate)), genuine }
  })
}

/** What shows a server that the card of an age record is here now. It holds the birth date. */
export interface AgeRecordProof {
  /** EF 0001 and EF 0004, whole. */
  readonly record: Uint8Array
  readonly issuer: Uint8Array
  /** By the card's key. */
  readonly signature: Uint8Array
}

/**
 * Reads the age record for a server to judge, and lets the card's own key sign for it. Present the birth
 * date (`birth-date-key`) first. The record holds the birth date and a key that is the same at every
 * site: whoever gets it can know the card again.
 *
 * @param digestInfoFor what is signed, 51 bytes, for the record as it will be sent
 * @throws CardError `record-unreadable`; `card-refused`
 */
export async function readAgeRecordProof(
  card: Card,
  digestInfoFor: (record: Uint8Array) => Promise<Uint8Array>,
  waiting: Waiting = {},
): Promise<AgeRecordProof> {
  const record = await readRecord(card, 'age-record', face.ageRecord, AGE_RECORD, waiting)
  const issuer = await readRecord(card, 'issuer', face.issuerCertificate, ISSUER, waiting)
  await readable('age-record', () => cvAgeRecord(record.encoded)) // no card signs for nonsense
  const command = signPresence(await digestInfoFor(record.encoded))
  const signature = dataOf(await card.transmit(command, waiting), { doing: 'show its presence' })
  return { record: record.encoded, issuer: issuer.encoded, signature }
}

/** What is on the card's face. Pictures are as the card has them. */
export interface FaceRecord {
  readonly birthDate: PartialDate
  readonly sex: Sex
  /** PNG, black on white. */
  readonly nameImage: Uint8Array
  readonly addressImage: Uint8Array
  /** JPEG 2000, grey. */
  readonly photo: Uint8Array
  /** Until when the card is good. Not signed: shown, and not to be relied on. */
  readonly expiry: PartialDate
  readonly genuine: Genuine
}

/**
 * Reads the face record (EF 0002 of 券面事項確認). Present 照合番号B (`face-number-b`) first.
 *
 * @throws CardError `record-unreadable`; `card-refused` while nothing was presented
 */
export async function readFaceRecord(
  card: Card,
  { anchors, randomBytes = platformRandom }: GenuineOptions,
  waiting: Waiting = {},
): Promise<FaceRecord> {
  const record = await readRecord(card, 'face-record', face.faceRecord, FACE_RECORD, waiting)
  const issuer = await readRecord(card, 'issuer', face.issuerCertificate, ISSUER, waiting)
  return readable('face-record', async () => ({
    birthDate: dateFrom(ascii(record.get(0xdf22).value)),
    sex: sexFrom(ascii(record.get(0xdf23).value)),
    nameImage: record.get(0xdf25).value,
    addressImage: record.get(0xdf26).value,
    photo: record.get(0xdf27).value,
    expiry: dateFrom(ascii(record.get(0xdf29).value)),
    genuine: await genuineRecord(issuer, anchors, cvKey(record.get(0xdf24).value), {
      isWritten: (certificate) => isFaceWritten(record, certificate),
      isHere: (cardKey) => isPresent(card, cardKey, randomBytes, waiting),
    }),
  }))
}

/** SHA-256 as DigestInfo, with three digests where one is usual (`card.md` §6). */
const THREE_DIGESTS = hex('3071300d06096086480165030402010500 0460')

/** One signature over three digests: person and key, texts as pictures, photo. */
async function isFaceWritten(record: CardRecord, { key }: CvCertificate): Promise<boolean> {
  const encoded = (...tags: number[]) => tags.map((tag) => record.get(tag).encoded)
  const digests = await Promise.all([
    sha256(...encoded(0xdf22, 0xdf23, 0xdf24)),
    sha256(...encoded(0xdf25, 0xdf26)),
    sha256(...encoded(0xdf27)),
  ])
  return hasSigned(key.modulus, record.get(0xdf28).value, join(THREE_DIGESTS, ...digests))
}

async function genuineRecord(
  issuer: CardRecord,
  anchors: GenuineOptions['anchors'],
  cardKey: CvKey,
  {
    isWritten,
    isHere,
  }: {
    isWritten(certificate: CvCertificate): Promise<boolean>
    isHere(key: CvKey): Promise<boolean>
  },
): Promise<Genuine> {
  const certificate = cvCertificate(issuer.encoded)
  const chain = await issuerUnder(certificate, anchors)
  if (!chain.genuine) return chain
  if (!(await isWritten(certificate))) return { genuine: false, because: 'data' }
  return (await isHere(cardKey)) ? { genuine: true } : { genuine: false, because: 'presence' }
}
