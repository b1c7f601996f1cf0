// The card since 2016 (`card.md` §2 to §7): every number in which a generation of cards can differ from
// the next, and nothing else. The next one is expected with ECDSA P-384, fewer applications and other
// secrets (`card.md` §11); it gets a file like this one, and `generation.ts` chooses.
import type { SecretName } from '@myna/apdu'
import { hex } from '@myna/bytes'
import type { JpkiKey, KeyRow, SecretRow } from './generation'

export const jpki = {
  application: hex('d392f000260100000001'), // 公的個人認証AP
  tokenInfo: 0x0006,
  availability: 0x0008,
  signatureSize: 256, // bytes: RSA-2048
} as const

export const keys: Readonly<Record<JpkiKey, KeyRow>> = {
  authentication: {
    certificateFile: 0x000a,
    caFile: 0x000b,
    keyFile: 0x0017,
    secret: 'authentication-pin',
  },
  signing: { certificateFile: 0x0001, caFile: 0x0002, keyFile: 0x001a, secret: 'signing-pin' },
}

export const inputSupport = {
  application: hex('d3921000310001010408'), // 券面事項入力補助AP
  attributes: 0x0002,
  digests: 0x0003,
  issuerCertificate: 0x0004,
  cardKey: 0x0007,
} as const

export const face = {
  application: hex('d3921000310001010402'), // 券面事項確認AP
  ageRecord: 0x0001,
  faceRecord: 0x0002,
  issuerCertificate: 0x0004,
} as const

export const common = {
  application: hex('d3921000310001010100'), // 共通カードAP
  information: 0x01, // a short identifier
} as const

const fourDigits = /^[0-9]{4}$/
const numberB = /^[0-9]{14}$/

export const secrets: Readonly<Record<SecretName, SecretRow>> = {
  'authentication-pin': { file: 0x0018, form: fourDigits },
  'signing-pin': { file: 0x001b, form: /^(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{6,16}$/ },
  'input-support-pin': { file: 0x0011, form: fourDigits },
  'number-b': { file: 0x0015, form: numberB },
  'face-number-b': { file: 0x0012, form: numberB },
  'birth-date-key': { file: 0x0011, form: /^[0-9]{6}$/ },
}
