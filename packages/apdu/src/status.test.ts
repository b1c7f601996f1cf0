import { describe, expect, test } from 'vitest'
import { CardError, type AnyCardError } from './error'
import { dataOf, statusError } from './status'

const secret = 'authentication-pin'
const verify = { doing: 'verify the PIN', secret } as const
const read = { doing: 'read' }
const refused = (doing: string, status: string) => new CardError('card-refused', { doing, status })

describe('status words of the card while a PIN is presented', () => {
  test.each<[number, AnyCardError]>([
    [0x63c2, new CardError('pin-wrong', { secret, triesLeft: 2 })],
    [0x63c1, new CardError('pin-wrong', { secret, triesLeft: 1 })],
    [0x63c0, new CardError('pin-locked', { secret })],
    [0x6300, new CardError('pin-wrong', { secret, triesLeft: undefined })],
    [0x6984, new CardError('pin-locked', { secret })],
    [0x6983, new CardError('pin-locked', { secret })],
  ])('%i', (status, error) => {
    expect(statusError(status, verify)).toEqual(error)
    expect(statusError(status, verify)).toMatchObject({ code: error.code, facts: error.facts })
  })
})

describe('status words of the card for any other command', () => {
  const words = [
    0x63c2, 0x6300, 0x6984, 0x6983, 0x6700, 0x6881, 0x6981, 0x6982, 0x6985, 0x6986, 0x69fc, 0x66f1,
    0x6a82, 0x6a83, 0x6a86, 0x6a88, 0x6b00, 0x6d00, 0x6e00, 0x1234,
  ]
  test.each(words)('%i is a refusal that names the status word', (status) => {
    const text = status.toString(16).toUpperCase()
    expect(statusError(status, read)).toEqual(refused('read', text))
  })

  test.each([0x6f00, 0x6581, 0x6400])('%i says the card is broken', (status) => {
    expect(statusError(status, read)).toMatchObject({
      code: 'card-broken',
      facts: { doing: 'read' },
    })
  })
})

test('a command may give a status word a meaning of its own', () => {
  const absent = new CardError('certificate-absent', { certificate: 'signing' })

  const error = statusError(0x6a82, { ...read, means: { 0x6a82: absent } })

  expect(error).toBe(absent)
})

test('only 9000 gives data', () => {
  expect(dataOf({ data: Uint8Array.of(1), status: 0x9000 }, read)).toEqual(Uint8Array.of(1))
  expect(() => dataOf({ data: Uint8Array.of(1), status: 0x6282 }, read)).toThrow(CardError)
})
