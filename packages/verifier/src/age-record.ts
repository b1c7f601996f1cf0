// ②′ The age record of the card face (`pki.md` §5.2): experimental. It shows that a genuine card with this
// birth date is here now. It has no end and cannot be revoked, and says nothing of whose hands it is in.
import {
  cvAgeRecord,
  cvCertificate,
  MalformedBytes,
  sameBytes,
  type CvAgeRecord,
  type CvCertificate,
} from '@myna/bytes'
import { ageRecordBytes, type AgeChallenge, type RecordedAgeProof } from '@myna/token'
import { importKey, isSignedBy, sha256, type Mode } from './anchors'
import { readBirthDate, type BirthDate } from './birth-date'
import { ConfigurationError } from './configuration-error'
import { Refusal } from './refusal'

/**
 * A key that signs issuers' certificates (`card.md` §5). J-LIS has published none, so none is built in:
 * whether one is right is your own word.
 */
export interface AgeRecordAnchor {
  /** 証明者鍵ID, 16 bytes, as the issuer's certificate names its issuer. */
  readonly keyId: Uint8Array
  /** RSA-2048, 256 bytes; the exponent is 65537. */
  readonly modulus: Uint8Array
}

export interface ReadAnchor {
  readonly keyId: Uint8Array
  readonly key: CryptoKey
}

/** The first digit of a key id, in ASCII: real hierarchies begin with 5, test ones with 6. */
const firstDigits: Readonly<Record<Mode, string>> = { production: '5', test: '6' }

/** @throws ConfigurationError */
export async function readAgeRecordAnchors(
  anchors: readonly AgeRecordAnchor[],
  mode: Mode,
): Promise<readonly ReadAnchor[]> {
  const wrong = (index: number, due: string) =>
    new ConfigurationError(`experimentalAgeRecord.anchors[${index}]: ${due}`)
  if (anchors.length === 0)
    throw new ConfigurationError('experimentalAgeRecord.anchors: at least one')
  return Promise.all(
    anchors.map(async ({ keyId, modulus }, index) => {
      if (keyId.length !== 16) throw wrong(index, 'keyId must have 16 bytes')
      if (modulus.length !== 256 || modulus[0]! < 0x80)
        throw wrong(index, 'modulus must be that of an RSA-2048 key')
      if (String.fromCharCode(keyId[0]!) !== firstDigits[mode])
        throw wrong(index, `keyId of another hierarchy than ${mode} has`)
      return {
        keyId: new Uint8Array(keyId),
        key: await importKey({ modulus: new Uint8Array(modulus) }),
      }
    }),
  )
}

export interface AgeRecordRules {
  readonly anchors: readonly ReadAnchor[]
  readonly challenge: AgeChallenge
  readonly ceremonyOrigins: readonly string[]
}

/**
 * Judges a record: its issuer is under an anchor, the issuer wrote the record, and the card it was
 * written for signed this challenge. The card's key is forgotten: it is the same at every site.
 *
 * @returns the birth date
 * @throws Refusal
 */
export async function judgeAgeRecord(
  { unverifiedRecord, unverifiedIssuer, signature }: RecordedAgeProof,
  { anchors, challenge, ceremonyOrigins }: AgeRecordRules,
): Promise<BirthDate> {
  const bytes = new Uint8Array(unverifiedRecord) // a copy, so that nobody changes it meanwhile
  const issuer = read('issuer', () => cvCertificate(new Uint8Array(unverifiedIssuer)))
  const record = read('record', () => cvAgeRecord(bytes))
  await requireIssuer(issuer, anchors)
  await requireSigned(record, issuer)
  const hash = await sha256(bytes)
  const key = await importKey({ modulus: new Uint8Array(record.cardKey.modulus) })
  const isHere = await some(ceremonyOrigins, (ceremonyOrigin) =>
    isSigned(signature, ageRecordBytes({ challenge, ceremonyOrigin, hash }), key),
  )
  if (!isHere) throw new Refusal('signature-wrong')
  return birthDateIn(record)
}

async function requireIssuer(
  { issuer, signed, signature }: CvCertificate,
  anchors: readonly ReadAnchor[],
): Promise<void> {
  const named = anchors.filter(({ keyId }) => sameBytes(keyId, issuer))
  if (!(await some(named, ({ key }) => isSigned(signature, signed, key))))
    throw new Refusal('age-record-issuer')
}

async function requireSigned(
  { signature, signed }: CvAgeRecord,
  { key: { modulus } }: CvCertificate,
): Promise<void> {
  const key = await importKey({ modulus: new Uint8Array(modulus) })
  if (!(await isSigned(signature, signed, key))) throw new Refusal('age-record-signature')
}

const isSigned = (signature: Uint8Array, toBeSigned: Uint8Array, key: CryptoKey) =>
  isSignedBy({ signature: new Uint8Array(signature), toBeSigned: new Uint8Array(toBeSigned) }, key)

async function some<T>(list: readonly T[], is: (one: T) => Promise<boolean>): Promise<boolean> {
  for (const one of list) if (await is(one)) return true
  return false
}

/** `YYYYMMDD`; the record names no era. */
function birthDateIn({ birthDate }: CvAgeRecord): BirthDate {
  return readBirthDate(`0${new TextDecoder().decode(birthDate)}`)
}

function read<T>(what: string, how: () => T): T {
  try {
    return how()
  } catch (error) {
    if (error instanceof MalformedBytes)
      throw new Refusal('age-record-malformed', `${what}: ${error.message}`)
    throw error
  }
}
