import {
  derAny,
  derEnumerated,
  derExplicit,
  derGeneralizedTime,
  derImplicitSequence,
  derInteger,
  derList,
  derObjectId,
  derOctets,
  derOptional,
  derSequence,
  encodeTlv,
  hex,
  sameBytes,
} from '@myna/bytes'
import type { UnverifiedCertificate } from '../certificate'
import { extension } from '../extensions'
import { algorithmIdentifier, hasNoParameters, signedFields } from './signed-object'

/** Hashes a responder may find a certificate by: they identify, and protect nothing. */
export const certIdHashes = {
  'SHA-1': { id: '1.3.14.3.2.26', encoded: hex('300906052b0e03021a0500') },
  'SHA-256': {
    id: '2.16.840.1.101.3.4.2.1',
    encoded: hex('300d06096086480165030402010500'),
  },
} as const
export type CertIdHash = keyof typeof certIdHashes

// RFC 6960 §4.2.1, in its order.

const certId = derSequence('CertID', {
  hashAlgorithm: algorithmIdentifier,
  issuerNameHash: derOctets,
  issuerKeyHash: derOctets,
  serialNumber: derInteger,
})

const singleResponse = derSequence('SingleResponse', {
  certID: certId,
  certStatus: derAny,
  thisUpdate: derGeneralizedTime,
  nextUpdate: derOptional(derExplicit(0, derGeneralizedTime)),
  singleExtensions: derOptional(derExplicit(1, derList(extension))),
})

export const ocspResponse = derSequence('OCSPResponse', {
  responseStatus: derEnumerated,
  responseBytes: derOptional(
    derExplicit(
      0,
      derSequence('ResponseBytes', { responseType: derObjectId, response: derOctets }),
    ),
  ),
})

export const basicResponse = derSequence('BasicOCSPResponse', {
  ...signedFields,
  certs: derOptional(derExplicit(0, derList(derAny, 0))),
})

export const responseData = derSequence('ResponseData', {
  version: derOptional(derExplicit(0, derInteger)),
  responderID: derAny,
  producedAt: derGeneralizedTime,
  responses: derList(singleResponse),
  responseExtensions: derOptional(derExplicit(1, derList(extension))),
})

/** certStatus, [1] IMPLICIT RevokedInfo. */
export const revokedInfo = derImplicitSequence(1, 'RevokedInfo', {
  revocationTime: derGeneralizedTime,
  revocationReason: derOptional(derExplicit(0, derEnumerated)),
})

/** The certificate in question, as a responder finds it. */
export interface CertIdValue {
  readonly hash: CertIdHash
  readonly issuerNameHash: Uint8Array
  readonly issuerKeyHash: Uint8Array
  readonly serial: Uint8Array
}

export async function certIdOf(
  { subject, publicKey }: UnverifiedCertificate,
  serial: Uint8Array,
  hash: CertIdHash,
): Promise<CertIdValue> {
  const [issuerNameHash, issuerKeyHash] = await Promise.all([
    digest(hash, subject),
    digest(hash, publicKey),
  ])
  return { hash, issuerNameHash, issuerKeyHash, serial }
}

export const digest = async (hash: CertIdHash, bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest(hash, bytes))

/** Whether an answer is about our certificate: every part of the identifier, not only the serial. */
export const isAbout = (
  { hash, issuerNameHash, issuerKeyHash, serial }: CertIdValue,
  found: ReturnType<typeof certId.read>,
): boolean =>
  found.hashAlgorithm.algorithm === certIdHashes[hash].id &&
  hasNoParameters(found.hashAlgorithm) &&
  sameBytes(found.issuerNameHash, issuerNameHash) &&
  sameBytes(found.issuerKeyHash, issuerKeyHash) &&
  sameBytes(found.serialNumber, serial)

export const NONCE = '1.3.6.1.5.5.7.48.1.2'
const NONCE_ENCODED = hex('06092b0601050507300102')

const octets = (bytes: Uint8Array) => encodeTlv(0x04, bytes)
const sequence = (...parts: readonly Uint8Array[]) => encodeTlv(0x30, ...parts)

/** The content of the nonce's extension (RFC 9654 §2.1): what an answer has to repeat. */
export const nonceValue = (nonce: Uint8Array): Uint8Array<ArrayBuffer> => octets(nonce)

/** An unsigned question about one certificate (RFC 6960 §4.1.1). */
export function encodeRequest(
  { hash, issuerNameHash, issuerKeyHash, serial }: CertIdValue,
  nonce: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const id = sequence(
    certIdHashes[hash].encoded,
    octets(issuerNameHash),
    octets(issuerKeyHash),
    encodeTlv(0x02, serial),
  )
  const extensions = sequence(sequence(NONCE_ENCODED, octets(nonceValue(nonce))))
  return sequence(sequence(sequence(sequence(id)), encodeTlv(0xa2, extensions)))
}
