import { MalformedBytes } from '@myna/bytes'
import {
  ageOver,
  isDay,
  requireYears,
  type AgeOver,
  type AgeOverOptions,
  type BornOn,
} from './age-over'

/** How sure an answer is, the least first. */
export const ageAssurances = ['lowest', 'low', 'substantial', 'high'] as const
export type AgeAssurance = (typeof ageAssurances)[number]

interface EvidenceRow {
  readonly assurance: AgeAssurance
  /** Whether only the person's browser saw it: no server could check, and none pretends to. */
  readonly selfAsserted: boolean
  readonly ja: string
  readonly en: string
}

/** What an age was read from, and what that proves to a server (`pki.md` §5.2). */
export const ageEvidence = {
  ocr: {
    assurance: 'lowest',
    selfAsserted: true,
    ja: 'カードの写真を、この端末だけで読み取りました。自己申告で、確かさは最も低いです。',
    en: 'Read from a picture of the card, on this device only. Self-asserted, the least sure.',
  },
  'card-text': {
    assurance: 'low',
    selfAsserted: true,
    ja: 'カードの中の文字を、この端末で読み取り、確かめました。サーバーには自己申告です。',
    en: 'Read from the card’s chip and checked on this device. To a server it is self-asserted.',
  },
  'card-age-record': {
    assurance: 'substantial',
    selfAsserted: false,
    ja: '本物のカードが今ここにあることを、サーバーが確かめました。持ち主本人かどうかは分かりません。',
    en: 'The server checked that a genuine card is here now; not whose hands it is in.',
  },
  'jpki-sign': {
    assurance: 'high',
    selfAsserted: false,
    ja: '署名用電子証明書と署名を、サーバーが確かめました。',
    en: 'The server checked a signature and the signing certificate.',
  },
} as const satisfies Readonly<Record<string, EvidenceRow>>

export type AgeEvidence = keyof typeof ageEvidence

/** Yes or no, by age. An age nobody knows is left out: that is no "no". */
interface AgeClaims {
  readonly age_over_18?: boolean
  readonly age_over_20?: boolean
  readonly [claim: `age_over_${number}`]: boolean | undefined
}

/** What an answer says beside yes and no; each evidence goes with its own assurance. */
type AgeFacts = {
  readonly [E in AgeEvidence]: {
    readonly evidence: E
    readonly assurance: (typeof ageEvidence)[E]['assurance']
    readonly selfAsserted: (typeof ageEvidence)[E]['selfAsserted']
    /** The day in Tokyo, `2026-11-24`. */
    readonly checkedOn: string
  }
}[AgeEvidence]

/** The answer to "how old?": yes or no, and from where. There is no place in it for a date of birth. */
export type AgeAnswer = AgeClaims & AgeFacts

/** Ages an answer may speak of: with many of them it would say the age itself. */
export const MOST_AGES = 3

/**
 * Answers and forgets: what comes out holds no date of birth.
 *
 * @param ages in years, three at most
 * @param day in Tokyo, of the server where there is one
 * @throws RangeError
 */
export function answerAge(
  evidence: AgeEvidence,
  ages: readonly number[],
  birth: BornOn,
  day: string,
  options?: AgeOverOptions,
): AgeAnswer {
  requireAges(ages)
  const answers = ages.map((years) => [`age_over_${years}`, ageOver(years, birth, day, options)])
  const known = answers.filter(([, answer]) => answer !== 'unknown')
  const claims: AgeClaims = Object.fromEntries(
    known.map(([claim, answer]) => [claim, answer === 'yes']),
  )
  return { ...claims, ...factsOf(evidence, day) }
}

/** @throws RangeError for none, more than three, one twice, or one that is no age. */
export function requireAges(ages: readonly number[]): void {
  for (const years of ages) requireYears(years)
  if (ages.length === 0 || ages.length > MOST_AGES || new Set(ages).size < ages.length)
    throw new RangeError(`ages: from one to ${MOST_AGES}, each once`)
}

function factsOf(evidence: AgeEvidence, checkedOn: string): AgeFacts {
  const { assurance, selfAsserted } = ageEvidence[evidence]
  return { evidence, assurance, selfAsserted, checkedOn } as AgeFacts // of one row, so they go together
}

/** What an answer says of one age. */
export function ageSaid(answer: AgeAnswer, years: number): AgeOver {
  const said = answer[`age_over_${years}`]
  return said === undefined ? 'unknown' : said ? 'yes' : 'no'
}

/** Whether evidence is at least as sure as a site demands. */
export const isAssured = (evidence: AgeEvidence, least: AgeAssurance): boolean =>
  ageAssurances.indexOf(ageEvidence[evidence].assurance) >= ageAssurances.indexOf(least)

const CLAIM = /^age_over_([1-9]\d{0,2})$/

/**
 * Reads an answer out of parsed JSON, strictly: whatever is no part of an answer, a date of birth for
 * one, is an error.
 *
 * @throws MalformedBytes that does not repeat what came
 */
export function readAgeAnswer(json: unknown): AgeAnswer {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new MalformedBytes('age: not an object')
  const { evidence, assurance, selfAsserted, checkedOn, ...claims } = json as Record<
    string,
    unknown
  >
  if (typeof evidence !== 'string' || !Object.hasOwn(ageEvidence, evidence))
    throw new MalformedBytes('age.evidence: unknown')
  const row = ageEvidence[evidence as AgeEvidence]
  if (assurance !== row.assurance)
    throw new MalformedBytes('age.assurance: not that of its evidence')
  if (selfAsserted !== row.selfAsserted)
    throw new MalformedBytes('age.selfAsserted: not that of its evidence')
  if (typeof checkedOn !== 'string' || !isDay(checkedOn))
    throw new MalformedBytes('age.checkedOn: not a day')
  return { ...readClaims(claims), ...factsOf(evidence as AgeEvidence, checkedOn) }
}

function readClaims(claims: Readonly<Record<string, unknown>>): AgeClaims {
  const read: Record<`age_over_${number}`, boolean> = {}
  for (const [claim, said] of Object.entries(claims)) {
    const years = Number(CLAIM.exec(claim)?.[1])
    if (!(years <= 150)) throw new MalformedBytes('age: a member too many')
    if (typeof said !== 'boolean') throw new MalformedBytes(`age.${claim}: neither yes nor no`)
    read[`age_over_${years}`] = said
  }
  const ages = Object.keys(read).map((claim) => Number(CLAIM.exec(claim)?.[1]))
  if (ages.length > MOST_AGES) throw new MalformedBytes('age: too many ages')
  const isDenied = (years: number) => ages.some((age) => age < years && !read[`age_over_${age}`])
  if (ages.some((age) => read[`age_over_${age}`] && isDenied(age)))
    throw new MalformedBytes('age: over an age, and not over a lower one')
  return read
}
