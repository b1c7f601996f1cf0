import { sameBytes } from '@myna/bytes'
import { importKey, isSignedBy, isTestName, type Anchor, type Mode } from './anchors'
import { readCertificate, type UnverifiedCertificate } from './certificate'
import { Refusal } from './refusal'

/** Where a key lives: on a card, in a phone, or on a test card. */
export type KeyKind = 'card' | 'mobile' | 'test'

/**
 * Policy identifiers of authentication certificates and what they mean (`pki.md` §1.2, §1.4). The
 * arc .0 is that of test cards; that authentication has .0.30 is by analogy with signing. The
 * identifier of phones is not known: until it is, they are refused by name.
 */
const policies: Readonly<Record<string, KeyKind>> = {
  '1.2.392.200149.8.5.1.3.30': 'card',
  '1.2.392.200149.8.5.1.0.30': 'test',
}

/** A certificate that was issued under an anchor, for authentication, and is good at this moment. */
export interface JudgedCertificate {
  readonly certificate: UnverifiedCertificate
  readonly issuer: UnverifiedCertificate
  readonly key: CryptoKey
  readonly kind: KeyKind
}

/**
 * Judges an authentication certificate: steps 4 to 7 of `pki.md` §3.5. Depth one: JPKI has no
 * intermediate CAs, so a certificate stands directly under an anchor or not at all.
 *
 * @throws Refusal
 */
export async function judgeCertificate(
  der: Uint8Array,
  {
    anchors,
    mode,
    now,
  }: { readonly anchors: readonly Anchor[]; readonly mode: Mode; readonly now: Date },
): Promise<JudgedCertificate> {
  const certificate = readCertificate(der)
  const anchor = await issuerOf(certificate, anchors)
  const kind = checkPurpose(certificate, mode)
  checkPeriod(certificate, anchor.certificate, now)
  const key = await importKey(certificate)
  return { certificate, issuer: anchor.certificate, key, kind }
}

/** All generations of a CA have one name, so candidates are told apart by key id and signature. */
async function issuerOf(
  certificate: UnverifiedCertificate,
  anchors: readonly Anchor[],
): Promise<Anchor> {
  const { authorityKeyId } = certificate.extensions
  const candidates = anchors.filter(({ certificate: { subject, extensions } }) => {
    if (!sameBytes(subject, certificate.issuer)) return false
    if (authorityKeyId === undefined) return true
    return (
      extensions.subjectKeyId !== undefined && sameBytes(extensions.subjectKeyId, authorityKeyId)
    )
  })
  if (candidates.length === 0) throw new Refusal('issuer-unknown')
  for (const anchor of candidates) if (await isSignedBy(certificate, anchor.key)) return anchor
  throw new Refusal('certificate-signature')
}

const FORBIDDEN = ['nonRepudiation', 'keyCertSign', 'cRLSign'] as const

/** What an extended key usage may name beside others, if there is one (RFC 5280 §4.2.1.12). */
const CLIENT_AUTHENTICATION = ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']

function checkPurpose({ issuer, subject, extensions }: UnverifiedCertificate, mode: Mode): KeyKind {
  const { basicConstraints, keyUsage, extendedKeyUsage, policies: found } = extensions
  if (sameBytes(issuer, subject)) throw new Refusal('leaf-self-signed')
  if (basicConstraints?.isCa) throw new Refusal('leaf-is-ca')
  if (!keyUsage?.has('digitalSignature') || FORBIDDEN.some((usage) => keyUsage.has(usage)))
    throw new Refusal('key-usage')
  if (
    extendedKeyUsage !== undefined &&
    !extendedKeyUsage.some((id) => CLIENT_AUTHENTICATION.includes(id))
  )
    throw new Refusal('extended-key-usage')

  const kind = found?.map((id) => policies[id]).find((known) => known !== undefined)
  if (kind === undefined) throw new Refusal('policy-unknown')
  const isTest = kind === 'test' || isTestName(issuer)
  if (isTest !== (mode === 'test')) throw new Refusal('policy-mode')
  return isTest ? 'test' : kind
}

/** Both ends belong to the period (RFC 5280 §4.1.2.5); whole seconds, as certificates have them. */
function checkPeriod(leaf: UnverifiedCertificate, anchor: UnverifiedCertificate, now: Date): void {
  const second = Math.floor(now.getTime() / 1000) * 1000
  if (second < leaf.notBefore.getTime()) throw new Refusal('certificate-not-yet-valid')
  if (second > leaf.notAfter.getTime()) throw new Refusal('certificate-expired')
  if (second < anchor.notBefore.getTime() || second > anchor.notAfter.getTime())
    throw new Refusal('anchor-period')
}
