import { sameBytes, toHex } from '@myna/bytes'
import { readCrl } from '../accredited/crl'
import { anchorFrom, RS256, type Anchor } from '../anchors'
import { readCertificate, type UnverifiedCertificate } from '../certificate'
import { ConfigurationError } from '../configuration-error'
import { checkPeriod, checkUse, issuerOf } from '../judge'
import type { Profile } from '../profiles'
import { Refusal, type RefusalCode } from '../refusal'
import { SourceUnavailable } from '../revocation/ask-http'
import { distributionPointsOf } from '../revocation/distribution-points'

/** One case of a test suite. */
export interface VerdictQuestion {
  /** The holder's certificate (DER). */
  readonly certificate: Uint8Array
  /** Self-signed certificates (DER). Those no site could be configured with count as not there. */
  readonly anchors: readonly Uint8Array[]
  readonly at: Date
  /** Lists (DER); given, one of them has to be usable and must not name the certificate. */
  readonly crls?: readonly Uint8Array[]
}

export type Verdict =
  | { readonly verdict: 'believed' }
  | { readonly verdict: 'refused'; readonly code: RefusalCode; readonly detail: string }

/** Holder's certificates of anybody: a CA's key usages are out of place, the rest is not asked about. */
const anybody: Pick<Profile, 'keyUsage' | 'extendedKeyUsage'> = {
  keyUsage: { required: [], forbidden: ['keyCertSign', 'cRLSign'] },
  extendedKeyUsage: [],
}

/**
 * Our judge under any anchors, without JPKI's policies: for test suites of others (NIST PKITS,
 * x509-limbo), and for nothing else. What it believes, a site would not.
 */
export async function verdictOn({
  certificate: der,
  anchors: files,
  at,
  crls,
}: VerdictQuestion): Promise<Verdict> {
  try {
    const certificate = readCertificate(der)
    const anchors = (await Promise.all(files.map(usableAnchor))).filter((one) => one !== undefined)
    const anchor = await issuerOf(certificate, anchors)
    const { extendedKeyUsage = [] } = certificate.extensions
    checkUse(certificate, { ...anybody, extendedKeyUsage })
    checkPeriod(certificate, anchor.certificate, at)
    if (crls !== undefined) await requireNotListed(certificate, anchor, crls, at)
    return { verdict: 'believed' }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { verdict: 'refused', code: error.code, detail: error.message }
  }
}

async function usableAnchor(file: Uint8Array): Promise<Anchor | undefined> {
  try {
    return await anchorFrom(file)
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined
    throw error
  }
}

async function requireNotListed(
  certificate: UnverifiedCertificate,
  anchor: Anchor,
  crls: readonly Uint8Array[],
  at: Date,
): Promise<void> {
  const [point] = distributionPointsOf(certificate)
  const reasons: string[] = []
  for (const der of crls) {
    try {
      const list = await readCrl(new Uint8Array(der), anchor)
      const isOurs =
        point === undefined
          ? list.points.length === 0
          : list.points.some((name) => sameBytes(name, point))
      const isNow = list.thisUpdate <= at && at < list.nextUpdate
      if (list.revoked.has(toHex(certificate.serial))) throw new Refusal('certificate-revoked')
      if (isOurs && isNow) return
      reasons.push('a list of another point or time')
    } catch (error) {
      if (!(error instanceof SourceUnavailable)) throw error
      reasons.push(error.message)
    }
  }
  throw new Refusal('revocation-unavailable', reasons.join('; '))
}

/**
 * The one signature check of this package, RSASSA-PKCS1-v1_5 with SHA-256, for Wycheproof's files.
 *
 * @param key subjectPublicKeyInfo (DER), RSA-2048
 */
export async function verifyRs256(
  key: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean> {
  const imported = await crypto.subtle
    .importKey('spki', new Uint8Array(key), RS256, false, ['verify'])
    .catch(() => undefined) // no key at all, and so nobody's signature
  if (imported === undefined || signature.length !== 256) return false
  return crypto.subtle.verify(RS256, imported, new Uint8Array(signature), new Uint8Array(message))
}
