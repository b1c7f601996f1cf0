import type { CardErrorCode } from '@myna/apdu'

/** What a person can usefully do on the page about each situation, beside the site's other ways in. */
export type Remedy = 'again' | 'again-or-other-reader' | 'none'

export const remedies: Readonly<Record<CardErrorCode, Remedy>> = {
  'browser-unsupported': 'none',
  'insecure-context': 'none',
  'policy-forbids': 'none',
  'permission-denied': 'again',
  misconfigured: 'none',
  'reader-protected': 'again-or-other-reader',
  'reader-busy': 'again-or-other-reader',
  'reader-unknown': 'again-or-other-reader',
  'reader-gone': 'again-or-other-reader',
  'reader-fault': 'again-or-other-reader',
  'card-removed': 'again',
  'card-mute': 'again',
  'card-wrong': 'again',
  'card-broken': 'again',
  'card-refused': 'again',
  'certificate-absent': 'again',
  'certificate-protected': 'again',
  'record-unreadable': 'again',
  'certificate-unreadable': 'again',
  'secret-absent': 'again',
  'pin-impossible': 'again',
  'pin-wrong': 'again',
  'pin-last-try': 'again',
  'pin-not-typed': 'again',
  'pin-locked': 'none', // trying again cannot help, and must not look as if it could
  'server-unreachable': 'again',
  'server-fault': 'again',
  'login-refused': 'again',
  cancelled: 'again',
}
