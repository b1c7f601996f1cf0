import { encodeTlv, join } from '@myna/bytes'
import { rsaModulus, type RsaPrivateKey } from '../rsa'
import { testKey } from '../test-ca'
import { signSha256 } from './digests'
import { ascii, publicKeyObjects } from './tlv-forms'

// The test hierarchy of card-verifiable certificates (`card.md` §5, EF 0004). Names have the shape of
// the real test hierarchy's, which begin with 6; their last digits are none of its own.

/** 証明者鍵ID: seven digits, 08 05, three digits, and four bytes of which the last is not always 0. */
export const keyId = (name: string, number: string, last = 0): Uint8Array<ArrayBuffer> =>
  join(ascii(name), Uint8Array.of(0x08, 0x05), ascii(number), Uint8Array.of(0, 0, 0, last))

interface CvKey {
  readonly id: Uint8Array
  readonly key: RsaPrivateKey
}

const cvKey = (id: Uint8Array, name: Parameters<typeof testKey>[0]): CvKey => ({
  id,
  key: testKey(name),
})

export const cvKeys = {
  cardCa: cvKey(keyId('6000020', '901', 0xa8), 'cvCardCa'),
  cardIntermediate: cvKey(keyId('6000021', '901', 0xa8), 'cvCardIntermediate'),
  cardMunicipality: cvKey(keyId('6013999', '901', 0xa8), 'cvCardMunicipality'),
  faceCa: cvKey(keyId('6000023', '901'), 'cvFaceCa'),
  faceSigner: cvKey(keyId('6013999', '902'), 'cvFaceSigner'),
  inputSupportCa: cvKey(keyId('6000033', '901'), 'cvInputSupportCa'),
  inputSupportSigner: cvKey(keyId('6013999', '903'), 'cvInputSupportSigner'),
} as const

/** A public key that a verifier is configured with; the exponent is 65537. */
export interface CvAnchor {
  readonly keyId: Uint8Array
  readonly modulus: Uint8Array
}

/** The keys under which the certificates of virtual cards are: input support, face and card. */
export const testCvAnchors = (): readonly CvAnchor[] =>
  [cvKeys.inputSupportCa, cvKeys.faceCa, cvKeys.cardCa].map(({ id, key }) => ({
    keyId: id,
    modulus: rsaModulus(key),
  }))

/** `7F21 { 5F4E { issuer, subject, key }, 5F37 signature over the content of 5F4E }`. */
export async function cvCertificate(issuer: CvKey, subject: CvKey): Promise<Uint8Array> {
  const body = join(issuer.id, subject.id, publicKeyObjects(subject.key))
  return encodeTlv(
    0x7f21,
    encodeTlv(0x5f4e, body),
    encodeTlv(0x5f37, await signSha256(issuer.key, body)),
  )
}
