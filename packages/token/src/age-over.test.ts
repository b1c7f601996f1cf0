import { describe, expect, test } from 'vitest'
import { ageOver, isBirthDate } from './age-over'
import { agePolicies, yearsOf, type AgePolicy } from './age-policies'
import { dayInTokyo } from './tokyo-day'

const DAY = 86_400_000
const textOf = (time: number) => new Date(time).toISOString().slice(0, 10)
const dayBeforeOf = (day: string) => textOf(Date.parse(day) - DAY)
const birthOf = (text: string) => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  return { year, month, day }
}

describe('the first day of an age: the published vectors', () => {
  test.each([
    ['2006-04-01', 20, '2026-04-01', '2026-03-31'],
    ['2008-02-29', 18, '2026-03-01', '2026-02-28'],
    ['2008-02-29', 20, '2028-02-29', '2028-02-28'],
    ['2004-02-29', 18, '2022-03-01', '2022-02-28'],
    ['2006-01-01', 18, '2024-01-01', '2023-12-31'],
    ['2006-03-01', 18, '2024-03-01', '2024-02-29'],
  ])('born %s, %i on %s, or on %s in law', (birth, years, normal, dayBefore) => {
    const born = birthOf(birth)

    expect(ageOver(years, born, normal)).toBe('yes')
    expect(ageOver(years, born, dayBeforeOf(normal))).toBe('no')
    expect(ageOver(years, born, dayBefore, { dayBefore: true })).toBe('yes')
    expect(ageOver(years, born, dayBeforeOf(dayBefore), { dayBefore: true })).toBe('no')
  })
})

/** Said another way than the rule does: the anniversary by its digits, and 29 February by hand. */
function firstDay(birth: string, years: number): string {
  const anniversary = `${Number(birth.slice(0, 4)) + years}${birth.slice(4)}`
  const exists = textOf(Date.parse(anniversary)) === anniversary
  return exists ? anniversary : anniversary.replace('02-29', '03-01')
}

const AROUND = 40 // days before and after
const births = Array.from({ length: 4 * 365 + 1 }, (_, index) =>
  textOf(Date.UTC(2004, 0, 1) + index * DAY),
)

test.each([
  [18, false],
  [18, true],
  [20, false],
  [20, true],
])(
  'at %i, from the day before: %s, every day around it is right for a birth on each day of four years',
  (years, dayBefore) => {
    expect([births[0], births[59], births.at(-1)]).toEqual([
      '2004-01-01',
      '2004-02-29',
      '2007-12-31',
    ])

    const wrong = births.flatMap((birth) => {
      const first = Date.parse(firstDay(birth, years)) - (dayBefore ? DAY : 0)
      return Array.from({ length: 2 * AROUND + 1 }, (_, index) => index - AROUND).filter(
        (offset) =>
          ageOver(years, birthOf(birth), textOf(first + offset * DAY), { dayBefore }) !==
          (offset >= 0 ? 'yes' : 'no'),
      )
    })

    expect(wrong).toEqual([])
  },
)

describe('a date that is not wholly known', () => {
  test.each([
    ['a month and no day: the last one', { year: 2006, month: 4 }, '2026-04-30'],
    ['February of a leap year and no day', { year: 2004, month: 2 }, '2024-02-29'],
    ['February of a common year and no day', { year: 2006, month: 2 }, '2026-02-28'],
    ['a year alone: its last day', { year: 2006 }, '2026-12-31'],
    ['a year and a day: in December', { year: 2006, day: 3 }, '2026-12-03'],
  ])('%s', (_, born, first) => {
    expect(ageOver(20, born, first)).toBe('yes')
    expect(ageOver(20, born, dayBeforeOf(first))).toBe('no')
  })

  test.each([{}, { month: 4 }, { month: 4, day: 1 }, { year: undefined, month: 2, day: 29 }])(
    'without a year nobody knows: %j',
    (born) => {
      expect(ageOver(20, born, '2026-11-24')).toBe('unknown')
    },
  )
})

