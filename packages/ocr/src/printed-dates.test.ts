import { describe, expect, test } from 'vitest'
import { birthDate, dateIn, endsOnBirthday, expiryDate } from './printed-dates'

const now = new Date('2026-11-25T03:00:00Z')
const birth = (text: string) => {
  const date = dateIn(text)
  return date?.of === 'birth' ? birthDate(date, now) : date?.of
}
const expiry = (text: string) => {
  const date = dateIn(text)
  return date?.of === 'expiry' ? expiryDate(date, now) : date?.of
}

describe('a birth date', () => {
  test.each([
    ['昭和55年2月17日生', { year: 1980, month: 2, day: 17, era: '昭和', eraYear: 55 }],
    ['平成元年3月31日生', { year: 1989, month: 3, day: 31, era: '平成', eraYear: 1 }],
    ['令和2年2月24日', { year: 2020, month: 2, day: 24, era: '令和', eraYear: 2 }],
    ['大正15年12月24日生', { year: 1926, month: 12, day: 24, era: '大正', eraYear: 15 }],
    ['1985年4月3日生', { year: 1985, month: 4, day: 3 }],
  ])('%s', (text, date) => {
    expect(birth(text)).toEqual(date)
  })

  test.each([
    ['昭和64年1月8日生', 'the day on which the next era began'],
    ['平成元年1月7日生', 'the day before its era began'],
    ['昭和50年2月30日生', 'no such day'],
    ['令和8年11月26日生', 'tomorrow in Japan'],
    ['明治20年1月1日生', 'nobody is that old'],
    ['昭和0年1月1日生', 'eras begin with 1'],
  ])('%s cannot be: %s', (text) => {
    expect(birth(text)).toBeUndefined()
  })

  test('a birth on the day itself can be, by the calendar of Japan and not of UTC', () => {
    const evening = new Date('2026-11-24T15:00:00Z') // 0:00 on the 25th in Japan
    expect(birthDate(dateIn('令和8年11月25日生')!, evening)).toMatchObject({ year: 2026, day: 25 })
    const before = new Date(evening.getTime() - 1)
    expect(birthDate(dateIn('令和8年11月25日生')!, before)).toBeUndefined()
  })
})

describe('an expiry date', () => {
  test('has a Western year and says until when', () => {
    expect(expiry('2035年2月17日まで有効')).toEqual({ year: 2035, month: 2, day: 17 })
  })

  test.each(['2015年2月17日まで有効', '2039年2月17日まで有効', '2635年2月17日まで有効'])(
    '%s is no card of today',
    (text) => {
      expect(expiry(text)).toBeUndefined()
    },
  )
})

test.each([
  '2034年7月25日', // birth or expiry? it does not say
  '昭和1985年4月3日生',
  '985年4月3日生',
  '昭和55年2月17日まで有効',
  '26034年6月4日まで有効',
  '2丁目27番12号',
  '年月日',
  '',
])('%s is neither', (text) => {
  expect(dateIn(text)).toBeUndefined()
})

test('the places of the numbers are where they begin in the text', () => {
  expect(dateIn('12昭和55年2月17日生')).toMatchObject({
    from: 2,
    to: 12,
    places: { year: 4, month: 7, day: 9 },
  })
})

describe('a card ends on a birthday', () => {
  test.each([
    [2, 17, 2035, 2, 17, true],
    [2, 17, 2035, 2, 18, false],
    [2, 29, 2032, 2, 29, true],
    [2, 29, 2032, 2, 28, false], // 2032 has a 29th
    [2, 29, 2035, 2, 28, true],
    [2, 29, 2035, 3, 1, true],
    [2, 28, 2035, 3, 1, false],
  ])('born %i/%i, until %i-%i-%i: %s', (month, day, year, endMonth, endDay, same) => {
    const end = { year, month: endMonth, day: endDay }
    expect(endsOnBirthday({ year: 1980, month, day }, end)).toBe(same)
  })
})
