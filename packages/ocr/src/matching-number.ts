import type { BirthDate, CalendarDate } from './printed-dates'

/**
 * 照合番号B, 14 digits: birth date as YYMMDD with the era's year, expiry year, security code. From
 * what the person has confirmed, never straight from a reading. Cards printed with a Western birth
 * year take its last two digits; that form has not been seen on a card by this project.
 */
export function matchingNumberB(
  birth: BirthDate,
  expiry: Pick<CalendarDate, 'year'>,
  code: string,
): string {
  if (!/^[0-9]{4}$/.test(code)) throw new RangeError('the security code has four digits')
  const two = (value: number) => String(value).padStart(2, '0')
  const year = birth.eraYear ?? birth.year % 100
  return `${two(year)}${two(birth.month)}${two(birth.day)}${expiry.year}${code}`
}
