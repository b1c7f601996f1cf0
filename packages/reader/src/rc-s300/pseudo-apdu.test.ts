import { hex, MalformedBytes, toHex } from '@myna/bytes'
import { describe, expect, test } from 'vitest'
import {
  escapeMessage,
  keepAlive,
  manageSession,
  readOutcome,
  switchToTypeB,
  transparentExchange,
  type Outcome,
} from './pseudo-apdu'

const message = (sequence: number, data: Uint8Array) =>
  toHex(escapeMessage.encode({ sequence, data }))
const digits = (text: string) => toHex(hex(text))

describe('messages, byte for byte (readers.md §2.2, §2.3)', () => {
  test.each([
    ['end a left-over session', manageSession('end'), 'FF 50 00 00 02 82 00 00'],
    ['start', manageSession('start'), 'FF 50 00 00 02 81 00 00'],
    ['RF off', manageSession('fieldOff'), 'FF 50 00 00 02 83 00 00'],
    ['RF on', manageSession('fieldOn'), 'FF 50 00 00 02 84 00 00'],
  ])('%s', (_, command, bytes) => {
    expect(message(1, command)).toBe(digits(`6B 08 00 00 00 00 01 00 00 00 ${bytes}`))
  })

  test.each([
    ['to layer 3', switchToTypeB('selected'), 'FF 50 00 02 04 8F 02 01 03 00'],
    ['to layer 4', switchToTypeB('isoDep'), 'FF 50 00 02 04 8F 02 01 04 00'],
  ])('switch to Type B, %s', (_, command, bytes) => {
    expect(message(1, command)).toBe(digits(`6B 0A 00 00 00 00 01 00 00 00 ${bytes}`))
  })

  test('SELECT JPKI AP, 1 s, as an APDU', () => {
    const command = transparentExchange('apdu', 1000, hex('00a4040c0ad392f000260100000001'))
    expect(message(7, command)).toBe(
      digits(
        `6B 28 00 00 00 00 07 00 00 00 FF 50 00 01 00 00 1E 90 02 00 00 5F 46 04 40 42 0F 00 95 82 00 0F
         00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01 00 00 00`,
      ),
    )
  })

  test('a frame of 256 bytes, 309.3 ms: lengths of two bytes, no fraction of a microsecond lost', () => {
    const bytes = toHex(transparentExchange('frame', 309.3141, new Uint8Array(256)))
    expect(bytes.slice(0, 44)).toBe(digits('ff50000100 010f 9002001c 5f4604 43b80400 9582 0100'))
    expect(bytes.slice(-6)).toBe('000000')
    expect(bytes).toHaveLength(2 * (7 + 15 + 256 + 3))
  })

  test('keep-alive', () => {
    expect(toHex(keepAlive())).toBe('ff56000000')
  })
})

describe('answers', () => {
  test.each<[string, string, Outcome]>([
    ['done', 'C0 03 00 90 00 90 00', { is: 'done', data: undefined }],
    ['no objects at all', '90 00', { is: 'done', data: undefined }],
    [
      'a FeliCa card, from a public trace',
      `C0 03 00 90 00 92 01 00 96 02 00 00 97 14 14 01 ${'00'.repeat(18)} 90 00`,
      { is: 'done', data: hex(`1401${'00'.repeat(18)}`) },
    ],
    [
      'data in the two longer forms of its length',
      `C0 03 00 90 00 97 82 01 00 ${'ab'.repeat(256)} 90 00`,
      { is: 'done', data: new Uint8Array(256).fill(0xab) },
    ],
    [
      'and 81',
      `C0 03 00 90 00 97 81 80 ${'ab'.repeat(128)} 90 00`,
      { is: 'done', data: new Uint8Array(128).fill(0xab) },
    ],
    [
      'activated',
      'C0 03 00 90 00 8F 01 08 5F 51 03 3B 80 01 90 00',
      { is: 'done', data: undefined },
    ],
    [
      'with an object of Sony’s',
      'C0 03 00 90 00 FF 6D 02 AA BB 97 01 CC 90 00',
      { is: 'done', data: hex('cc') },
    ],
    ['no card', 'C0 03 02 64 01 90 00', { is: 'silence' }],
    ['no card, the other word', 'C0 03 02 64 00 90 00', { is: 'silence' }],
    ['something that is no frame', 'C0 03 01 64 01 90 00', { is: 'noise' }],
    ['a frame with a wrong CRC', 'C0 03 00 90 00 96 02 01 00 97 01 AA 90 00', { is: 'noise' }],
    ['held by another program', 'C0 03 00 69 8A 90 00', { is: 'taken' }],
    ['held, said outside', '69 8A', { is: 'taken' }],
    ['wrong state', 'C0 03 00 63 01 90 00', { is: 'refused', status: '6301' }],
    ['unsupported', 'C0 03 00 6A 81 90 00', { is: 'refused', status: '6a81' }],
    ['object length', 'C0 03 00 67 00 90 00', { is: 'refused', status: '6700' }],
    ['no such pseudo-APDU', '6D 00', { is: 'refused', status: '6d00' }],
  ])('%s', (_, bytes, outcome) => {
    expect(readOutcome(hex(bytes))).toEqual(outcome)
  })

  test.each(['', '90', 'C0 03 00 90 90 00', 'C0 02 90 00 90 00', '97 05 AA 90 00'])(
    'malformed: %s',
    (bytes) => {
      expect(() => readOutcome(hex(bytes))).toThrow(MalformedBytes)
    },
  )
})
