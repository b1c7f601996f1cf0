import './reflect' // first: the next import needs it
import { Extension, Name, X509CertificateGenerator } from '@peculiar/x509'
import { base64url, encodeTlv } from '@myna/bytes'
import { rsaJwk, rsaPublicJwk, toNumber, type RsaPrivateKey } from './rsa'

import { testKeys } from './test-keys.generated'

// Certificates in the shape of `pki.md` §1, with O=JPKI-TEST: what a verifier meets, signed by CAs
// whose keys are public.

export type CertificateKind = 'authentication' | 'signing'
export type TestKeyName = keyof typeof testKeys

export const testKey = (name: TestKeyName): RsaPrivateKey => ({
  p: toNumber(base64url(testKeys[name].p)),
  q: toNumber(base64url(testKeys[name].q)),
})

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

const unit: Readonly<Record<CertificateKind, string>> = {
  authentication: 'JPKI for user authentication',
  signing: 'JPKI for digital signature',
}

/** A name as its parts in order: attribute and text. */
export type DistinguishedName = readonly (readonly ['C' | 'O' | 'OU' | 'L' | 'CN', string])[]

const issuerName = (kind: CertificateKind): DistinguishedName => [
  ['C', 'JP'],
  ['O', 'JPKI-TEST'],
  ['OU', unit[kind]],
  ['OU', 'Japan Agency for Local Authority Information Systems'],
]

/** issuerAltName of a holder's certificate and subjectAltName of a CA's. */
const japaneseName: DistinguishedName = [
  ['C', 'JP'],
  ['O', '公的個人認証サービス'],
]

/** 1.2.392.200149.8.5.1.… : the test arc is .0 where the real ones are .1 and .3 (`pki.md` §1.2). */
const policies: Readonly<Record<CertificateKind, string>> = {
  authentication: '1.2.392.200149.8.5.1.0.30', // by analogy with signing; not seen on a card
  signing: '1.2.392.200149.8.5.1.0.20',
}

/** One generation of a test CA: all generations of a kind have the same name, as the real ones. */
export interface TestCa {
  readonly kind: CertificateKind
  readonly certificate: Uint8Array
  readonly name: Name
  readonly keys: CryptoKeyPair
  readonly keyId: Uint8Array
}

const DAY = 86_400_000

/** Generations of a kind that are in use, and their age in years. */
export const generations = { 1: 9, 2: 3 } as const
export type Generation = keyof typeof generations

/** One generation of a kind. `now` decides its dates and nothing else. */
export async function testCa(
  kind: CertificateKind,
  generation: Generation,
  now: Date,
): Promise<TestCa> {
  const keys = await keyPair(testKey(`${kind}Ca${generation}`))
  const name = nameOf(issuerName(kind))
  const keyId = await keyIdentifier(keys.publicKey)
  const notBefore = new Date(startOfDay(now) - generations[generation] * 365 * DAY)
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: kind === 'signing' ? `00c1390${generation}` : `00bfcd0${generation}`,
    name,
    notBefore,
    notAfter: new Date(notBefore.getTime() + 3652 * DAY),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new Extension('2.5.29.15', true, encodeTlv(0x03, Uint8Array.of(0x01, 0x06))), // keyCertSign, cRLSign
      new Extension('2.5.29.19', true, encodeTlv(0x30, encodeTlv(0x01, Uint8Array.of(0xff)))),
      new Extension('2.5.29.17', false, encodeTlv(0x30, directoryName(japaneseName))),
      new Extension('2.5.29.31', false, distributionPoint(issuerName(kind))),
      new Extension('2.5.29.14', false, encodeTlv(0x04, keyId)),
    ],
  })
  return { kind, certificate: new Uint8Array(certificate.rawData), name, keys, keyId }
}

/** The certificates of all generations, as a verifier is configured with them (DER). */
export async function testAnchors({ now }: { readonly now: Date }) {
  const of = (kind: CertificateKind) =>
    Promise.all(
      ([1, 2] as const).map(async (number) => (await testCa(kind, number, now)).certificate),
    )
  return { authentication: await of('authentication'), signing: await of('signing') }
}

export interface Holder {
  readonly key: RsaPrivateKey
  /** Four bytes, as hexadecimal digits. */
  readonly serial: string
  readonly subject: DistinguishedName
  readonly prefecture: string
  readonly municipality: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** Instead of the usual one of the CA. */
  readonly policy?: string
  /** subjectAltName, of a signing certificate: otherNames as DER. */
  readonly otherNames?: readonly Uint8Array[]
}

