// Makes certificates of any shape, right or wrong, part by part: the wrong ones no library would make.
import { encodeTlv, hex, join } from '@myna/bytes'
import publicTestKeys from './keys.generated.json'

const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const
async function keyPair(name: keyof typeof publicTestKeys): Promise<CryptoKeyPair> {
  const jwk = publicTestKeys[name]
  const { kty, n, e } = jwk
  return {
    privateKey: await crypto.subtle.importKey('jwk', jwk, RS256, true, ['sign']),
    publicKey: await crypto.subtle.importKey('jwk', { kty, n, e }, RS256, true, ['verify']),
  }
}
export const spkiOf = async ({ publicKey }: CryptoKeyPair) =>
  new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))
export const signWith = async ({ privateKey }: CryptoKeyPair, bytes: Uint8Array) =>
  new Uint8Array(await crypto.subtle.sign(RS256, privateKey, new Uint8Array(bytes)))

export const keysFor = async () => ({
  ca: await keyPair('ca'),
  otherCa: await keyPair('otherCa'),
  leaf: await keyPair('leaf'),
  short: await keyPair('short'),
  long: await keyPair('long'),
  exponent3: await keyPair('exponent3'),
})
export type Keys = Awaited<ReturnType<typeof keysFor>>

const text = (value: string) => new TextEncoder().encode(value)
export const sequence = (...parts: Uint8Array[]) => encodeTlv(0x30, ...parts)
export const integer = (digits: string) => encodeTlv(0x02, hex(digits))
export const bitString = (bytes: Uint8Array, unused = 0) =>
  encodeTlv(0x03, join(Uint8Array.of(unused), bytes))
export const utcTime = (digits: string) => encodeTlv(0x17, text(digits))
export const generalizedTime = (digits: string) => encodeTlv(0x18, text(digits))
export const octetString = (bytes: Uint8Array) => encodeTlv(0x04, bytes)
export const objectId = (dotted: string) => {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number)
  const septets = (value: number): number[] => [
    ...(value < 128 ? [] : septets(value >> 7).map((septet) => septet | 0x80)),
    value & 0x7f,
  ]
  return encodeTlv(0x06, Uint8Array.from([first * 40 + second, ...others.flatMap(septets)]))
}

export const SHA256_WITH_RSA = sequence(objectId('1.2.840.113549.1.1.11'), hex('0500'))
export const TRUE = hex('0101ff')
export const VERSION_3 = hex('a003020102')

export const extension = (id: string, isCritical: boolean, value: Uint8Array) =>
  sequence(objectId(id), ...(isCritical ? [TRUE] : []), octetString(value))

/** C=JP, then attributes as UTF8String. */
export const nameOf = (organization: string, ...units: string[]) => {
  const attribute = (id: string, tag: number, value: string) =>
    encodeTlv(0x31, sequence(objectId(id), encodeTlv(tag, text(value))))
  return sequence(
    attribute('2.5.4.6', 0x13, 'JP'),
    attribute('2.5.4.10', 0x0c, organization),
    ...units.map((unit) => attribute('2.5.4.11', 0x0c, unit)),
  )
}

export const AUTHENTICATION = 'JPKI for user authentication'
export const caName = (organization = 'JPKI-TEST', unit = AUTHENTICATION) =>
  nameOf(organization, unit, 'Japan Agency for Local Authority Information Systems')

export const CA_KEY_ID = hex('00112233445566778899aabbccddeeff00112233')
export const policy = (...ids: string[]) =>
  extension('2.5.29.32', true, sequence(...ids.map((id) => sequence(objectId(id)))))
export const keyUsage = (hexBits: string, isCritical = true) =>
  extension('2.5.29.15', isCritical, hex(hexBits))
export const authorityKeyId = (id = CA_KEY_ID) =>
  extension('2.5.29.35', false, sequence(encodeTlv(0x80, id)))

/** The fields of a TBSCertificate in order, each as DER. */
export interface Fields {
  version: Uint8Array
  serial: Uint8Array
  algorithm: Uint8Array
  issuer: Uint8Array
  validity: Uint8Array
  subject: Uint8Array
  publicKey: Uint8Array
  extensions: Uint8Array[]
  /** Put after the extensions. */
  more: Uint8Array
  outerAlgorithm: Uint8Array
  signer: CryptoKeyPair
  signature: (right: Uint8Array) => Uint8Array
}

export const period = (from = '240101000000Z', to = '290101000000Z') =>
  sequence(utcTime(from), utcTime(to))

/** A certificate of a holder that a verifier in test mode believes, with some fields changed. */
export async function holderCertificate(keys: Keys, change: Partial<Fields> = {}) {
  return assemble({
    version: VERSION_3,
    serial: integer('06d18006'),
    algorithm: SHA256_WITH_RSA,
    issuer: caName(),
    validity: period(),
    subject: nameOf('holder', 'invented'),
    publicKey: await spkiOf(keys.leaf),
    extensions: [keyUsage('03020780'), policy('1.2.392.200149.8.5.1.0.30'), authorityKeyId()],
    more: new Uint8Array(0),
    outerAlgorithm: change.algorithm ?? SHA256_WITH_RSA,
    signer: keys.ca,
    signature: (right) => right,
    ...change,
  })
}

/** The self-signed certificate of a CA, with some fields changed. */
export const caCertificate = async (keys: Keys, change: Partial<Fields> = {}) =>
  holderCertificate(keys, {
    subject: change.issuer ?? caName(),
    publicKey: await spkiOf(change.signer ?? keys.ca),
    validity: period('200101000000Z', '300101000000Z'),
    extensions: [
      keyUsage('03020106'),
      extension('2.5.29.19', true, sequence(TRUE)),
      extension('2.5.29.14', false, octetString(CA_KEY_ID)),
    ],
    ...change,
  })

async function assemble(fields: Fields): Promise<Uint8Array> {
  const { version, serial, algorithm, issuer, validity, subject, publicKey, extensions } = fields
  const toBeSigned = sequence(
    version,
    serial,
    algorithm,
    issuer,
    validity,
    subject,
    publicKey,
    ...(extensions.length > 0 ? [encodeTlv(0xa3, sequence(...extensions))] : []),
    fields.more,
  )
  const signature = fields.signature(await signWith(fields.signer, toBeSigned))
  return sequence(toBeSigned, fields.outerAlgorithm, bitString(signature))
}
