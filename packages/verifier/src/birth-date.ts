import { Refusal } from './refusal'

/** A date of birth as the register has it; parts nobody knows are `undefined`. */
export interface BirthDate {
  readonly year: number | undefined
  readonly month: number | undefined
  readonly day: number | undefined
  readonly era: Era | undefined
  /** Whether the era the certificate names has that date in it; `undefined` when nobody can say. */
  readonly eraFits: boolean | undefined
}

/** The digit of the era, and its first and last day (Gregorian). A change of era is in both. */
const eras = {
  meiji: { digit: '1', from: '18680125', to: '19120730' },
  taisho: { digit: '2', from: '19120730', to: '19261225' },
  showa: { digit: '3', from: '19261225', to: '19890107' },
  heisei: { digit: '4', from: '19890108', to: '20190430' },
  reiwa: { digit: '5', from: '20190501', to: '99991231' },
} as const

export type Era = keyof typeof eras

/**
 * Reads `EYYYYMMDD`: a digit for the era, then a Gregorian date whose unknown parts are zeros
 * (`pki.md` §1.3). A known day of an unknown month does not happen.
 *
 * @throws Refusal `attribute-malformed`, which does not repeat the date
 */
export function readBirthDate(text: string): BirthDate {
  const [, digit, ...parts] = /^([0-5])(\d{4})(\d\d)(\d\d)$/.exec(text) ?? []
  if (digit === undefined) throw malformed('not EYYYYMMDD')
  const [year, month, day] = parts.map((part) => (Number(part) === 0 ? undefined : Number(part)))
  if (day !== undefined && month === undefined) throw malformed('a day without a month')
  if (!exists(year, month, day)) throw malformed('a date that does not exist')
  const era = (Object.keys(eras) as Era[]).find((name) => eras[name].digit === digit)
  const isKnown = era !== undefined && year !== undefined
  return { year, month, day, era, eraFits: isKnown ? fits(era, parts) : undefined }
}

const malformed = (what: string) => new Refusal('attribute-malformed', `birthDate: ${what}`)

const A_LEAP_YEAR = 2000

/** Of an unknown year any day is possible that some year has. */
function exists(year = A_LEAP_YEAR, month = 1, day = 1): boolean {
  if (year < 1868) return false // before the first era the register has
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 // a day the month has not is in the next one to Date
}

/** Compares as far as the date is known: texts of digits are in the order of their dates. */
function fits(era: Era, parts: readonly string[]): boolean {
  const known = parts.filter((part) => part !== '00').join('')
  const { from, to } = eras[era]
  return from.slice(0, known.length) <= known && known <= to
}
