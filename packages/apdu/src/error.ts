/** The card's secrets by the one name each has everywhere (`card.md` §3). */
export type SecretName =
  | 'authentication-pin'
  | 'signing-pin'
  | 'input-support-pin'
  | 'number-b' // 照合番号B of 券面事項入力補助
  | 'face-number-b' // the same number in 券面事項確認, where it has tries of its own
  | 'birth-date-key' // its first six digits, for the age record

/** The card's records, for errors about them. */
export type RecordName =
  | 'attributes'
  | 'digests'
  | 'issuer'
  | 'card-key'
  | 'age-record'
  | 'face-record'
  | 'common'
  | 'signing-attributes'

/**
 * Whether a PIN had already left for the card when something broke. `'perhaps'`: if it was wrong,
 * the card may have counted it, so nobody may be told that no try was used.
 */
export type Attempt = 'none' | 'perhaps'

/**
 * Every situation a person can be in when something did not work, with exactly the facts that
 * belong to it. The list is closed: a new code needs words for the person before it compiles.
 * Facts never hold a secret, a certificate or anything about the person.
 */
export interface CardErrorFacts {
  // the browser and the page
  'browser-unsupported': {} // no WebUSB here
  'insecure-context': {} // not https, not localhost
  'policy-forbids': {} // Permissions-Policy or the administrator
  'permission-denied': {} // no reader chosen in the browser's window
  misconfigured: { detail: string } // the page's author left something out
  'page-fault': {} // a program of the page or of ours broke; `cause` has what

  // the reader
  'reader-protected': { reader: string } // class 0x0B: no page may claim it
  'reader-busy': { reader: string } // held by the system or another program
  'reader-unknown': { reader: string; reason: string } // nothing we know how to talk to
  'reader-gone': { reader: string; attempt: Attempt } // unplugged
  'reader-fault': { reader: string; detail: string; attempt: Attempt } // answers nonsense, or nothing

  // the card
  'card-removed': { attempt: Attempt }
  'cards-several': {} // more than one lies on the reader
  'card-mute': {} // there, but does not answer to power
  'card-wrong': {} // not a My Number card
  'card-broken': { doing: string; status: string } // its self-test failed
  'card-refused': { doing: string; status: string } // a status word with no better place
  'certificate-absent': { certificate: 'authentication' | 'signing' }
  'certificate-protected': { certificate: 'authentication' | 'signing' } // wants its PIN first
  'record-unreadable': { record: RecordName; detail: string }
  'certificate-unreadable': { certificate: 'authentication' | 'signing'; detail: string }

  // its secrets
  'secret-absent': { secret: SecretName } // the card has no such secret
  'pin-impossible': { secret: SecretName } // wrong form; the card was not asked
  'pin-wrong': { secret: SecretName; triesLeft: number | undefined }
  'pin-last-try': { secret: SecretName; triesLeft: 1 | undefined } // stopped before the last try
  'pin-locked': { secret: SecretName }
  'pin-not-typed': {} // at the reader's keys, in its time; the card was not asked

  // the site's server
  'server-unreachable': {}
  'server-fault': { detail: string } // it answered something we cannot use
  'login-refused': { told: LoginRefusal }
  'certificate-new': { told: LoginRefusal } // so new that the server's sources may not know it yet

  cancelled: {}
}

/**
 * What a server tells the browser about a refused login: the few things its owner can act on, and
 * one word for everything else. The precise code stays in the server's log.
 */
export type LoginRefusal =
  | 'certificate-expired'
  | 'certificate-revoked'
  | 'challenge-expired' // it took too long
  | 'challenge-used' // this answer was posted before, or belongs to another session
  | 'checking-unavailable' // revocation could not be asked
  | 'not-accepted'

export type CardErrorCode = keyof CardErrorFacts

/** A situation of the person, thrown. `message` is for the log; the person's words are elsewhere. */
export class CardError<Code extends CardErrorCode = CardErrorCode> extends Error {
  override readonly name = 'CardError'
  readonly code: Code
  readonly facts: CardErrorFacts[Code]

  constructor(code: Code, facts: CardErrorFacts[Code], options?: { cause?: unknown }) {
    super(Object.keys(facts).length === 0 ? code : `${code} ${JSON.stringify(facts)}`, options)
    this.code = code
    this.facts = facts
  }
}

/** All codes as a union that `switch (error.code)` narrows together with `error.facts`. */
export type AnyCardError = { [Code in CardErrorCode]: CardError<Code> }[CardErrorCode]

export function isCardError(error: unknown): error is AnyCardError {
  return error instanceof CardError
}
