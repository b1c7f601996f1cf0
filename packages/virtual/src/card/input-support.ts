import { encodeTlv, hex, join } from '@myna/bytes'
import { testKey } from '../test-ca'
import { cvCertificate, cvKeys, keyId } from './cv'
import { sha256, signSha256 } from './digests'
import { data, fileTable, secret, type Application } from './files'
import type { CardHolder, TriesLeft } from './holder'
import { ascii, encodeLong, publicKeyObjects, withOffsets } from './tlv-forms'

const PIN = 0x0011
const BLOCKED = 0x0012
const OWN_KEY = 0x0013
const NUMBER_A = 0x0014
const NUMBER_B = 0x0015
const ANY = [PIN, NUMBER_A, NUMBER_B]

const NUMBER_TRIES = 3 // not published; 3 is the least that any secret of the card has

/** 券面事項入力補助, file by file as in `card.md` §5. */
export function inputSupportApplication(holder: CardHolder, tries: TriesLeft = {}): Application {
  const number = numberFile(holder)
  const attributes = attributesFile(holder)
  const { key } = cvKeys.inputSupportSigner
  return {
    name: hex('d3921000310001010408'),
    ownKey: OWN_KEY,
    sessionKey: { status: 0x6982, after: PIN },
    files: fileTable([
      [0x0001, data([PIN, NUMBER_A], number)],
      [0x0002, data([PIN, NUMBER_B], attributes.file)],
      [
        0x0003,
        data(ANY, async () => {
          const digests = join(
            encodeTlv(0xdf31, await sha256(number)), // the whole file, filler and all
            encodeTlv(0xdf32, await sha256(attributes.signed)),
          )
          return encodeTlv(0xff30, digests, encodeTlv(0xdf33, await signSha256(key, digests)))
        }),
      ],
      [
        0x0004,
        data('anybody', () => cvCertificate(cvKeys.inputSupportCa, cvKeys.inputSupportSigner)),
      ],
      [0x0005, data('anybody', basicInformation)],
      [0x0006, data(ANY, encodeTlv(0xa1, publicKeyObjects(testKey('sessionKey'))))],
      [
        0x0007,
        data(ANY, async () => {
          const own = encodeTlv(0xdf51, publicKeyObjects(holder.keys.inputSupport))
          return encodeTlv(0xff50, own, encodeTlv(0xdf52, await signSha256(key, own)))
        }),
      ],
      [0x0008, data('nobody', new Uint8Array(16).fill(0xff))], // what opens it is not known
      [
        PIN,
        secret(holder.inputSupportPin, 3, tries['input-support-pin'], {
          by: 'CHANGE REFERENCE DATA',
          least: 4,
          most: 4,
        }),
      ],
      [BLOCKED, secret('', 0, 0)], // as every card is delivered
      [
        OWN_KEY,
        { kind: 'key', access: 'anybody', use: 'presence proof', key: holder.keys.inputSupport },
      ],
      [NUMBER_A, secret(holder.numberA, NUMBER_TRIES, tries['number-a'])],
      [NUMBER_B, secret(holder.numberB, NUMBER_TRIES, tries['number-b'])],
    ]),
  }
}

/** EF 0001: 15 bytes of object in a file of 17. */
const numberFile = ({ numberA }: CardHolder) => join(encodeTlv(0xff10, ascii(numberA)), hex('ffff'))

/** EF 0002, and the part of it that is signed: from DF22 to the end. */
function attributesFile({ name, address, birthDate, sex }: CardHolder) {
  const objects = [
    encodeTlv(0xdf22, ascii(name)),
    encodeTlv(0xdf23, ascii(address)),
    encodeTlv(0xdf24, ascii(birthDate)),
    encodeTlv(0xdf25, ascii(sex)),
  ]
  return { file: withOffsets(0xff20, 0xdf21, objects), signed: join(...objects) }
}

/** EF 0005. Its lengths have more bytes than they need, as on real cards. */
const basicInformation = encodeLong(
  0xff40,
  encodeTlv(0xdf41, hex('01030e01')),
  encodeTlv(0xdf42, keyId('6000034', '901')),
  encodeLong(0xdf43, new Uint8Array(32).fill(0x5a), new Uint8Array(96).fill(0xff)),
)
