import { sameBytes, toHex } from '@myna/bytes'
import { Refusal } from '@myna/verifier'
import { readCertificate, type UnverifiedCertificate } from '@myna/verifier/for-suites'
import { fromBER } from 'asn1js'
import { X509Certificate } from 'node:crypto'
import { mutated, randomFrom } from './mutations'

/**
 * Reasons for which we refuse what OpenSSL and asn1js both read: our profile is narrower, and DER is
 * stricter than what they take. A refusal that is none of these has to be theirs, too.
 */
const ourReasons: readonly RegExp[] = [
  // narrower than X.509
  /^certificate-(version|algorithm|algorithms-differ|serial|key|too-large|period-reversed)/,
  /^extension-(critical|duplicate|constraint|malformed)/,
  /^certificate-malformed: no extensions/,
  /^certificate-malformed: .*(more than its fields|missing|tag \d+ where|empty|not one object)/,
  /^certificate-malformed: .*(FALSE, the default|GeneralizedTime before 2050|no time|no text|does not exist|not whole bytes)/,
  // stricter than BER
  /^certificate-not-der: DER at byte \d+: (an impossible|a type DER does not have|a length not in its|a SET out of)/,
  /^certificate-not-der: DER at byte \d+: (a tag of several bytes|nested too deeply|an indefinite length)/,
  /^certificate-not-der: DER( at byte \d+)?: .*(promised|breaks off|bytes after|too many bytes)/,
]

export interface Findings {
  cases: number
  readByUs: number
  /** We read what an oracle does not, or read it differently: never right. */
  readonly tooKind: string[]
  /** We refuse what both oracles read, for no reason of ours. */
  readonly tooStrict: string[]
}

/** Judges mutations of certificates from `seed` on by us and by two parsers of others. */
export function compare(
  certificates: readonly Uint8Array[],
  seed: number,
  count: number,
): Findings {
  const findings: Findings = { cases: 0, readByUs: 0, tooKind: [], tooStrict: [] }
  for (let number = seed; number < seed + count; number++) {
    const random = randomFrom(number)
    const bytes = mutated(certificates[number % certificates.length]!, random)
    findings.cases++
    const ours = oursOf(bytes)
    const node = nodeOf(bytes)
    const again = asn1jsOf(bytes)
    if (typeof ours !== 'string') {
      findings.readByUs++
      const difference =
        node === undefined ? 'node:crypto does not read it' : differenceOf(ours, node)
      // whoever reads DER writes the same bytes again
      const isSame = again !== undefined && sameBytes(again, bytes)
      if (difference !== undefined) findings.tooKind.push(`${number}: ${difference}`)
      else if (!isSame) findings.tooKind.push(`${number}: asn1js writes it otherwise`)
    } else if (node && again && !ourReasons.some((reason) => reason.test(ours)))
      findings.tooStrict.push(`${number}: ${ours}`)
  }
  return findings
}

function oursOf(bytes: Uint8Array): UnverifiedCertificate | string {
  try {
    return readCertificate(bytes)
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

/** The same bytes as asn1js writes them after reading. */
function asn1jsOf(bytes: Uint8Array<ArrayBuffer>): Uint8Array | undefined {
  try {
    const { offset, result } = fromBER(bytes)
    return offset === bytes.length ? new Uint8Array(result.toBER()) : undefined
  } catch {
    return undefined // it has errors of many kinds
  }
}

function nodeOf(bytes: Uint8Array): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(bytes)
    void certificate.publicKey
    return certificate
  } catch {
    return undefined // OpenSSL's way of saying no
  }
}

/** What OpenSSL reads otherwise than we do. */
function differenceOf(ours: UnverifiedCertificate, node: X509Certificate): string | undefined {
  const { n, e } = node.publicKey.export({ format: 'jwk' })
  const pairs: Readonly<Record<string, readonly [unknown, unknown]>> = {
    serial: [toHex(ours.serial).replace(/^00/, ''), node.serialNumber.toLowerCase()],
    notBefore: [ours.notBefore.getTime(), Date.parse(node.validFrom)],
    notAfter: [ours.notAfter.getTime(), Date.parse(node.validTo)],
    modulus: [Buffer.from(ours.modulus).toString('base64url'), n],
    exponent: ['AQAB', e],
    bytes: [toHex(ours.der), node.raw.toString('hex')],
    // to OpenSSL a CA has to have the key usage of one, too
    isCa: [node.ca && !ours.extensions.basicConstraints?.isCa, false],
    extendedKeyUsage: [ours.extensions.extendedKeyUsage?.join(), node.keyUsage?.join()],
  }
  return Object.keys(pairs).find((name) => pairs[name]![0] !== pairs[name]![1])
}
