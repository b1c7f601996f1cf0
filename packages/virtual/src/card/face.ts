import { encodeTlv, hex, join } from '@myna/bytes'
import { rsaPrivate } from '../rsa'
import { padType1 } from '../rsa-padding'
import { cvCertificate, cvKeys, keyId } from './cv'
import { sha256, signSha256 } from './digests'
import { data, fileTable, secret, type Application } from './files'
import { birthDateKey, type CardHolder, type TriesLeft } from './holder'
import { ascii, publicKeyObjects, withOffsets } from './tlv-forms'

const BIRTH_DATE = 0x0011
const NUMBER_B = 0x0012
const NUMBER_A = 0x0013
const OWN_KEY = 0x001a
const EITHER_NUMBER = [NUMBER_A, NUMBER_B]

const NUMBER_TRIES = 10
const BIRTH_DATE_TRIES = 3 // not published; 3 is the least that any secret of the card has

/** 券面事項確認, file by file as in `card.md` §6. The four-digit PIN opens nothing here. */
export function faceApplication(holder: CardHolder, tries: TriesLeft = {}): Application {
  const { key } = cvKeys.faceSigner
  const own = publicKeyObjects(holder.keys.face)
  const { images } = holder
  return {
    name: hex('d3921000310001010402'),
    ownKey: OWN_KEY,
    sessionKey: { status: 0x66f1 },
    files: fileTable([
      [
        0x0001,
        data([BIRTH_DATE], () =>
          signedRecord(key, [0xff10, 0xdf13], encodeTlv(0xdf11, ascii(holder.birthDate)), [
            0xdf12,
            own,
          ]),
        ),
      ],
      [0x0002, data(EITHER_NUMBER, () => faceRecord(holder))],
      [0x0003, data('anybody', basicInformation(holder))],
      [0x0004, data('anybody', () => cvCertificate(cvKeys.faceCa, cvKeys.faceSigner))],
      [
        0x0005,
        data([NUMBER_A], () =>
          signedRecord(key, [0xff40, 0xdf43], encodeTlv(0xdf41, images.number), [0xdf42, own]),
        ),
      ],
      [0x0006, data(EITHER_NUMBER, new Uint8Array(16).fill(0xff))],
      [BIRTH_DATE, secret(birthDateKey(holder), BIRTH_DATE_TRIES, tries['birth-date-key'])],
      [NUMBER_B, secret(holder.numberB, NUMBER_TRIES, tries['face-number-b'])],
      [NUMBER_A, secret(holder.numberA, NUMBER_TRIES, tries['face-number-a'])],
      [OWN_KEY, { kind: 'key', access: 'anybody', use: 'presence proof', key: holder.keys.face }],
    ]),
  }
}

type Key = CardHolder['keys']['face']

/** One object, the card's public key, and a signature over both. */
async function signedRecord(
  key: Key,
  [fileTag, signatureTag]: readonly [number, number],
  object: Uint8Array,
  [keyTag, own]: readonly [number, Uint8Array],
): Promise<Uint8Array> {
  const signed = join(object, encodeTlv(keyTag, own))
  return encodeTlv(fileTag, signed, encodeTlv(signatureTag, await signSha256(key, signed)))
}

/** EF 0002: three groups of objects are digested apart and signed as one; the last two are not. */
async function faceRecord({ birthDate, sex, keys, images, expiry }: CardHolder) {
  const person = [
    encodeTlv(0xdf22, ascii(birthDate)),
    encodeTlv(0xdf23, ascii(sex)),
    encodeTlv(0xdf24, publicKeyObjects(keys.face)),
  ]
  const printed = [encodeTlv(0xdf25, images.name), encodeTlv(0xdf26, images.address)]
  const photo = [encodeTlv(0xdf27, images.photo)]
  const signature = await signThreeDigests([person, printed, photo])
  return withOffsets(0xff20, 0xdf21, [
    ...person,
    ...printed,
    ...photo,
    encodeTlv(0xdf28, signature),
    encodeTlv(0xdf29, ascii(expiry)),
    encodeTlv(0xdf2a, images.securityCode),
  ])
}

/** A DigestInfo that says SHA-256 and holds 96 bytes (`card.md` §6). */
const threeDigestsInfo = hex('3071300d060960864801650304020105000460')

async function signThreeDigests(groups: readonly (readonly Uint8Array[])[]): Promise<Uint8Array> {
  const digests = await Promise.all(groups.map((objects) => sha256(join(...objects))))
  return rsaPrivate(cvKeys.faceSigner.key, padType1(join(threeDigestsInfo, ...digests)))
}

const basicInformation = ({ municipality }: CardHolder) =>
  encodeTlv(
    0xff30,
    encodeTlv(0xdf31, hex('06030e01')),
    encodeTlv(0xdf32, keyId('6000024', '901')),
    encodeTlv(0xdf33, Uint8Array.of(1)),
    encodeTlv(0xdf34, ascii(municipality)),
    encodeTlv(0xdf35, keyId('6000025', '901'), new Uint8Array(256).fill(0xa5)),
  )
