import {
  derAny,
  derBitBytes,
  derExplicit,
  derInteger,
  derList,
  derOptional,
  derSequence,
  derTime,
  hex,
  MalformedBytes,
  readDer,
  readDerAs,
  sameBytes,
  type DerObject,
} from '@myna/bytes'
import { extension, readExtensions, type Extensions } from './extensions'
import { derName } from './name'
import { Refusal, type RefusalCode } from './refusal'

/** A certificate whose shape was checked and nothing else: who made it is not known yet. */
export interface UnverifiedCertificate {
  readonly der: Uint8Array<ArrayBuffer>
  /** TBSCertificate, the bytes that are signed. */
  readonly toBeSigned: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
  /** Content bytes of the INTEGER. */
  readonly serial: Uint8Array<ArrayBuffer>
  /** Names as DER: they are compared byte for byte. */
  readonly issuer: Uint8Array<ArrayBuffer>
  readonly subject: Uint8Array<ArrayBuffer>
  readonly notBefore: Date
  readonly notAfter: Date
  /** RSAPublicKey as DER, the bytes of the BIT STRING: key identifiers are hashes of it. */
  readonly publicKey: Uint8Array<ArrayBuffer>
  /** 256 bytes; the exponent is always 65537. */
  readonly modulus: Uint8Array<ArrayBuffer>
  readonly extensions: Extensions
}

export const MOST_CERTIFICATE_BYTES = 6 * 1024

/** sha256WithRSAEncryption and rsaEncryption, each with its NULL (RFC 4055 §2.1, §5). */
const SHA256_WITH_RSA = hex('300d06092a864886f70d01010b0500')
const RSA_ENCRYPTION = hex('300d06092a864886f70d0101010500')
const VERSION_3 = hex('02')
const EXPONENT_65537 = hex('010001')

// The tables below follow RFC 5280 §4.1. issuerUniqueID and subjectUniqueID are left out: version 3
// took their place, and JPKI has none.

const certificate = derSequence('Certificate', {
  tbsCertificate: derAny,
  signatureAlgorithm: derAny,
  signatureValue: derBitBytes,
})

const validity = derSequence('Validity', { notBefore: derTime, notAfter: derTime })

const tbsCertificate = derSequence('TBSCertificate', {
  version: derOptional(derExplicit(0, derInteger)),
  serialNumber: derInteger,
  signature: derAny,
  issuer: derName,
  validity,
  subject: derName,
  subjectPublicKeyInfo: derSequence('SubjectPublicKeyInfo', {
    algorithm: derAny,
    subjectPublicKey: derBitBytes,
  }),
  extensions: derOptional(derExplicit(3, derList(extension))),
})

const rsaPublicKey = derSequence('RSAPublicKey', {
  modulus: derInteger,
  publicExponent: derInteger,
})

/**
 * Reads a certificate: strict DER, version 3, RSA-2048 with e = 65537 under sha256WithRSAEncryption,
 * no extension twice, no critical extension this judge does not know (RFC 5280 §4.1, §4.2;
 * `pki.md` §3.5 step 4).
 *
 * @throws Refusal
 */
export function readCertificate(source: Uint8Array): UnverifiedCertificate {
  if (source.length > MOST_CERTIFICATE_BYTES) throw new Refusal('certificate-too-large')
  const der = new Uint8Array(source) // a copy, so that nobody changes it while it is judged
  const object = orRefuse('certificate-not-der', () => readDer(der))
  const outer = orRefuse('certificate-malformed', () => certificate.read(object, 'Certificate'))
  const signed = outer.tbsCertificate
  const tbs = orRefuse('certificate-malformed', () => tbsCertificate.read(signed, 'tbsCertificate'))

  if (tbs.version === undefined || !sameBytes(tbs.version, VERSION_3))
    throw new Refusal('certificate-version')
  if (tbs.extensions === undefined) throw new Refusal('certificate-malformed', 'no extensions')
  if (!sameBytes(tbs.signature.encoded, outer.signatureAlgorithm.encoded))
    throw new Refusal('certificate-algorithms-differ')
  if (!sameBytes(tbs.signature.encoded, SHA256_WITH_RSA)) throw new Refusal('certificate-algorithm')
  checkSerial(tbs.serialNumber)
  const { notBefore, notAfter } = tbs.validity
  if (notBefore > notAfter) throw new Refusal('certificate-period-reversed')

  return {
    der,
    toBeSigned: signed.encoded,
    signature: outer.signatureValue,
    serial: tbs.serialNumber,
    issuer: tbs.issuer,
    subject: tbs.subject,
    notBefore,
    notAfter,
    publicKey: tbs.subjectPublicKeyInfo.subjectPublicKey,
    modulus: modulusOf(tbs.subjectPublicKeyInfo),
    extensions: readExtensions(tbs.extensions),
  }
}

/** Runs a reader, and makes a refusal of bytes that do not fit. */
export function orRefuse<T>(code: RefusalCode, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof MalformedBytes) throw new Refusal(code, error.message)
    throw error
  }
}

const MOST_SERIAL_BYTES = 20

/** Positive, 1 to 20 bytes (RFC 5280 §4.1.2.2); that it is minimal, DER has seen to. */
function checkSerial(bytes: Uint8Array): void {
  const isPositive = bytes[0]! < 0x80 && bytes.some((byte) => byte !== 0)
  if (!isPositive || bytes.length > MOST_SERIAL_BYTES) throw new Refusal('certificate-serial')
}

/** RSA-2048 with e = 65537, and nothing else (`pki.md` §1.2). */
function modulusOf({
  algorithm,
  subjectPublicKey,
}: {
  algorithm: DerObject
  subjectPublicKey: Uint8Array<ArrayBuffer>
}): Uint8Array<ArrayBuffer> {
  if (!sameBytes(algorithm.encoded, RSA_ENCRYPTION)) throw new Refusal('certificate-key', 'not RSA')
  const { modulus, publicExponent } = orRefuse('certificate-key', () =>
    readDerAs(subjectPublicKey, rsaPublicKey, 'subjectPublicKey'),
  )
  const is2048 = modulus.length === 257 && modulus[0] === 0 // and so the next bit is set, in DER
  if (!is2048) throw new Refusal('certificate-key', 'not 2048 bits')
  if (!sameBytes(publicExponent, EXPONENT_65537))
    throw new Refusal('certificate-key', 'e is not 65537')
  return modulus.subarray(1)
}
