import { describe, expect, test } from 'vitest'
import { birthDateKey, isNumberB, numberB, type NumberBParts } from './number-b'
import type { Secret } from './secret'

const now = new Date('2026-11-24T03:00:00Z')
const parts: NumberBParts = {
  birthYear: 1980,
  birthMonth: 2,
  birthDay: 17,
  expiryYear: 2035,
  securityCode: '2285',
}

/** What a card would be sent. */
async function digitsOf(secret: Secret): Promise<string> {
  let digits = ''
  await secret.spend(async (bytes) => void (digits = String.fromCharCode(...bytes)))
  return digits
}

test('the published number of the test card', async () => {
  expect(await digitsOf(numberB(parts, { now }))).toBe('55021720352285')
  expect(await digitsOf(birthDateKey(parts, { now }))).toBe('550217')
})

test.each([
  // the first and last day of each era, by the year the register counts
  [2020, 2, 24, '020224'],
  [2019, 5, 1, '010501'],
  [2019, 4, 30, '310430'],
  [1989, 1, 8, '010108'],
  [1989, 1, 7, '640107'],
  [1926, 12, 25, '011225'],
  [1926, 12, 24, '151224'],
  [1912, 7, 30, '010730'],
  [1912, 7, 29, '450729'],
  [1868, 1, 25, '010125'],
] as const)('born %i-%i-%i is %s', async (birthYear, birthMonth, birthDay, digits) => {
  expect(await digitsOf(birthDateKey({ birthYear, birthMonth, birthDay }, { now }))).toBe(digits)
})

test.each([
  [1956, 6, 0, '310600'],
  [1956, 0, 0, '310000'],
] as const)(
  'a part nobody knows is 0: %i-%i-%i is %s',
  async (birthYear, birthMonth, birthDay, digits) => {
    expect(await digitsOf(birthDateKey({ birthYear, birthMonth, birthDay }, { now }))).toBe(digits)
  },
)

describe('impossible parts cost nothing: no card hears of them', () => {
  test.each<[string, Partial<NumberBParts>]>([
    ['a day that never was', { birthMonth: 2, birthDay: 30 }],
    ['29 February of a common year', { birthYear: 1981, birthDay: 29 }],
    ['month 13', { birthMonth: 13 }],
    ['a day of no month', { birthMonth: 0 }],
    ['before 明治', { birthYear: 1868, birthMonth: 1, birthDay: 24 }],
    ['tomorrow', { birthYear: 2026, birthMonth: 11, birthDay: 25 }],
    ['half a year', { birthYear: 1980.5 }],
    ['an expiry before there were cards', { expiryYear: 2015 }],
    ['an expiry too far away', { expiryYear: 2038 }],
    ['a short code', { securityCode: '228' }],
    ['a code with a letter', { securityCode: '22a5' }],
    ['full-width digits', { securityCode: '２２８５' }],
  ])('%s', (_, change) => {
    expect(isNumberB({ ...parts, ...change }, now)).toBe(false)
    expect(() => numberB({ ...parts, ...change }, { now })).toThrow(/^pin-impossible/)
  })

  test('today is counted in Tokyo', () => {
    const born = { ...parts, birthYear: 2026, birthMonth: 11, birthDay: 25 }
    expect(isNumberB(born, new Date('2026-11-24T14:59:59Z'))).toBe(false)
    expect(isNumberB(born, new Date('2026-11-24T15:00:00Z'))).toBe(true)
  })
})

test('it prints as dots', () => {
  expect(`${numberB(parts, { now })} ${JSON.stringify(numberB(parts, { now }))}`).toBe(
    '•••• "••••"',
  )
})
