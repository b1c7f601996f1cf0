import { expect, test } from 'vitest'
import { checkDigit, inventedNumber, type PersonRow } from './people-row'
import { people } from './people-table'

const rows: readonly PersonRow[] = Object.values(people)

test('the check digit is the one of the published test holder', () => {
  expect(checkDigit('53768667718')).toBe(8) // card.md §13
})

test('the twelve digits of everybody are nobody’s', () => {
  for (const row of rows) {
    const number = inventedNumber(row)
    expect(number).toMatch(/^0000\d{8}$/)
    expect(Number(number.slice(-1))).not.toBe(checkDigit(number.slice(0, 11)))
  }
})

test('no two people have the same number in the table', () => {
  expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length)
})