/** Issues a holder's certificate (DER). The same holder gives the same bytes. */
export async function issueCertificate(ca: TestCa, holder: Holder): Promise<Uint8Array> {
  const publicKey = await importPublic(holder.key)
  const isSigning = ca.kind === 'signing'
  const point: DistinguishedName = [
    ...issuerName(ca.kind).slice(0, 3),
    ['OU', 'CRL Distribution Points'],
    ['OU', holder.prefecture],
    ['CN', `${holder.municipality} CRLDP`],
  ]
  const extensions = [
    new Extension(
      '2.5.29.15',
      true,
      encodeTlv(0x03, isSigning ? Uint8Array.of(6, 0xc0) : Uint8Array.of(7, 0x80)),
    ),
    new Extension(
      '2.5.29.32',
      true,
      encodeTlv(0x30, encodeTlv(0x30, objectId(holder.policy ?? policies[ca.kind]))),
    ),
    ...(holder.otherNames
      ? [new Extension('2.5.29.17', false, encodeTlv(0x30, ...holder.otherNames))]
      : []),
    new Extension('2.5.29.18', false, encodeTlv(0x30, directoryName(japaneseName))),
    new Extension('2.5.29.31', false, distributionPoint(point)),
    new Extension('2.5.29.35', false, encodeTlv(0x30, encodeTlv(0x80, ca.keyId))),
    new Extension('2.5.29.14', false, encodeTlv(0x04, await keyIdentifier(publicKey))),
  ]
  const certificate = await X509CertificateGenerator.create({
    serialNumber: holder.serial,
    issuer: ca.name,
    subject: nameOf(holder.subject),
    notBefore: holder.notBefore,
    notAfter: holder.notAfter,
    signingAlgorithm: algorithm,
    publicKey,
    signingKey: ca.keys.privateKey,
    extensions,
  })
  return new Uint8Array(certificate.rawData)
}

/** An otherName of the signing certificate: `[0] { OID, [0] EXPLICIT UTF8String }` (`pki.md` §1.3). */
export const otherName = (last: number, text: string): Uint8Array =>
  encodeTlv(
    0xa0,
    objectId(`1.2.392.200149.8.5.5.${last}`),
    encodeTlv(0xa0, encodeTlv(0x0c, new TextEncoder().encode(text))),
  )

const attributes = { C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11', L: '2.5.4.7', CN: '2.5.4.3' }

/** C is a PrintableString, everything else UTF8String, one attribute in each part. */
const encodedName = (name: DistinguishedName) =>
  encodeTlv(
    0x30,
    ...name.map(([attribute, text]) => {
      const value = encodeTlv(attribute === 'C' ? 0x13 : 0x0c, new TextEncoder().encode(text))
      return encodeTlv(0x31, encodeTlv(0x30, objectId(attributes[attribute]), value))
    }),
  )

const nameOf = (name: DistinguishedName) => new Name(encodedName(name))

const directoryName = (name: DistinguishedName) => encodeTlv(0xa4, encodedName(name))

const distributionPoint = (name: DistinguishedName) =>
  encodeTlv(0x30, encodeTlv(0x30, encodeTlv(0xa0, encodeTlv(0xa0, directoryName(name)))))

async function keyPair(key: RsaPrivateKey): Promise<CryptoKeyPair> {
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', rsaJwk(key), algorithm, true, ['sign']),
    importPublic(key),
  ])
  return { privateKey, publicKey }
}

const importPublic = (key: RsaPrivateKey) =>
  crypto.subtle.importKey('jwk', rsaPublicJwk(key), algorithm, true, ['verify'])

/** SHA-1 of the subjectPublicKey (RFC 5280 §4.2.1.2, method 1). */
async function keyIdentifier(key: CryptoKey): Promise<Uint8Array> {
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', key))
  const subjectPublicKey = spki.slice(24) // of an RSA-2048 key: after the algorithm and BIT STRING header
  return new Uint8Array(await crypto.subtle.digest('SHA-1', subjectPublicKey))
}

function objectId(text: string): Uint8Array {
  const [first = 0, second = 0, ...others] = text.split('.').map(Number)
  const septets = (value: number): number[] =>
    value < 0x80
      ? [value]
      : [...septets(Math.floor(value / 0x80)).map((byte) => byte | 0x80), value & 0x7f]
  return encodeTlv(0x06, Uint8Array.from([first * 40 + second, ...others.flatMap(septets)]))
}

const startOfDay = (now: Date) => Math.floor(now.getTime() / DAY) * DAY
