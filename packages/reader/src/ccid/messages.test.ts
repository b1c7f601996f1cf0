import { hex, MalformedBytes, toHex, type Layout } from '@myna/bytes'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answer, getSlotStatus, iccPowerOff, iccPowerOn, messageSize, xfrBlock } from './messages'

describe('each message is the same as value and as bytes (CCID 1.1 §6)', () => {
  const encode = (layout: unknown, value: object) =>
    (layout as Layout<never>).encode(value as never)
  const decode = (layout: unknown, bytes: Uint8Array) => (layout as Layout<never>).decode(bytes)

  test.each([
    [iccPowerOn, { slot: 0, sequence: 7, voltage: 'automatic' }, '62 00000000 00 07 00 0000'],
    [iccPowerOn, { slot: 1, sequence: 7, voltage: '1.8V' }, '62 00000000 01 07 03 0000'],
    [iccPowerOff, { slot: 0, sequence: 255 }, '63 00000000 00 ff 000000'],
    [getSlotStatus, { slot: 0, sequence: 1 }, '65 00000000 00 01 000000'],
    [
      xfrBlock,
      { slot: 0, sequence: 2, waitingTime: 0, chain: 'whole', data: hex('00200080') },
      '6f 04000000 00 02 00 0000 00200080',
    ],
    [
      xfrBlock,
      { slot: 0, sequence: 2, waitingTime: 3, chain: 'more', data: hex('') },
      '6f 00000000 00 02 03 1000',
    ],
    [
      answer,
      {
        type: 'dataBlock',
        slot: 0,
        sequence: 2,
        status: { card: 'active', command: 'done' },
        error: 0,
        specific: 1,
        data: hex('9000'),
      },
      '80 02000000 00 02 00 00 01 9000',
    ],
    [
      answer,
      {
        type: 'slotStatus',
        slot: 0,
        sequence: 1,
        status: { card: 'absent', command: 'failed' },
        error: 0xfe,
        specific: 0,
        data: hex(''),
      },
      '81 00000000 00 01 42 fe 00',
    ],
  ])('$0.name %#', (layout, value, bytes) => {
    expect(toHex(encode(layout, value))).toBe(toHex(hex(bytes)))
    expect(decode(layout, hex(bytes))).toEqual(value)
  })
})

test.each([
  ['6f 00000000 00 02 00 00 01', 'RDR_to_PC.type is 111'],
  ['80 03000000 00 02 00 00 00 9000', 'RDR_to_PC.length promises 3 bytes, 2 came'],
  ['80 00000000 00 02 03 00 00', 'RDR_to_PC.status.card is 3'],
])('an answer that is none says where: %s', (bytes, message) => {
  expect(() => answer.decode(hex(bytes))).toThrow(message)
})

test('whatever bytes a reader sends, they are an answer or MalformedBytes', () => {
  const start = fc.constantFrom('80', '81', '8000000000', '80020000000001')
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 16 }), (head, tail) => {
      const bytes = Uint8Array.from([...hex(head), ...tail])
      try {
        expect(answer.decode(bytes).data.length).toBe(bytes.length - 10)
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedBytes)
      }
    }),
    { numRuns: 2000 },
  )
})

test('a message knows its size from its first five bytes', () => {
  expect(messageSize(hex('80020100'))).toBeUndefined()
  expect(messageSize(hex('8002010000'))).toBe(10 + 258)
})
