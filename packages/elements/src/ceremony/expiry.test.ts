import { describe, expect, test } from 'vitest'
import { expiryOf, isNew } from './expiry'

const notAfter = new Date('2027-05-31T14:59:59Z') // the end of 31 May in Japan

describe('a reminder begins three months before the end, by the calendar of Japan', () => {
  test.each([
    ['2027-02-27T14:59:59Z', 'far'],
    ['2027-02-27T15:00:00Z', 'near'], // 28 February there: it has no 31st
    ['2027-05-31T14:59:59Z', 'near'],
    ['2027-05-31T15:00:00Z', 'past'],
  ])('%s: %s', (now, expected) => {
    expect(expiryOf({ notAfter }, new Date(now))).toBe(expected)
  })
})

test('a certificate is new for two days, and not before it was made', () => {
  const notBefore = new Date('2026-11-20T00:00:00Z')
  expect(isNew({ notBefore }, new Date('2026-11-21T23:59:59Z'))).toBe(true)
  expect(isNew({ notBefore }, new Date('2026-11-22T00:00:00Z'))).toBe(false)
  expect(isNew({ notBefore }, new Date('2026-11-19T23:59:59Z'))).toBe(false)
})
