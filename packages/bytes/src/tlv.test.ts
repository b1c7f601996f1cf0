import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hex, toHex } from './hex'
import { MalformedBytes } from './malformed'
import { encodeTlv, readTlv, readTlvs, tlvLength } from './tlv'

describe('a TLV object and its bytes say the same in both directions', () => {
  const filler = (size: number) => new Uint8Array(size).fill(0x61)
  test.each([
    ['a one-byte tag', 0x30, hex('0500'), '30 02 0500'],
    ['a private two-byte tag', 0xdf21, hex('000e'), 'df21 02 000e'],
    ['a three-byte tag', 0x9f8101, hex(''), '9f8101 00'],
    ['a length that needs one more byte', 0xdf23, filler(0x80), `df23 81 80 ${'61'.repeat(0x80)}`],
    ['a length that needs two more', 0x7f21, filler(0x100), `7f21 82 0100 ${'61'.repeat(0x100)}`],
  ])('%s', (_, tag, value, bytes) => {
    expect(toHex(encodeTlv(tag, value))).toBe(toHex(hex(bytes)))
    expect(readTlv(hex(bytes))).toEqual({ tag, value, encoded: hex(bytes) })
  })
})

test('a long length form may be longer than it must be: this is BER', () => {
  expect(readTlv(hex('ff20 820002 aabb')).value).toEqual(hex('aabb'))
})

test('the header alone tells how long a file has to be read', () => {
  expect(tlvLength(hex('30820400'))).toBe(0x404)
})

test('bytes after the object are not part of it: card files end in filler', () => {
  expect(readTlv(hex('ff10 01 aa ffff')).encoded).toEqual(hex('ff1001aa'))
})

describe('bytes that are no TLV object say where they break off', () => {
  test.each([
    ['', 'TLV header ends after 0 bytes'],
    ['30', 'TLV header ends after 1 bytes'],
    ['30 82 01', 'TLV header ends after 3 bytes'],
    ['30 03 0102', 'TLV 30 promises 3 bytes, 2 came'],
    ['30 80 0000', 'TLV 30 has an indefinite length'],
    ['30 84 00000001 00', 'TLV 30 has a length of 4 bytes'],
    ['df 81 82 83 00', 'TLV tag is longer than three bytes'],
  ])('%s', (bytes, message) => {
    expect(() => readTlv(hex(bytes))).toThrow(new MalformedBytes(message))
  })
})

test('whatever bytes come, there are objects or a MalformedBytes, and the objects are the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        const back = readTlvs(bytes).flatMap(({ encoded }) => [...encoded])
        expect(back).toEqual([...bytes])
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedBytes)
      }
    }),
    { numRuns: 2000 },
  )
})

test('what was written is read back, for any value', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 700 }),
      fc.constantFrom(0x04, 0xdf22, 0x7f21),
      (value, tag) => {
        expect(readTlv(encodeTlv(tag, value))).toMatchObject({ tag, value })
      },
    ),
  )
})