test.each([
  [{ year: 2005, month: 2, day: 29 }, false],
  [{ year: 2004, month: 2, day: 29 }, true],
  [{ year: 1900, month: 2, day: 29 }, false],
  [{ year: 2000, month: 2, day: 29 }, true],
  [{ month: 2, day: 29 }, true],
  [{ month: 2, day: 30 }, false],
  [{ year: 2006, month: 4, day: 31 }, false],
  [{ year: 2006, month: 13, day: 1 }, false],
  [{ year: 2006, month: 0, day: 1 }, false],
  [{ year: 2006, month: 1, day: 0 }, false],
  [{ year: 1868, month: 1, day: 1 }, true],
  [{ year: 1867, month: 12, day: 31 }, false],
  [{ year: 206, month: 1, day: 1 }, false],
  [{ year: 2006.5 }, false],
  [{ year: Number.NaN }, false],
  [{}, true],
])('%j can be a date of birth: %s', (birth, expected) => {
  expect(isBirthDate(birth)).toBe(expected)
})

describe('what cannot be asked', () => {
  const birth = { year: 2006, month: 4, day: 1 }

  test.each([0, -1, 18.5, 151, Number.NaN, Infinity])('an age of %s', (years) => {
    expect(() => ageOver(years, birth, '2026-11-24')).toThrow(RangeError)
  })

  test.each(['', '2026-11-31', '2026-13-01', '2026-1-1', '20261124', '2026-11-24T00:00:00Z', 'x'])(
    'about the day %j',
    (day) => {
      expect(() => ageOver(20, birth, day)).toThrow('day: must be like 2026-11-24')
    },
  )

  test('of a date that does not exist; the error does not repeat it', () => {
    expect(() => ageOver(20, { year: 2005, month: 2, day: 29 }, '2026-11-24')).toThrow(
      /^birth: no date there can be$/,
    )
  })
})

describe('the day in Tokyo', () => {
  test.each([
    ['2026-03-31T14:59:59.999Z', '2026-03-31'],
    ['2026-03-31T15:00:00.000Z', '2026-04-01'],
    ['2026-03-31T23:59:59+09:00', '2026-03-31'],
    ['2026-03-31T05:00:00-10:00', '2026-04-01'], // morning in Honolulu
    ['2026-04-01T04:00:00+13:00', '2026-04-01'], // Auckland
    ['2027-12-31T15:00:00Z', '2028-01-01'],
    ['2028-02-28T15:00:00Z', '2028-02-29'],
  ])('%s is %s there', (time, day) => {
    expect(dayInTokyo(new Date(time))).toBe(day)
  })

  test('is what the platform’s own table of zones says, every hour of two years', () => {
    const byTable = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo', dateStyle: 'short' })
    const hours = Array.from(
      { length: 2 * 366 * 24 },
      (_, hour) => new Date(1.79e12 + hour * 3.6e6),
    )

    expect(hours.filter((time) => dayInTokyo(time) !== byTable.format(time))).toEqual([])
  })

  test('decides the border: somebody becomes 20 at midnight in Tokyo, whatever zone the clock is of', () => {
    const birth = { year: 2006, month: 4, day: 1 }
    const midnight = Date.parse('2026-04-01T00:00:00+09:00')

    expect(ageOver(20, birth, dayInTokyo(new Date(midnight - 1)))).toBe('no')
    expect(ageOver(20, birth, dayInTokyo(new Date(midnight)))).toBe('yes')
  })
})

test('policies are ages of the law; any number is one, too', () => {
  const ages = Object.keys(agePolicies).map((policy) => yearsOf(policy as AgePolicy))

  expect(ages).toEqual([18, 20, 20, 20])
  expect(yearsOf(65)).toBe(65)
  expect(() => yearsOf(0)).toThrow(RangeError)
  expect(() => yearsOf('toString' as AgePolicy)).toThrow('age: no such policy')
})
