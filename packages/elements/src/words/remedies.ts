import type { AnyCardError, CardErrorCode, LoginRefusal } from '@myna/apdu'

/** What a person can usefully do on the page about a situation, beside the site's other ways in. */
export type Remedy = 'again' | 'again-or-other-reader' | 'none'

/** Whose the situation is: who could mend it, and where help is to be had. */
export type Owner =
  | 'browser'
  | 'reader'
  | 'card'
  | 'certificate' // and its passwords: the municipal office
  | 'site'
  | 'outage'
  | 'person' // nothing is wrong: a choice or a slip

export interface Situation {
  readonly owner: Owner
  readonly remedy: Remedy
}

/** Every situation has an owner and a remedy; one without them does not compile. */
export const situations: Readonly<Record<CardErrorCode, Situation>> = {
  'browser-unsupported': { owner: 'browser', remedy: 'none' },
  'insecure-context': { owner: 'site', remedy: 'none' },
  'policy-forbids': { owner: 'site', remedy: 'none' },
  'permission-denied': { owner: 'person', remedy: 'again' },
  misconfigured: { owner: 'site', remedy: 'none' },
  'page-fault': { owner: 'site', remedy: 'again' },
  'reader-protected': { owner: 'browser', remedy: 'again-or-other-reader' },
  'reader-busy': { owner: 'reader', remedy: 'again-or-other-reader' },
  'reader-unknown': { owner: 'reader', remedy: 'again-or-other-reader' },
  'reader-gone': { owner: 'reader', remedy: 'again-or-other-reader' },
  'reader-fault': { owner: 'reader', remedy: 'again-or-other-reader' },
  'card-removed': { owner: 'person', remedy: 'again' },
  'cards-several': { owner: 'person', remedy: 'again' },
  'card-mute': { owner: 'card', remedy: 'again' },
  'card-wrong': { owner: 'card', remedy: 'again' },
  'card-broken': { owner: 'card', remedy: 'again' },
  'card-refused': { owner: 'card', remedy: 'again' },
  'certificate-absent': { owner: 'certificate', remedy: 'again' },
  'certificate-protected': { owner: 'certificate', remedy: 'again' },
  'record-unreadable': { owner: 'card', remedy: 'again' },
  'certificate-unreadable': { owner: 'certificate', remedy: 'again' },
  'secret-absent': { owner: 'card', remedy: 'again' },
  'pin-impossible': { owner: 'person', remedy: 'again' },
  'pin-wrong': { owner: 'person', remedy: 'again' },
  'pin-last-try': { owner: 'person', remedy: 'again' },
  'pin-not-typed': { owner: 'person', remedy: 'again' },
  // trying again cannot help, and must not look as if it could
  'pin-locked': { owner: 'certificate', remedy: 'none' },
  'server-unreachable': { owner: 'outage', remedy: 'again' },
  'server-fault': { owner: 'outage', remedy: 'again' },
  'login-refused': { owner: 'certificate', remedy: 'again' },
  'certificate-new': { owner: 'outage', remedy: 'again' },
  cancelled: { owner: 'person', remedy: 'again' },
}

/** A refusal has its owner by the word the server said. */
export const refusalOwners: Readonly<Record<LoginRefusal, Owner>> = {
  'certificate-expired': 'certificate',
  'certificate-revoked': 'certificate',
  'challenge-expired': 'person',
  'challenge-used': 'person',
  'checking-unavailable': 'outage',
  'not-accepted': 'site',
}

export const ownerOf = (error: AnyCardError): Owner =>
  error.code === 'login-refused' ? refusalOwners[error.facts.told] : situations[error.code].owner
