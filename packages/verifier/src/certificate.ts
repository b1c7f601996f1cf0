import { requireDer, sameBytes, hex, MalformedBytes } from '@myna/bytes'
import {
  BitString,
  Constructed,
  fromBER,
  GeneralizedTime,
  Integer,
  Sequence,
  UTCTime,
  type AsnType,
} from 'asn1js'
import { Refusal } from './refusal'
import { readExtensions, type Extensions } from './extensions'

/** A certificate whose shape was checked and nothing else: who made it is not known yet. */
export interface UnverifiedCertificate {
  readonly der: Uint8Array<ArrayBuffer>
  /** TBSCertificate, the bytes that are signed. */
  readonly toBeSigned: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
  /** Content bytes of the INTEGER. */
  readonly serial: Uint8Array
  /** Names as DER: they are compared byte for byte. */
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  readonly notBefore: Date
  readonly notAfter: Date
  readonly publicKeyInfo: Uint8Array<ArrayBuffer>
  readonly extensions: Extensions
}

export const MOST_CERTIFICATE_BYTES = 6 * 1024

/** sha256WithRSAEncryption and rsaEncryption, each with its NULL (RFC 4055 §2.1, §5). */
const SHA256_WITH_RSA = hex('300d06092a864886f70d01010b0500')
const RSA_ENCRYPTION = hex('300d06092a864886f70d0101010500')

/**
 * Reads a certificate: strict DER, version 3, RSA-2048 with e = 65537 under sha256WithRSAEncryption,
 * no extension twice, no critical extension this judge does not know (RFC 5280 §4.1, §4.2;
 * `pki.md` §3.5 step 4).
 *
 * @throws Refusal
 */
export function readCertificate(der: Uint8Array): UnverifiedCertificate {
  if (der.length > MOST_CERTIFICATE_BYTES) throw malformed('too large')
  try {
    requireDer(der)
    return readFields(new Uint8Array(der))
  } catch (error) {
    if (error instanceof MalformedBytes) throw new Refusal('certificate-malformed', error.message)
    throw error
  }
}

function readFields(der: Uint8Array<ArrayBuffer>): UnverifiedCertificate {
  const [tbs, outerAlgorithm, signature, ...more] = childrenOf(fromBER(der).result, 'certificate')
  if (more.length > 0 || !(signature instanceof BitString)) throw malformed('not three parts')
  if (signature.valueBlock.unusedBits !== 0) throw malformed('signature is not whole bytes')

  const [
    version,
    serial,
    algorithm,
    issuer,
    validity,
    subject,
    publicKeyInfo,
    extensions,
    ...rest
  ] = childrenOf(tbs, 'tbsCertificate')
  if (!isVersion3(version)) throw new Refusal('certificate-version')
  if (!isTagged(extensions, 3) || rest.length > 0) throw malformed('not the fields of version 3')
  if (!same(algorithm, SHA256_WITH_RSA) || !same(outerAlgorithm, SHA256_WITH_RSA))
    throw new Refusal('certificate-algorithm')
  checkPublicKey(publicKeyInfo)
  const [notBefore, notAfter, ...times] = childrenOf(validity, 'validity')
  if (times.length > 0) throw malformed('validity has more than two times')

  return {
    der,
    toBeSigned: encoded(tbs),
    signature: new Uint8Array(signature.valueBlock.valueHexView),
    serial: serialOf(serial),
    issuer: nameOf(issuer, 'issuer'),
    subject: nameOf(subject, 'subject'),
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    publicKeyInfo: encoded(publicKeyInfo),
    extensions: readExtensions(childrenOf(extensions, 'extensions')),
  }
}

const malformed = (detail: string) => new Refusal('certificate-malformed', detail)

export function childrenOf(node: AsnType | undefined, what: string): AsnType[] {
  if (node instanceof Sequence || node instanceof Constructed)
    return node.valueBlock.value as AsnType[]
  throw malformed(`${what} is no SEQUENCE`)
}

export const encoded = (node: AsnType | undefined): Uint8Array<ArrayBuffer> =>
  new Uint8Array(node?.valueBeforeDecodeView ?? [])

const same = (node: AsnType | undefined, bytes: Uint8Array) => sameBytes(encoded(node), bytes)

const CONTEXT_CLASS = 3

function isTagged(node: AsnType | undefined, number: number): node is Constructed {
  const { tagClass, tagNumber } = node?.idBlock ?? {}
  return node instanceof Constructed && tagClass === CONTEXT_CLASS && tagNumber === number
}

const isVersion3 = (node: AsnType | undefined) => same(node, hex('a003020102'))

/** Positive, 1 to 20 bytes (RFC 5280 §4.1.2.2); that it is minimal, DER has seen to. */
function serialOf(node: AsnType | undefined): Uint8Array {
  if (!(node instanceof Integer)) throw malformed('serialNumber is no INTEGER')
  const bytes = new Uint8Array(node.valueBlock.valueHexView)
  const isZero = bytes.length === 1 && bytes[0] === 0
  if (bytes.length > 20 || isZero || (bytes[0]! & 0x80) !== 0)
    throw new Refusal('certificate-serial')
  return bytes
}

function nameOf(node: AsnType | undefined, what: string): Uint8Array {
  if (childrenOf(node, what).length === 0) throw malformed(`${what} is empty`)
  return encoded(node)
}

/** UTCTime up to 2049 and GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5). */
function timeOf(node: AsnType | undefined): Date {
  const text = new TextDecoder().decode(encoded(node).subarray(2))
  const isUtc = node instanceof UTCTime && !(node instanceof GeneralizedTime)
  if (!isUtc && !(node instanceof GeneralizedTime)) throw malformed('a date is no time')
  const digits = isUtc ? `${text < '50' ? '20' : '19'}${text}` : text
  if (!isUtc && digits < '2050') throw malformed('GeneralizedTime before 2050')
  const iso = digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const date = new Date(iso)
  // 30 February is the second of March to Date
  if (date.toJSON()?.replace('.000', '') !== iso) throw malformed('a date that does not exist')
  return date
}

/** RSA-2048 with e = 65537, and nothing else (`pki.md` §1.2). */
function checkPublicKey(node: AsnType | undefined): void {
  const [algorithm, key, ...more] = childrenOf(node, 'subjectPublicKeyInfo')
  if (!same(algorithm, RSA_ENCRYPTION)) throw new Refusal('certificate-key', 'not RSA')
  if (!(key instanceof BitString) || key.valueBlock.unusedBits !== 0 || more.length > 0)
    throw malformed('subjectPublicKey')
  const bytes = new Uint8Array(key.valueBlock.valueHexView)
  requireDer(bytes)
  const [modulus, exponent, ...others] = childrenOf(fromBER(bytes).result, 'RSAPublicKey')
  if (!(modulus instanceof Integer) || others.length > 0) throw malformed('RSAPublicKey')
  const digits = modulus.valueBlock.valueHexView
  const is2048 = digits.length === 257 && digits[0] === 0 && (digits[1]! & 0x80) !== 0
  if (!is2048) throw new Refusal('certificate-key', 'not 2048 bits')
  if (!same(exponent, hex('0203010001'))) throw new Refusal('certificate-key', 'e is not 65537')
}
