import { isForOtherPurpose } from '@myna/token'
import { judgeSigned } from './judge'
import { checkTrust, readRules, type TrustOptions } from './options'
import { readAttributes, type PersonalAttributes } from './personal-attributes'
import type { CertificateUse, KeyKind } from './profiles'
import { Refusal } from './refusal'
import { checkRevocation } from './revocation/check-revocation'

export interface SignatureOptions extends TrustOptions {
  /** Which of the card's two certificates signed. */
  readonly use: CertificateUse
}

/** Something that was signed with a card. */
export interface SignedMessage {
  /** The certificate (DER). Nobody has checked it yet. */
  readonly unverifiedCertificate: Uint8Array
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  readonly signature: Uint8Array
  /** What the signature is over. */
  readonly signedBytes: Uint8Array
  /** What it is for, in the words the one who answers about revocation is to see. */
  readonly purpose: string
}

/** A signature that is believed, check by check: there is no plain "valid". */
export interface VerifiedSignature {
  readonly use: CertificateUse
  readonly kind: KeyKind
  /** Until when the certificate is good. */
  readonly notAfter: Date
  readonly checks: {
    readonly chain: 'good'
    readonly period: 'good'
    readonly signature: 'good'
    readonly revocation: 'good' | 'notChecked'
  }
  /**
   * Reads what a signing certificate says of its holder; not before somebody asks.
   *
   * @throws Refusal of a certificate that has no attributes, or impossible ones
   */
  attributes(): PersonalAttributes
  /** The certificate (DER) and its serial number. Read `pki.md` §2.2 on what may be done with them. */
  revealSensitive(): { readonly certificate: Uint8Array; readonly serial: Uint8Array }
}

export interface SignatureVerifier {
  /**
   * Believes a signature or says why not. The key in a certificate may be used for the signature it
   * came with and nothing else (公的個人認証法 21条), so there is no way to get at the key.
   *
   * @throws Refusal
   */
  verify(message: SignedMessage): Promise<VerifiedSignature>
}

/**
 * Checks signatures made with a card's signing key, or with its authentication key outside of a
 * login: steps 4 to 9 of `pki.md` §3.5.
 *
 * @throws ConfigurationError for options under which strangers could be believed
 */
export async function signatureVerifier(options: SignatureOptions): Promise<SignatureVerifier> {
  const { use } = options
  const settings = checkTrust(options)
  const rules = await readRules(use, options, settings)

  return {
    async verify({ unverifiedCertificate, signature, signedBytes, purpose }) {
      if (isForOtherPurpose(signedBytes)) throw new Refusal('signature-purpose')
      const at = settings.now()
      const signed = { signature, candidates: async () => [new Uint8Array(signedBytes)] }
      const judged = await judgeSigned(unverifiedCertificate, signed, rules, at)
      const revocation = await checkRevocation(settings.revocation, use, judged, purpose, at)
      const { certificate, kind } = judged
      return {
        use,
        kind,
        notAfter: certificate.notAfter,
        checks: { chain: 'good', period: 'good', signature: 'good', revocation },
        attributes: () => readAttributes(certificate),
        revealSensitive: () => ({ certificate: certificate.der, serial: certificate.serial }),
      }
    },
  }
}
