import { hex, MalformedBytes, toHex } from '@myna/bytes'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeCommand, encodeCommand, printCommand, type CommandApdu } from './command'

const header = { cla: 0x00, ins: 0xa4, p1: 0x04, p2: 0x0c }
const long = new Uint8Array(256).fill(0xab)

describe('the seven forms of ISO 7816-4 §5.1', () => {
  test.each<[string, CommandApdu, string]>([
    ['case 1, exactly four bytes', header, '00a4040c'],
    ['case 2 short', { ...header, expect: 4 }, '00a4040c 04'],
    ['case 2 short, 256 written as 00', { ...header, expect: 256 }, '00a4040c 00'],
    ['case 2 extended', { ...header, expect: 257 }, '00a4040c 00 0101'],
    ['case 2 extended, 65536 written as 0000', { ...header, expect: 65536 }, '00a4040c 00 0000'],
    ['case 3 short', { ...header, data: hex('0018') }, '00a4040c 02 0018'],
    ['case 3 extended', { ...header, data: long }, `00a4040c 000100 ${toHex(long)}`],
    ['case 4 short', { ...header, data: hex('3031'), expect: 256 }, '00a4040c 02 3031 00'],
    [
      'case 4 extended by its data',
      { ...header, data: long, expect: 256 },
      `00a4040c 000100 ${toHex(long)} 0100`,
    ],
    [
      'case 4 extended by its answer',
      { ...header, data: hex('01'), expect: 65536 },
      '00a4040c 000001 01 0000',
    ],
  ])('%s', (_, command, bytes) => {
    expect(toHex(encodeCommand(command))).toBe(toHex(hex(bytes)))
    expect(decodeCommand(hex(bytes))).toEqual(command)
  })
})

describe('bytes that are no command', () => {
  test.each([
    ['too short for a header', '00a404'],
    ['less data than Lc', '00a4040c 05 0102'],
    ['two bytes after the data', '00a4040c 01 aa 0000'],
    ['an extended form cut off', '00a4040c 00 01'],
    ['an extended Lc of zero', '00a4040c 000000 01'],
    ['less data than extended Lc', '00a4040c 000003 0102'],
    ['one byte for an extended Le', '00a4040c 000001 aa 00'],
  ])('%s', (_, bytes) => {
    expect(() => decodeCommand(hex(bytes))).toThrow(MalformedBytes)
  })
})

test('whatever bytes come, they are a command that says the same again, or MalformedBytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
      try {
        const command = decodeCommand(bytes)
        expect(decodeCommand(encodeCommand(command))).toEqual(command)
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedBytes)
      }
    }),
    { numRuns: 3000 },
  )
})

test('a command no form can carry is the programmer’s mistake', () => {
  expect(() => encodeCommand({ ...header, expect: 0 })).toThrow(RangeError)
  expect(() => encodeCommand({ ...header, expect: 65537 })).toThrow(RangeError)
  expect(() => encodeCommand({ ...header, data: new Uint8Array(65536) })).toThrow(RangeError)
  for (const name of ['cla', 'ins', 'p1', 'p2'])
    for (const byte of [0x1b0, -1, 1.5, Number.NaN])
      expect(() => encodeCommand({ ...header, [name]: byte })).toThrow(/are bytes/)
})

test('a printed command shows its bytes, and dots where they are secret', () => {
  const verify = {
    cla: 0,
    ins: 0x20,
    p1: 0,
    p2: 0x80,
    data: hex('31323334'),
    secret: true,
  } as const

  expect(printCommand({ ...header, data: hex('0018'), expect: 256 })).toBe('00a4040c 02 0018 00')
  expect(printCommand(verify)).toBe('00200080 04 ••••')
  expect(JSON.stringify(printCommand(verify))).not.toContain('31323334')
})
