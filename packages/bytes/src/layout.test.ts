import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bits,
  constant,
  named,
  octets,
  reserved,
  rest,
  restLength,
  u16be,
  u16le,
  u32be,
  u32le,
  u8,
} from './field'
import { hex, toHex } from './hex'
import { layout } from './layout'
import { MalformedBytes } from './malformed'

const numbers = layout('Numbers', { a: u8, b: u16le, c: u16be, d: u32le, e: u32be })

const message = layout('Message', {
  type: constant(u8, 0x80),
  length: restLength(u16le),
  status: bits({
    card: [0, ['active', 'inactive', 'absent']],
    command: [6, ['done', 'failed', 'wait']],
  }),
  chain: named(u8, { whole: 0, more: 0x10 }),
  reserved: reserved(1),
  name: octets(2),
  data: rest,
})

describe('a layout says the same as value and as bytes', () => {
  test('numbers in both byte orders', () => {
    const value = { a: 1, b: 0x0203, c: 0x0405, d: 0x06070809, e: 0xfffefdfc }
    const bytes = '01 0302 0405 09080706 fffefdfc'

    expect(toHex(numbers.encode(value))).toBe(toHex(hex(bytes)))
    expect(numbers.decode(hex(bytes))).toEqual(value)
  })

  test('constants and lengths are nobody’s business but the layout’s', () => {
    const value = {
      status: { card: 'absent', command: 'failed' },
      chain: 'more',
      name: hex('4142'),
      data: hex('aabbcc'),
    } as const
    const bytes = '80 0300 42 10 00 4142 aabbcc'

    expect(toHex(message.encode(value))).toBe(toHex(hex(bytes)))
    expect(message.decode(hex(bytes))).toEqual(value)
  })

  test('a reserved byte is written as zero and not looked at', () => {
    expect(message.decode(hex('80 0000 00 00 ff 4142')).data).toEqual(hex(''))
  })
})

describe('bytes that do not fit are refused with the place', () => {
  test.each([
    ['81 0000 00 00 00 4142', 'Message.type is 129, not 128'],
    ['80 0300 00 00 00 4142 aabb', 'Message.length promises 3 bytes, 2 came'],
    ['80 0000 03 00 00 4142', 'Message.status.card is 3, not active or inactive or absent'],
    ['80 0000 00 05 00 4142', 'Message.chain is 5, not whole or more'],
    ['80 0000 00', 'Message takes 8 bytes, 4 came'],
  ])('%s', (bytes, text) => {
    expect(() => message.decode(hex(bytes))).toThrow(new MalformedBytes(text))
  })

  test('a layout without a rest takes exactly its bytes', () => {
    expect(() => numbers.decode(new Uint8Array(14))).toThrow('Numbers takes 13 bytes, 14 came')
  })
})

test('a value that does not fit into its field is the programmer’s mistake', () => {
  expect(() => numbers.encode({ a: 256, b: 0, c: 0, d: 0, e: 0 })).toThrow(RangeError)
  expect(() => numbers.encode({ a: 0.5, b: 0, c: 0, d: 0, e: 0 })).toThrow(RangeError)
  expect(() => layout('Wrong', { data: rest, after: u8 })).toThrow(TypeError)
})

test('decoded bytes are the caller’s own: changing the source does not change them', () => {
  const source = hex('80 0100 00 00 00 4142 aa')

  const { data } = message.decode(source)
  source.fill(0)

  expect(data).toEqual(hex('aa'))
})

test('whatever bytes come, there is a value that encodes to them again, or a MalformedBytes', () => {
  const start = fc.constantFrom('80 0000 00 00 00', '80 0200 41 10 00', '80')
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 12 }), (head, tail) => {
      const bytes = Uint8Array.from([...hex(head), ...tail])
      try {
        const again = message.encode(message.decode(bytes))
        bytes[3]! &= 0xc3 // bits that belong to no choice
        bytes[5] = 0 // and the reserved byte
        expect(toHex(again)).toBe(toHex(bytes))
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedBytes)
      }
    }),
    { numRuns: 2000 },
  )
})
