import { expect, test } from 'vitest'
import { matchingNumberB } from './matching-number'

test('照合番号B is the era year, month, day, the expiry year and the code', () => {
  const birth = { year: 1980, month: 2, day: 17, era: '昭和', eraYear: 55 } as const
  expect(matchingNumberB(birth, { year: 2035 }, '2285')).toBe('55021720352285')
})

test('the first year of an era is 01', () => {
  const birth = { year: 1989, month: 3, day: 31, era: '平成', eraYear: 1 } as const
  expect(matchingNumberB(birth, { year: 2030 }, '0042')).toBe('01033120300042')
})

test('a Western year gives its last two digits', () => {
  expect(matchingNumberB({ year: 1985, month: 12, day: 3 }, { year: 2030 }, '1234')).toBe(
    '85120320301234',
  )
})

test('a code that lost its leading zero is refused', () => {
  const birth = { year: 1980, month: 2, day: 17, era: '昭和', eraYear: 55 } as const
  expect(() => matchingNumberB(birth, { year: 2035 }, '42')).toThrow(RangeError)
})
