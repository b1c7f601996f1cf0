// Makes revocation lists and OCSP answers of any shape, part by part: the wrong ones OpenSSL would not make.
import { encodeTlv, hex } from '@myna/bytes'
import type { RevocationQuestion } from '@myna/verifier'
import { createHash } from 'node:crypto'
import {
  authorityKeyId,
  bitString,
  CA_KEY_ID,
  caCertificate,
  caName,
  extension,
  generalizedTime,
  holderCertificate,
  integer,
  keyUsage,
  objectId,
  octetString,
  sequence,
  SHA256_WITH_RSA,
  signWith,
  spkiOf,
  utcTime,
  type Keys,
} from './certificate-factory'

export const AT = new Date('2026-11-24T03:00:00Z')
export const SERIAL = hex('06d18006')
export const NONCE = new Uint8Array(32).fill(0x4e)

const nothing = new Uint8Array(0)
const sha1 = (bytes: Uint8Array) => new Uint8Array(createHash('sha1').update(bytes).digest())
const enumerated = (value: number) => encodeTlv(0x0a, Uint8Array.of(value))
const explicit = (number: number, ...parts: Uint8Array[]) => encodeTlv(0xa0 | number, ...parts)

/** The fields of a list in order, each as DER; empty where one is left out. */
export interface ListFields {
  version: Uint8Array
  algorithm: Uint8Array
  issuer: Uint8Array
  thisUpdate: Uint8Array
  nextUpdate: Uint8Array
  revoked: Uint8Array[]
  extensions: Uint8Array[]
  signer: CryptoKeyPair
}

/** An entry: a serial number, and what is said of it. */
export const entry = (serial: string, ...extensions: Uint8Array[]) =>
  sequence(
    integer(serial),
    utcTime('261101000000Z'),
    ...(extensions.length > 0 ? [sequence(...extensions)] : []),
  )
export const reasonCode = (code: number, isCritical = false) =>
  extension('2.5.29.21', isCritical, enumerated(code))

/** A list of all certificates of the CA that a checker believes, with some fields changed. */
export async function listOf(keys: Keys, change: Partial<ListFields> = {}) {
  const fields: ListFields = {
    version: integer('01'),
    algorithm: SHA256_WITH_RSA,
    issuer: caName(),
    thisUpdate: utcTime('261124020000Z'),
    nextUpdate: utcTime('261125020000Z'),
    revoked: [],
    extensions: [authorityKeyId()],
    signer: keys.ca,
    ...change,
  }
  const { version, algorithm, issuer, thisUpdate, nextUpdate, revoked, extensions, signer } = fields
  const toBeSigned = sequence(
    version,
    algorithm,
    issuer,
    thisUpdate,
    nextUpdate,
    revoked.length > 0 ? sequence(...revoked) : nothing,
    extensions.length > 0 ? explicit(0, sequence(...extensions)) : nothing,
  )
  const signature = bitString(await signWith(signer, toBeSigned))
  return new Uint8Array(sequence(toBeSigned, SHA256_WITH_RSA, signature))
}

/** What a single answer is about and what it says. */
export interface SingleFields {
  hash: Uint8Array
  issuerName: Uint8Array
  issuerKey: Uint8Array
  serial: Uint8Array
  status: Uint8Array
  thisUpdate: Uint8Array
  nextUpdate: Uint8Array
  extensions: Uint8Array
}
export const GOOD = hex('8000')
const SHA1 = sequence(objectId('1.3.14.3.2.26'), hex('0500'))

export interface AnswerFields {
  version: Uint8Array
  responder: Uint8Array
  producedAt: Uint8Array
  singles: Partial<SingleFields>[]
  extensions: Uint8Array[]
  signer: CryptoKeyPair
  certificates: Uint8Array[]
}

/** The bytes of the BIT STRING in subjectPublicKeyInfo. */
async function publicKeyOf(pair: CryptoKeyPair): Promise<Uint8Array> {
  const spki = await spkiOf(pair)
  return spki.slice(spki.length - 270) // RSAPublicKey of RSA-2048 with e = 65537
}
export const responderByKey = async (pair: CryptoKeyPair) =>
  explicit(2, octetString(sha1(await publicKeyOf(pair))))

const nonceExtension = extension('1.3.6.1.5.5.7.48.1.2', false, octetString(NONCE))

/** "Good", by the CA itself, to our question and of now, with some fields changed. */
export async function answerOf(keys: Keys, change: Partial<AnswerFields> = {}) {
  const fields: AnswerFields = {
    version: nothing,
    responder: explicit(1, caName()),
    producedAt: generalizedTime('20261124025900Z'),
    singles: [{}],
    extensions: [nonceExtension],
    signer: keys.ca,
    certificates: [],
    ...change,
  }
  const issuerKey = sha1(await publicKeyOf(keys.ca))
  const single = (one: Partial<SingleFields>) => {
    const all: SingleFields = {
      hash: SHA1,
      issuerName: sha1(caName()),
      issuerKey,
      serial: encodeTlv(0x02, SERIAL),
      status: GOOD,
      thisUpdate: generalizedTime('20261124025900Z'),
      nextUpdate: explicit(0, generalizedTime('20261124031500Z')),
      extensions: nothing,
      ...one,
    }
    const { hash, issuerName, serial, status, thisUpdate, nextUpdate, extensions } = all
    const id = sequence(hash, octetString(issuerName), octetString(all.issuerKey), serial)
    return sequence(id, status, thisUpdate, nextUpdate, extensions)
  }
  const toBeSigned = sequence(
    fields.version,
    fields.responder,
    fields.producedAt,
    sequence(...fields.singles.map(single)),
    fields.extensions.length > 0 ? explicit(1, sequence(...fields.extensions)) : nothing,
  )
  const basic = sequence(
    toBeSigned,
    SHA256_WITH_RSA,
    bitString(await signWith(fields.signer, toBeSigned)),
    fields.certificates.length > 0 ? explicit(0, sequence(...fields.certificates)) : nothing,
  )
  const response = sequence(objectId('1.3.6.1.5.5.7.48.1.1'), octetString(basic))
  return new Uint8Array(sequence(enumerated(0), explicit(0, response)))
}

const OCSP_SIGNING = extension('2.5.29.37', false, sequence(objectId('1.3.6.1.5.5.7.3.9')))
export const NO_CHECK = extension('1.3.6.1.5.5.7.48.1.5', false, hex('0500'))

/** A responder's certificate that may speak for the CA, with other extensions. */
export const delegate = (
  keys: Keys,
  extensions = [keyUsage('03020780'), OCSP_SIGNING, NO_CHECK],
  change: object = {},
) => holderCertificate(keys, { extensions, ...change })
export const purpose = OCSP_SIGNING

export const anchorOf = async (keys: Keys, change: object = {}) =>
  new Uint8Array(await caCertificate(keys, change))

/** About the certificate `SERIAL` of the CA, which names no list. */
export const question = (change: Partial<RevocationQuestion> = {}): RevocationQuestion => ({
  kind: 'authentication',
  serial: SERIAL,
  issuerKeyId: CA_KEY_ID,
  certificateSha256: new Uint8Array(32),
  distributionPoints: [],
  purpose: 'login',
  at: AT,
  ...change,
})
export const never = new AbortController().signal

/** A network that has this answer for everything. */
export const sending = (bytes: Uint8Array<ArrayBuffer>, type: string) => async () =>
  new Response(bytes, { headers: { 'content-type': type } })
