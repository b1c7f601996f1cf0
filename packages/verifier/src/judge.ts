import { sameBytes } from '@myna/bytes'
import { importKey, isSignedBy, RS256, type Anchor, type Mode } from './anchors'
import { readCertificate, type UnverifiedCertificate } from './certificate'
import { isOfOtherUse, type KeyKind, type Profile } from './profiles'
import { Refusal, type RefusalCode } from './refusal'

/** By what a certificate is judged. */
export interface JudgeRules {
  readonly anchors: readonly Anchor[]
  readonly profile: Profile
  readonly mode: Mode
}

/** A certificate that was issued under an anchor, for its use, and is good at this moment. */
export interface JudgedCertificate {
  readonly certificate: UnverifiedCertificate
  readonly issuer: UnverifiedCertificate
  readonly kind: KeyKind
}

/** What was signed with the key of a certificate. */
export interface Signed {
  readonly signature: Uint8Array
  /** The texts it may be over, any one of them. Asked for when the certificate could be read. */
  candidates(): Promise<readonly Uint8Array<ArrayBuffer>[]>
}

/**
 * Judges a holder's certificate and what was signed with it: steps 4 to 8 of `pki.md` §3.5. Depth
 * one: JPKI has no intermediate CAs, so a certificate stands directly under an anchor or not at all.
 *
 * The two signatures, which is what takes time, are worked out side by side; the verdicts are taken in
 * the order of the steps, so what the holder's key says of a signature counts only after the key does.
 *
 * @throws Refusal
 */
export async function judgeSigned(
  der: Uint8Array,
  signed: Signed,
  { anchors, profile, mode }: JudgeRules,
  now: Date,
): Promise<JudgedCertificate> {
  const certificate = readCertificate(der)
  const [anchor, signatureFault] = await Promise.all([
    issuerOf(certificate, anchors),
    faultOfSignature(certificate, signed),
  ])
  checkUse(certificate, profile)
  const kind = kindOf(certificate, profile, mode)
  checkPeriod(certificate, anchor.certificate, now)
  if (signatureFault !== undefined) throw new Refusal(signatureFault)
  return { certificate, issuer: anchor.certificate, kind }
}

/** All generations of a CA have one name, so candidates are told apart by key id and signature. */
export async function issuerOf(
  { extensions: { authorityKeyId }, ...certificate }: UnverifiedCertificate,
  anchors: readonly Anchor[],
): Promise<Anchor> {
  const named = anchors.filter(({ certificate: { subject } }) =>
    sameBytes(subject, certificate.issuer),
  )
  if (named.length === 0) throw new Refusal('issuer-unknown')
  const candidates = named.filter(({ certificate: { extensions } }) => {
    if (authorityKeyId === undefined) return true
    const { subjectKeyId } = extensions
    return subjectKeyId !== undefined && sameBytes(subjectKeyId, authorityKeyId)
  })
  if (candidates.length === 0) throw new Refusal('issuer-generation')
  for (const anchor of candidates) if (await isSignedBy(certificate, anchor.key)) return anchor
  throw new Refusal('certificate-signature')
}

export function checkUse(
  { issuer, subject, extensions }: UnverifiedCertificate,
  profile: Pick<Profile, 'keyUsage' | 'extendedKeyUsage'>,
): void {
  const { basicConstraints, keyUsage, extendedKeyUsage } = extensions
  const { required, forbidden } = profile.keyUsage
  if (sameBytes(issuer, subject)) throw new Refusal('leaf-self-signed')
  if (basicConstraints?.isCa) throw new Refusal('leaf-is-ca')
  if (keyUsage === undefined) throw new Refusal('key-usage-missing')
  const isRight =
    required.every((usage) => keyUsage.has(usage)) &&
    !forbidden.some((usage) => keyUsage.has(usage))
  if (!isRight) throw new Refusal('key-usage')
  if (extendedKeyUsage?.some((id) => profile.extendedKeyUsage.includes(id)) === false)
    throw new Refusal('extended-key-usage')
}

function kindOf(
  { extensions: { policies } }: UnverifiedCertificate,
  profile: Profile,
  mode: Mode,
): KeyKind {
  if (policies === undefined) throw new Refusal('policy-missing')
  const kinds = policies
    .filter((id) => Object.hasOwn(profile.policies, id))
    .map((id) => profile.policies[id]!)
  const [kind] = kinds
  if (kind === undefined)
    throw new Refusal(
      policies.some((id) => isOfOtherUse(profile, id)) ? 'policy-of-other-use' : 'policy-unknown',
    )
  if (mode === 'test') return 'test' // under a test CA, and so whatever it says of itself
  if (kinds.includes('test')) throw new Refusal('policy-mode')
  return kind
}

/** Both ends belong to the period (RFC 5280 §4.1.2.5); whole seconds, as certificates have them. */
export function checkPeriod(
  leaf: UnverifiedCertificate,
  anchor: UnverifiedCertificate,
  now: Date,
): void {
  const second = Math.floor(now.getTime() / 1000) * 1000
  if (second < leaf.notBefore.getTime()) throw new Refusal('certificate-not-yet-valid')
  if (second > leaf.notAfter.getTime()) throw new Refusal('certificate-expired')
  if (second < anchor.notBefore.getTime() || second > anchor.notAfter.getTime())
    throw new Refusal('anchor-period')
}

const SIGNATURE_SIZE = 256

async function faultOfSignature(
  certificate: UnverifiedCertificate,
  { signature, candidates }: Signed,
): Promise<RefusalCode | undefined> {
  if (signature.length !== SIGNATURE_SIZE) return 'signature-size'
  const [key, texts] = await Promise.all([importKey(certificate), candidates()])
  const bytes = new Uint8Array(signature)
  for (const text of texts)
    if (await crypto.subtle.verify(RS256, key, bytes, text)) return undefined
  return 'signature-wrong'
}
