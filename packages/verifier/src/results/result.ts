import { MalformedBytes } from '@myna/bytes'
import { readAgeAnswer, type AgeAnswer } from '@myna/token'

/** What one party tells another about a person: that it was a login, or an age. Nothing beside it. */
export type Result = LoginResult | AgeResult

export interface LoginResult {
  readonly result: 'login'
  /** The receiver's own name for the person (see `pairwiseIds`). Never the account key. */
  readonly sub: string
  readonly revocation: 'good' | 'notChecked'
}

/**
 * The answer of an age check, with at least one yes or no in it: that nothing is known is no result. An
 * age that is not known is left out, and that is no "no".
 */
export type AgeResult = { readonly result: 'age' } & AgeAnswer

/** A result between the parties: for whom, in answer to what, and how long (RFC 7519 §4.1). */
export interface SignedResult {
  readonly issuer: string
  readonly audience: string
  readonly issuedAt: Date
  readonly expires: Date
  readonly content: Result
}

/** `typ` of the header: no other JWT can pass for a result, and no result for another JWT (RFC 8725 §3.11). */
export const RESULT_TYPE = 'myna-result+jwt'

export const LONGEST_RESULT_SECONDS = 600
export const MOST_RESULT_CHARACTERS = 4096

type Members = Readonly<Record<string, unknown>>

/** Reads the members a result has beside those of every JWT. Nothing for anything else. */
export function readResult(members: Members): Result | undefined {
  if (members['result'] === 'login') return readLogin(members)
  if (members['result'] === 'age') return readAge(members)
  return undefined
}

function readLogin({ result: _, sub, revocation, ...more }: Members): LoginResult | undefined {
  if (typeof sub !== 'string' || sub === '' || Object.keys(more).length > 0) return undefined
  if (revocation !== 'good' && revocation !== 'notChecked') return undefined
  return { result: 'login', sub, revocation }
}

/** The answer as a result to sign; `undefined` when it says nothing of any age. */
export const ageResultOf = (answer: AgeAnswer): AgeResult | undefined =>
  readAge({ result: 'age', ...answer })

function readAge({ result: _, ...members }: Members): AgeResult | undefined {
  try {
    const answer = readAgeAnswer(members)
    const isKnown = Object.keys(answer).some((name) => name.startsWith('age_over_'))
    return isKnown ? { result: 'age', ...answer } : undefined
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined
    throw error
  }
}
