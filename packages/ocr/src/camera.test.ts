import { expect, test } from 'vitest'
import { refusalOf } from './camera'

test.each([
  ['NotAllowedError', 'permission-denied'],
  ['SecurityError', 'permission-denied'],
  ['NotFoundError', 'no-camera'],
  ['NotReadableError', 'no-camera'],
  ['OverconstrainedError', 'no-camera'],
])('%s means %s', (name, refusal) => {
  expect(refusalOf(new DOMException('whatever', name))).toBe(refusal)
})

test('an error of another kind is a mistake and stays one', () => {
  const mistake = new TypeError('no such thing')
  expect(() => refusalOf(mistake)).toThrow(mistake)
})
