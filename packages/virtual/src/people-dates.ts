/** A day of the Japanese calendar; month or day 0: not known. */
export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const JAPAN = 9 * 3_600_000 // milliseconds ahead of UTC, all year round

/** The day it is in Japan. */
export function dayInJapan(moment: Date): Day {
  const local = new Date(moment.getTime() + JAPAN)
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() }
}

export const momentInJapan = (
  { year, month, day }: Day,
  [hours, minutes, seconds]: readonly [number, number, number],
): Date => new Date(Date.UTC(year, month - 1, day, hours, minutes, seconds) - JAPAN)

export function daysAfter(day: Day, days: number): Day {
  const moment = new Date(Date.UTC(day.year, day.month - 1, day.day + days))
  return dayInJapan(new Date(moment.getTime() - JAPAN))
}

const lastDay = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

export const isLeap = (year: number) => lastDay(year, 2) === 29

const pad = (value: number, size = 2) => String(value).padStart(size, '0')

/** YYYYMMDD. */
export const digitsOf = ({ year, month, day }: Day) => `${pad(year, 4)}${pad(month)}${pad(day)}`

/**
 * The `count`-th birthday after a day. Of an unknown day of birth it is the first of the month, of the
 * 29th of February the 28th in other years: what the offices do is not known, and earlier is stricter.
 */
export function birthdayAfter(issued: Day, birth: Day, count: number): Day {
  const day = Math.max(birth.day, 1)
  const comesThisYear = birth.month * 100 + day > issued.month * 100 + issued.day
  const year = issued.year + (comesThisYear ? 0 : 1) + count - 1
  return { year, month: birth.month, day: Math.min(day, lastDay(year, birth.month)) }
}

/** Whole years at a day. */
export const ageAt = (at: Day, birth: Day): number =>
  at.year - birth.year - (at.month * 100 + at.day < birth.month * 100 + birth.day ? 1 : 0)

/** The eras by their first day, latest first; the number is the one of the signing certificate. */
const eras = [
  { number: 5, first: 20190501 }, // 令和
  { number: 4, first: 19890108 }, // 平成
  { number: 3, first: 19261225 }, // 昭和
  { number: 2, first: 19120730 }, // 大正
  { number: 1, first: 18680125 }, // 明治
] as const

/** The era of a day and its year in it; the first year is 1. An unknown day counts as the first one. */
export function eraOf(day: Day): { readonly number: number; readonly year: number } {
  const known = { ...day, month: Math.max(day.month, 1), day: Math.max(day.day, 1) }
  const era = eras.find(({ first }) => Number(digitsOf(known)) >= first)
  if (era === undefined) throw new RangeError('nobody is that old')
  return { number: era.number, year: day.year - Math.floor(era.first / 10_000) + 1 }
}

/** YYMMDD with the year of the era: what opens the age record, and the beginning of 照合番号B. */
export const eraDigits = (day: Day) => `${pad(eraOf(day).year)}${pad(day.month)}${pad(day.day)}`
