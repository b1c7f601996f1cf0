/** A date of birth; a part the register does not know is left out. */
export interface BornOn {
  readonly year?: number | undefined
  readonly month?: number | undefined
  readonly day?: number | undefined
}

/** "No" and "nobody knows" are different answers. */
export type AgeOver = 'yes' | 'no' | 'unknown'

export interface AgeOverOptions {
  /**
   * Counts from the day before the birthday, when the age is completed in law (年齢計算ニ関スル法律):
   * for statutes that count whole days. Alcohol and tobacco go by the birthday itself.
   */
  readonly dayBefore?: boolean
}

const MOST_YEARS = 150
const FIRST_YEAR = 1868 // before the first era the register has
const DAY = 86_400_000

/**
 * Whether somebody is `years` old on a day in Tokyo (`pki.md` §5.1). Born on 29 February, one is so on
 * 1 March of a common year. Of an unknown month or day the latest is taken; an unknown year is unknown.
 *
 * @param day `2026-11-24`, of `dayInTokyo`
 * @throws RangeError that does not repeat the date of birth
 * @example ageOver(20, { year: 2006, month: 4, day: 1 }, '2026-04-01') // 'yes'
 */
export function ageOver(
  years: number,
  birth: BornOn,
  day: string,
  { dayBefore = false }: AgeOverOptions = {},
): AgeOver {
  requireYears(years)
  const today = timeOf(day)
  if (!isBirthDate(birth)) throw new RangeError('birth: no date there can be')
  const { year, month = 12 } = birth
  if (year === undefined) return 'unknown'
  const born = birth.day ?? daysIn(year, month)
  const birthday = Date.UTC(year + years, month - 1, born) // rolls 29 February over to 1 March
  return today >= (dayBefore ? birthday - DAY : birthday) ? 'yes' : 'no'
}

/** Whether the parts that are known can be a date of birth: no 31 April, no 29 February 2005. */
export function isBirthDate({ year, month, day }: BornOn): boolean {
  const isPart = (part: number | undefined, least: number, most: number) =>
    part === undefined || (Number.isInteger(part) && part >= least && part <= most)
  const longest = daysIn(year ?? A_LEAP_YEAR, month ?? 12)
  return isPart(year, FIRST_YEAR, 9999) && isPart(month, 1, 12) && isPart(day, 1, longest)
}

const A_LEAP_YEAR = 2000

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** @throws RangeError for an age nobody asks for. */
export function requireYears(years: number): void {
  if (!Number.isInteger(years) || years < 1 || years > MOST_YEARS)
    throw new RangeError(`age: a whole number from 1 to ${MOST_YEARS}`)
}

/** Whether a text is a day, `2026-11-24`. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(timeIn(text)).toJSON()?.startsWith(text) === true

const timeIn = (day: string): number => Date.parse(`${day}T00:00:00Z`)

function timeOf(day: string): number {
  if (!isDay(day)) throw new RangeError('day: must be like 2026-11-24')
  return timeIn(day)
}
