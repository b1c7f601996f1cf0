import { CardError } from '@myna/apdu'
import { daysIn } from './attributes'
import { secretFrom, type Secret } from './secret'

/**
 * What the card's face shows, for 照合番号B. A month or day that the register does not know is 0, as it is
 * in the card's dates; no source tells what such a card has in its place (`card.md` §5).
 */
export interface NumberBParts {
  /** Gregorian year. */
  readonly birthYear: number
  readonly birthMonth: number
  readonly birthDay: number
  /** Year until which the card is valid (Gregorian, four digits). */
  readonly expiryYear: number
  /** セキュリティコード: four digits. */
  readonly securityCode: string
}

/** Eras by their first day, newest first; a year of an era is counted from its first one. */
const eras = [
  { name: '令和', from: 2019_05_01, firstYear: 2019 },
  { name: '平成', from: 1989_01_08, firstYear: 1989 },
  { name: '昭和', from: 1926_12_25, firstYear: 1926 },
  { name: '大正', from: 1912_07_30, firstYear: 1912 },
  { name: '明治', from: 1868_01_25, firstYear: 1868 },
] as const

/** A Japanese era by its kanji, newest first. */
export type EraName = (typeof eras)[number]['name']
export const eraNames: readonly EraName[] = eras.map(({ name }) => name)

/** The first Gregorian year of an era; its year 1. */
export const firstYearOf = (era: EraName): number =>
  eras.find(({ name }) => name === era)!.firstYear

/** A day by its era; `undefined` before 明治, when Japan had another calendar. */
export function inEra(
  year: number,
  month: number,
  day: number,
): { readonly era: EraName; readonly year: number } | undefined {
  const number = year * 10_000 + month * 100 + day
  const era = eras.find(({ from }) => number >= from)
  return era && { era: era.name, year: year - era.firstYear + 1 }
}

/** Cards have been issued since 2016 and last ten years at most, to a birthday. */
const FIRST_EXPIRY = 2016
const LONGEST_VALIDITY = 11

/**
 * Whether these can be the parts of 照合番号B: a day that existed and is not in the future, an expiry year
 * a card can have, four digits. Free of charge, because no card hears of it.
 *
 * @param now for what lies in the future, in Tokyo
 */
export function isNumberB(parts: NumberBParts, now: Date): boolean {
  const { birthYear, birthMonth, birthDay, expiryYear, securityCode } = parts
  const today = new Date(now.getTime() + 9 * 3_600_000)
  const birth = birthYear * 10_000 + birthMonth * 100 + birthDay
  return (
    [birthYear, birthMonth, birthDay, expiryYear].every(Number.isInteger) &&
    (birthMonth === 0 ? birthDay === 0 : birthMonth >= 1 && birthMonth <= 12) &&
    (birthDay === 0 || (birthDay >= 1 && birthDay <= daysIn(birthYear, birthMonth))) &&
    latest(birth) >= eras.at(-1)!.from &&
    birth <= dayNumber(today) &&
    expiryYear >= FIRST_EXPIRY &&
    expiryYear <= today.getUTCFullYear() + LONGEST_VALIDITY &&
    /^\d{4}$/.test(securityCode)
  )
}

/**
 * 照合番号B: the birth date as `YYMMDD` with the year of its Japanese era, the year in which the card
 * expires, and the security code (`card.md` §3). It opens the attributes of the input support
 * application (`number-b`) or the face record (`face-number-b`), each with tries of its own.
 *
 * @throws CardError `pin-impossible` for parts it cannot have
 */
export function numberB(
  parts: NumberBParts,
  {
    now,
    secret = 'number-b',
    lastTry = false,
  }: {
    readonly now: Date
    readonly secret?: 'number-b' | 'face-number-b'
    readonly lastTry?: boolean
  },
): Secret {
  if (!isNumberB(parts, now)) throw new CardError('pin-impossible', { secret })
  const digits = `${birthDigits(parts)}${parts.expiryYear}${parts.securityCode}`
  return secretFrom(secret, digits, { lastTry })
}

/**
 * The key of the age record: the birth date as six digits, the first six of 照合番号B.
 *
 * @throws CardError `pin-impossible` for a day that did not exist
 */
export function birthDateKey(
  parts: Pick<NumberBParts, 'birthYear' | 'birthMonth' | 'birthDay'>,
  { now, lastTry = false }: { readonly now: Date; readonly lastTry?: boolean },
): Secret {
  const isDay = isNumberB({ ...parts, expiryYear: FIRST_EXPIRY, securityCode: '0000' }, now)
  if (!isDay) throw new CardError('pin-impossible', { secret: 'birth-date-key' })
  return secretFrom('birth-date-key', birthDigits(parts), { lastTry })
}

function birthDigits({
  birthYear,
  birthMonth,
  birthDay,
}: Pick<NumberBParts, 'birthYear' | 'birthMonth' | 'birthDay'>): string {
  const birth = birthYear * 10_000 + birthMonth * 100 + birthDay
  const era = eras.find(({ from }) => latest(birth) >= from)!
  return [birthYear - era.firstYear + 1, birthMonth, birthDay]
    .map((part) => String(part).padStart(2, '0'))
    .join('')
}

/** The latest day that a date with unknown parts can be. */
const latest = (birth: number): number =>
  birth + (birth % 10_000 === 0 ? 12_31 : birth % 100 === 0 ? 31 : 0)

const dayNumber = (date: Date): number =>
  date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate()
