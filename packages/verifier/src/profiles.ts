import type { KeyUsage } from './extensions'

/** Where a key lives: on a card, in a phone, or on a test card. */
export type KeyKind = 'card' | 'mobile' | 'test'

/** What JPKI issues certificates for: 利用者証明用 and 署名用. */
export type CertificateUse = 'authentication' | 'signing'

/** What certificates of one use look like, and the CAs that issue them (`pki.md` §1.1, §1.2). */
export interface Profile {
  /** The OU by which the CA's name says what it is for. */
  readonly unit: string
  /** SHA-256 of the CA certificates J-LIS publishes (`card.md` §9), oldest first. */
  readonly published: readonly string[]
  /** Policy identifiers, and where the key of such a certificate lives. */
  readonly policies: Readonly<Record<string, KeyKind>>
  readonly keyUsage: {
    readonly required: readonly KeyUsage[]
    readonly forbidden: readonly KeyUsage[]
  }
  /** An extended key usage, if there is one, must name one of these (RFC 5280 §4.2.1.12). */
  readonly extendedKeyUsage: readonly string[]
}

const ANY_USE = '2.5.29.37.0'
const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2'
const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4'
const DOCUMENT_SIGNING = '1.3.6.1.5.5.7.3.36'

/**
 * The arc …5.1.0 is that of test cards; that authentication has .0.30 is by analogy with signing. No
 * identifier of phones is confirmed (…5.1.1.40 is reported for signing, `pki.md` §1.4), so none is
 * here: an operator who has one in writing names it in `policiesAlso`.
 */
export const profiles: Readonly<Record<CertificateUse, Profile>> = {
  authentication: {
    unit: 'JPKI for user authentication',
    published: [
      '4dcfc4ca0aaf9fb2a3081b3f0c991c320b3acc008667a341eeaec5af1d58ca7d', // 2015
      // 2019, serial 0133C349: in no source we have. Compare it, then name it in `trustAlso`.
      '64114f29620c24ed2631d46476a040e7ee740d956089c00b036a6a8118c322b5', // 2023
    ],
    policies: {
      '1.2.392.200149.8.5.1.3.30': 'card',
      '1.2.392.200149.8.5.1.0.30': 'test',
    },
    keyUsage: {
      required: ['digitalSignature'],
      forbidden: ['nonRepudiation', 'keyCertSign', 'cRLSign'],
    },
    extendedKeyUsage: [CLIENT_AUTHENTICATION, ANY_USE],
  },
  signing: {
    unit: 'JPKI for digital signature',
    published: [
      '19645405a1fe14377434bd55957628ac4038557c542403a2243f21c706fc9355', // 2015
      '79679c33e4cc9319440f1ad120a597ff1844e2ef217063adb176966fd5e6fbeb', // 2019
      'd227f6cde11d35c5252178f106f843d24651944975413b539fa2fb68dbfa365f', // 2023
    ],
    policies: {
      '1.2.392.200149.8.5.1.1.20': 'card',
      '1.2.392.200149.8.5.1.0.20': 'test',
    },
    keyUsage: {
      required: ['digitalSignature', 'nonRepudiation'],
      forbidden: ['keyCertSign', 'cRLSign'],
    },
    extendedKeyUsage: [DOCUMENT_SIGNING, EMAIL_PROTECTION, CLIENT_AUTHENTICATION, ANY_USE],
  },
}

/** The uses that are not this one: a certificate of theirs has a refusal of its own. */
export const isOfOtherUse = (profile: Profile, policy: string): boolean =>
  Object.values(profiles).some((other) => other.unit !== profile.unit && policy in other.policies)
