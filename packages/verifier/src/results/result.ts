/** What one party tells another about a person: that it was a login, or an age. Nothing beside it. */
export type Result = LoginResult | AgeResult

export interface LoginResult {
  readonly result: 'login'
  /** The receiver's own name for the person (see `pairwiseIds`). Never the account key. */
  readonly sub: string
  readonly revocation: 'good' | 'notChecked'
}

/** What the age was read from (`pki.md` §5.2). */
const evidences = {
  'jpki-sign': { selfAsserted: false },
  'card-age-record': { selfAsserted: false },
  'card-text': { selfAsserted: true },
  ocr: { selfAsserted: true },
} as const
export type AgeEvidence = keyof typeof evidences

/** Yes or no, and no date of birth. An age that is not known is left out: that is no "no". */
export interface AgeResult {
  readonly result: 'age'
  readonly age_over_18?: boolean
  readonly age_over_20?: boolean
  readonly evidence: AgeEvidence
  /** `true` for what only the person's browser saw, and no server could check. */
  readonly selfAsserted: boolean
  /** The day in Tokyo, `2026-11-24`. */
  readonly checkedOn: string
}

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

function readAge(members: Members): AgeResult | undefined {
  const {
    result: _,
    age_over_18,
    age_over_20,
    evidence,
    selfAsserted,
    checkedOn,
    ...more
  } = members
  const isAnswer = (value: unknown) => value === undefined || typeof value === 'boolean'
  const isKnown = age_over_18 !== undefined || age_over_20 !== undefined
  if (!isAnswer(age_over_18) || !isAnswer(age_over_20) || !isKnown) return undefined
  if (age_over_20 === true && age_over_18 === false) return undefined
  const known = (Object.keys(evidences) as AgeEvidence[]).find((name) => name === evidence)
  if (known === undefined || selfAsserted !== evidences[known].selfAsserted) return undefined
  if (typeof checkedOn !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(checkedOn)) return undefined
  if (Object.keys(more).length > 0) return undefined
  return {
    result: 'age',
    ...(typeof age_over_18 === 'boolean' ? { age_over_18 } : {}),
    ...(typeof age_over_20 === 'boolean' ? { age_over_20 } : {}),
    evidence: known,
    selfAsserted,
    checkedOn,
  }
}
