import { describe, expect, test } from 'vitest'
import {
  ageAt,
  birthdayAfter,
  dayInJapan,
  digitsOf,
  eraDigits,
  eraOf,
  momentInJapan,
  type Day,
} from './people-dates'
import { datesOf } from './people-certificates'
import type { PersonRow } from './people-row'
import { people } from './people-table'

const day = (year: number, month: number, date: number): Day => ({ year, month, day: date })

test('a day in Japan begins at 15:00 UTC', () => {
  expect(digitsOf(dayInJapan(new Date('2026-12-31T14:59:59Z')))).toBe('20261231')
  expect(digitsOf(dayInJapan(new Date('2026-12-31T15:00:00Z')))).toBe('20270101')
  expect(momentInJapan(day(2026, 1, 1), [0, 0, 0]).toISOString()).toBe('2025-12-31T15:00:00.000Z')
})

test.each([
  [day(2019, 5, 1), 5, 1, '010501'],
  [day(2019, 4, 30), 4, 31, '310430'],
  [day(1989, 1, 8), 4, 1, '010108'],
  [day(1989, 1, 7), 3, 64, '640107'],
  [day(1980, 2, 17), 3, 55, '550217'], // the card of card.md §13
  [day(2020, 2, 24), 5, 2, '020224'], // the example of card.md §3
  [day(1926, 12, 24), 2, 15, '151224'],
  [day(1912, 7, 29), 1, 45, '450729'],
  [day(1955, 6, 0), 3, 30, '300600'],
])('%o is of era %i, year %i: %s', (date, number, year, digits) => {
  expect(eraOf(date)).toEqual({ number, year })
  expect(eraDigits(date)).toBe(digits)
})

describe('birthdays', () => {
  test.each([
    ['the coming one is the first', day(2025, 1, 20), day(1995, 6, 15), 5, '20290615'],
    ['one that has been is not', day(2025, 6, 20), day(1995, 6, 15), 5, '20300615'],
    ['nor is the day itself', day(2025, 6, 15), day(1995, 6, 15), 1, '20260615'],
    ['of the 29th of February in another year', day(2025, 1, 20), day(1996, 2, 29), 5, '20290228'],
    ['and in such a year', day(2025, 1, 20), day(1996, 2, 29), 4, '20280229'],
    ['of an unknown day', day(2025, 1, 20), day(1955, 6, 0), 5, '20290601'],
  ])('%s', (_, issued, birth, count, expected) => {
    expect(digitsOf(birthdayAfter(issued, birth, count))).toBe(expected)
  })

  test.each([
    ['2026-11-24T03:00:00Z'],
    ['2026-11-23T15:00:00Z'], // midnight in Japan
    ['2026-11-24T14:59:59Z'], // and the second before
    ['2027-12-31T20:00:00Z'],
    ['2028-02-28T03:00:00Z'],
    ['2028-02-29T03:00:00Z'], // 18 years ago there was no such day, 20 years ago there was
    ['2027-02-28T15:00:00Z'],
  ])('who turns of age today is, and who does tomorrow is not yet: %s', (moment) => {
    const now = new Date(moment)
    const age = (row: PersonRow) => ageAt(dayInJapan(now), datesOf(row, now).birth)

    expect(age(people.turns18Today)).toBe(18)
    expect(age(people.turns18Tomorrow)).toBe(17)
    expect(age(people.turns20Today)).toBe(20)
    expect(age(people.turns20Tomorrow)).toBe(19)
    expect(age(people.under15)).toBeLessThan(15)
  })

  test.each(['2026-11-24T03:00:00Z', '2027-01-30T03:00:00Z', '2028-02-29T03:00:00Z'])(
    'who has just renewed does so in the three months before the old pair ends: %s',
    (moment) => {
      const now = new Date(moment)
      const { birth, former, certificates } = datesOf(people.renewed, now)

      const end = momentInJapan(birthdayAfter(former!, birth, 5), [23, 59, 59])

      expect(end.getTime() - now.getTime()).toBeGreaterThan(0)
      expect(end.getTime() - now.getTime()).toBeLessThan(92 * 86_400_000)
      expect(momentInJapan(certificates, [0, 0, 0]).getTime()).toBeLessThan(now.getTime())
    },
  )
})
