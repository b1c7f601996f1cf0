// Why this exists: a server and a page are built from different rooms, and the words a server may say
// to a page are written in both. They must be the same, or a person is shown no words at all.
import type { LoginRefusal } from '@myna/apdu'
import { refusals, type Told } from '@myna/verifier'
import { expect, expectTypeOf, test } from 'vitest'

test('what a server tells is what a page understands', () => {
  expectTypeOf<Told>().toEqualTypeOf<LoginRefusal>()
  expect(new Set(Object.values(refusals)).size).toBe(6)
})
