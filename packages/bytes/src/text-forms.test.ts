import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { base64url, toBase64url } from './base64url'
import { hex, toHex } from './hex'
import { join, sameBytes } from './join'
import { MalformedBytes } from './malformed'

describe('base64url has exactly one spelling for each byte string', () => {
  test.each([
    ['', ''],
    ['00', 'AA'],
    ['fbff', '-_8'],
    ['14fb9c03d97e', 'FPucA9l-'],
  ])('%s', (bytes, text) => {
    expect(toBase64url(hex(bytes))).toBe(text)
    expect(toHex(base64url(text))).toBe(bytes)
  })

  test.each([
    ['padding', 'AA=='],
    ['the alphabet of plain base64', '+/8'],
    ['stray bits in the last digit', 'AB'],
    ['a lone digit', 'A'],
    ['a space', 'A A'],
    ['a line end', 'AA\n'],
  ])('%s is refused', (_, text) => {
    expect(() => base64url(text)).toThrow(MalformedBytes)
  })

  test('any text is read to bytes that write the same text, or refused', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        try {
          expect(toBase64url(base64url(text))).toBe(text)
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedBytes)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

test('hex reads a pasted trace and refuses half a byte and foreign characters', () => {
  expect(hex('00 A4\n04 0c')).toEqual(Uint8Array.of(0, 0xa4, 4, 0x0c))
  expect(() => hex('00a')).toThrow(MalformedBytes)
  expect(() => hex('0x00')).toThrow(MalformedBytes)
})

test('bytes are joined in order and compared whole', () => {
  expect(join(hex('01'), hex(''), hex('0203'))).toEqual(hex('010203'))
  expect(sameBytes(hex('0102'), hex('0102'))).toBe(true)
  expect(sameBytes(hex('0102'), hex('01'))).toBe(false)
  expect(sameBytes(hex('0102'), hex('0103'))).toBe(false)
})
