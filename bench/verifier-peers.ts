import 'reflect-metadata' // first: @peculiar/x509 needs it
import { sameBytes } from '@myna/bytes'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
} from '@peculiar/x509'
import * as pkijs from 'pkijs'

/** A certificate and a signature that was made with it. */
export interface Signed {
  readonly certificate: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
  readonly signedBytes: Uint8Array<ArrayBuffer>
}

type Verify = (signed: Signed) => Promise<void>

const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const
const POLICY = '1.2.392.200149.8.5.1.0.30'

function must(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`a peer refuses: ${what}`)
}

/**
 * The checks of `judge.ts` as one writes them with pkijs: issuer, key identifiers, signature, dates,
 * basic constraints, key usage, policy, and the signature over the login.
 */
export function pkijsVerifier(anchors: readonly Uint8Array<ArrayBuffer>[], now: Date): Verify {
  const issuers = anchors.map((der) => pkijs.Certificate.fromBER(der))
  const parsed = <T>({ extensions = [] }: pkijs.Certificate, id: string) =>
    extensions.find(({ extnID }) => extnID === id)?.parsedValue as T | undefined
  const content = (octets: { valueBlock: { valueHexView: Uint8Array } } | undefined) =>
    octets?.valueBlock.valueHexView

  return async ({ certificate: der, signature, signedBytes }) => {
    const certificate = pkijs.Certificate.fromBER(der)
    const authority = parsed<pkijs.AuthorityKeyIdentifier>(certificate, '2.5.29.35')
    const issuer = issuers.find(
      (one) =>
        one.subject.isEqual(certificate.issuer) &&
        sameBytes(content(parsed(one, '2.5.29.14'))!, content(authority?.keyIdentifier)!),
    )
    must(issuer, 'issuer')
    must(await certificate.verify(issuer), 'signature of the certificate')
    for (const { notBefore, notAfter } of [certificate, issuer])
      must(notBefore.value <= now && now <= notAfter.value, 'period')
    must(parsed<pkijs.BasicConstraints>(certificate, '2.5.29.19')?.cA !== true, 'CA')
    const usage = content(parsed(certificate, '2.5.29.15'))
    must(usage?.[0] === 0x80, 'key usage')
    const policies = parsed<pkijs.CertificatePolicies>(certificate, '2.5.29.32')
    must(
      policies?.certificatePolicies.some(({ policyIdentifier }) => policyIdentifier === POLICY),
      'policy',
    )
    const key = await certificate.getPublicKey()
    must(await crypto.subtle.verify(RS256, key, signature, signedBytes), 'signature')
  }
}

/** The same with @peculiar/x509. */
export function x509Verifier(anchors: readonly Uint8Array<ArrayBuffer>[], now: Date): Verify {
  const issuers = anchors.map((der) => new X509Certificate(der))

  return async ({ certificate: der, signature, signedBytes }) => {
    const certificate = new X509Certificate(der)
    const authority = certificate.getExtension(AuthorityKeyIdentifierExtension)
    const issuer = issuers.find(
      (one) =>
        one.subject === certificate.issuer &&
        one.getExtension(SubjectKeyIdentifierExtension)?.keyId === authority?.keyId,
    )
    must(issuer, 'issuer')
    must(await certificate.verify({ publicKey: issuer, date: now }), 'signature or period')
    must(issuer.notBefore <= now && now <= issuer.notAfter, 'period of the issuer')
    must(certificate.getExtension(BasicConstraintsExtension)?.ca !== true, 'CA')
    const usages = certificate.getExtension(KeyUsagesExtension)?.usages
    must(usages === KeyUsageFlags.digitalSignature, 'key usage')
    must(certificate.getExtension(CertificatePolicyExtension)?.policies.includes(POLICY), 'policy')
    const key = await certificate.publicKey.export(RS256, ['verify'])
    must(await crypto.subtle.verify(RS256, key, signature, signedBytes), 'signature')
  }
}
