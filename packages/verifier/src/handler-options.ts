import { isOrigin, PURPOSES, type Purpose } from '@myna/token'
import type { AgeVerifier, VerifiedAge } from './age-verifier'
import type { Accounts, Arrived } from './accounts/accounts'
import { ConfigurationError } from './configuration-error'
import type { CallerErrorCode } from './http-request'
import type { VerifiedLogin } from './login'
import type { LoginOptions } from './options'
import type { RefusalCode } from './refusal'
import type { ResultAddress, ResultSigner } from './results/result-signer'

/** A login that was believed, without the certificate. */
export type BelievedLogin = Omit<VerifiedLogin, 'revealSensitive'>

/** Accounts that outlive certificates, and what the site does with whoever arrives. */
export interface Members {
  readonly accounts: Accounts
  /**
   * Answers the page in place of `signedIn`, when nothing more has to be asked about a renewal. For
   * `step-up` and `link-account`, compare with whom the request is from.
   */
  arrived(arrival: Arrived, login: BelievedLogin, request: Request): Response | Promise<Response>
}

/** An age that was checked, and its signed form (JWS) where another party asked for it. */
export interface CheckedAge extends VerifiedAge {
  readonly result?: string
}

export interface HandlerOptions extends LoginOptions {
  /** Where the handler lives: `/myna` unless told otherwise, without a slash at its end. */
  readonly path?: string
  /** What the site's pages may ask for: `['login']` unless told otherwise. */
  readonly purposes?: readonly Purpose[]
  /**
   * Makes the site's own session for a login that is believed, under a new session id, and answers the
   * page. For `step-up` and `link-account`, compare `login.accountKey` with whom the request is from.
   * Needed, unless there are `members`.
   */
  signedIn?(login: VerifiedLogin, request: Request): Response | Promise<Response>
  readonly members?: Members
  /**
   * For `step-up`: `transactionContext` of the text of the transaction that the site's own session has
   * waiting, or `undefined` if there is none. The signature is bound to it, and the widget signs it only
   * if it is the text it showed. The page has no say in it: what is signed is for the site to know.
   */
  contextOf?(request: Request, purpose: Purpose): Promise<Uint8Array | undefined>
  /** Checks ages. With it pages may ask for the purpose `age`, and there is `POST {path}/verify-age`. */
  readonly age?: AgeVerifier
  /**
   * For whom the answer of an age check is, when another party asked for it: their origin, and the nonce
   * they made up, both from what the site's own session remembers of their request. The answer is then
   * signed by the keys of `results`. `undefined` for none. The page has no say in it: whose question is
   * answered is for the site to know.
   */
  ageResultFor?(request: Request): Promise<ResultAddress | undefined>
  /**
   * Answers the page after an age check, and is the place to note the answer in the site's own session.
   * Without it the page gets `{"age": …}`, and `"result"` beside it where it is signed.
   */
  ageChecked?(age: CheckedAge, request: Request): Response | Promise<Response>
  /** Ends the site's own session and answers the page. With it there is `POST {path}/sign-out`. */
  signOut?(request: Request): Response | Promise<Response>
  /** With it there is `GET {path}/jwks.json`: the public keys of results. */
  readonly results?: ResultSigner
  /** Origins of sister hosts whose pages may ask, too. None unless told otherwise. */
  readonly cors?: readonly string[]
  /** Whether this request may go on: the place for a limit by address. */
  allow?(request: Request, step: Step): boolean | Promise<boolean>
  /** Told of every answer. Holds codes only, so it may go into any log. */
  log?(entry: LogEntry): void
}

export type Step = 'challenge' | 'verify' | 'verify-age' | 'renewal' | 'sign-out' | 'jwks.json'

/** One answer, for the log: nothing in it says who the person is. */
export interface LogEntry {
  readonly at: Date
  readonly step: Step
  readonly outcome: Outcome
  readonly code?: RefusalCode | CallerErrorCode
  /** Of what is believed: whether anybody was asked. */
  readonly revocation?: VerifiedLogin['checks']['revocation'] | VerifiedAge['checks']['revocation']
  /** What our own side threw, for outcome `fault` and for stores and checkers that failed. */
  readonly cause?: unknown
}

export type Outcome =
  | 'challenge-made'
  | 'signed-in'
  | 'age-checked'
  | 'consent-asked'
  | 'signed-out'
  | 'keys-given'
  | 'preflight'
  | 'refused'
  | 'caller-error'
  | 'fault'

/** @throws ConfigurationError that names the option */
export function checkHandlerOptions(options: HandlerOptions) {
  const { path = '/myna', purposes = ['login'], cors = [] } = options
  const { signedIn, members } = options
  if (path !== '' && !/^(\/[\w.~-]+)+$/.test(path))
    throw new ConfigurationError('path: must begin with a slash and not end with one')
  if (purposes.length === 0 || !purposes.every((purpose) => PURPOSES.includes(purpose)))
    throw new ConfigurationError(`purposes: must be some of ${PURPOSES.join(', ')}`)
  if (members === undefined && typeof signedIn !== 'function')
    throw new ConfigurationError('signedIn: must be a function that answers the page')
  if (members !== undefined && signedIn !== undefined)
    throw new ConfigurationError('signedIn: has no say when there are members')
  if (members !== undefined && typeof members.arrived !== 'function')
    throw new ConfigurationError('members: must have accounts and a function arrived')
  if (options.ageResultFor !== undefined && options.results === undefined)
    throw new ConfigurationError('ageResultFor: needs results, whose keys sign')
  const foreign = cors.find((text) => !isOrigin(text))
  if (foreign !== undefined) throw new ConfigurationError(`cors: ${foreign} is not an https origin`)
  return { path, purposes, cors }
}
