// Card-verifiable certificates and the age record, as they stand in the card's files (`card.md` §5, §6).
// The page and the server both read them, so they are in the one room that both may enter.
import { octets, rest } from './field'
import { hex } from './hex'
import { join, sameBytes } from './join'
import { layout } from './layout'
import { MalformedBytes } from './malformed'
import { readTlv, readTlvs, type Tlv } from './tlv'

/** What a key pair of the card or of its issuer shows: an RSA-2048 key with e = 65537. */
export interface CvKey {
  /** 256 bytes. */
  readonly modulus: Uint8Array
}

const EXPONENT = 0x90
const MODULUS = 0x91
const MODULUS_SIZE = 256
const F4 = hex('010001')

/** Reads `90 03 010001 ‖ 91 82 0100 modulus`. @throws MalformedBytes */
export function cvKey(bytes: Uint8Array): CvKey {
  const [exponent, modulus, ...others] = readTlvs(bytes)
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
  /** 証明者鍵ID of who signed it, and of whose key it is: 16 bytes each. */
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  readonly key: CvKey
  readonly signed: Uint8Array
  readonly signature: Uint8Array
}

const CERTIFICATE = 0x7f21
const BODY = 0x5f4e
const SIGNATURE = 0x5f37

/** Reads `7F21`, whole. @throws MalformedBytes */
export function cvCertificate(object: Uint8Array): CvCertificate {
  const objects = objectsIn(object, CERTIFICATE)
  const signed = only(objects, BODY).value
  const { issuer, subject, key } = certificateBody.decode(signed)
  return { issuer, subject, key: cvKey(key), signed, signature: only(objects, SIGNATURE).value }
}

/** EF 0001 of 券面事項確認: a birth date, and the key of the card it was written for. */
export interface CvAgeRecord {
  /** `YYYYMMDD` (Gregorian), parts nobody knows as zeros; not looked at yet. */
  readonly birthDate: Uint8Array
  readonly cardKey: CvKey
  readonly signed: Uint8Array
  /** By the issuer's key over `signed`, RSASSA-PKCS1-v1_5 with SHA-256. */
  readonly signature: Uint8Array
}

const AGE_RECORD = 0xff10
const BIRTH_DATE = 0xdf11
const CARD_KEY = 0xdf12
const RECORD_SIGNATURE = 0xdf13

/** Reads `FF10`, whole. @throws MalformedBytes */
export function cvAgeRecord(object: Uint8Array): CvAgeRecord {
  const objects = objectsIn(object, AGE_RECORD)
  const [birthDate, cardKey] = [only(objects, BIRTH_DATE), only(objects, CARD_KEY)]
  return {
    birthDate: birthDate.value,
    cardKey: cvKey(cardKey.value),
    signed: join(birthDate.encoded, cardKey.encoded),
    signature: only(objects, RECORD_SIGNATURE).value,
  }
}

function objectsIn(object: Uint8Array, tag: number): readonly Tlv[] {
  const { tag: found, value, encoded } = readTlv(object)
  if (found !== tag || encoded.length !== object.length)
    throw new MalformedBytes('another object than expected')
  return readTlvs(value)
}

/** The object with a tag; there is exactly one. @throws MalformedBytes */
function only(objects: readonly Tlv[], tag: number): Tlv {
  const [object, ...others] = objects.filter((one) => one.tag === tag)
  if (object === undefined || others.length > 0)
    throw new MalformedBytes(
      `${others.length === 0 ? 'no' : 'several'} objects ${tag.toString(16)}`,
    )
  return object
}
