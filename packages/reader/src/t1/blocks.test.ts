import { hex, MalformedBytes, toHex } from '@myna/bytes'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBlock, encodeBlock, type Block, type Check } from './blocks'

describe('each block is the same as value and as bytes (ISO 7816-3 §11.3)', () => {
  test.each<[Block, Check, string]>([
    [{ kind: 'I', number: 0, more: false, data: hex('00200080') }, 'LRC', '00 00 04 00200080 a4'],
    [{ kind: 'I', number: 1, more: true, data: hex('aa') }, 'LRC', '00 60 01 aa cb'],
    [{ kind: 'I', number: 0, more: false, data: hex('') }, 'LRC', '00 00 00 00'],
    [{ kind: 'R', number: 0, error: 'none' }, 'LRC', '00 80 00 80'],
    [{ kind: 'R', number: 1, error: 'check' }, 'LRC', '00 91 00 91'],
    [{ kind: 'R', number: 1, error: 'other' }, 'LRC', '00 92 00 92'],
    [{ kind: 'resynch', from: 'request', data: hex('') }, 'LRC', '00 c0 00 c0'],
    [{ kind: 'ifs', from: 'request', data: hex('fe') }, 'LRC', '00 c1 01 fe 3e'],
    [{ kind: 'abort', from: 'response', data: hex('') }, 'LRC', '00 e2 00 e2'],
    [{ kind: 'wtx', from: 'response', data: hex('05') }, 'LRC', '00 e3 01 05 e7'],
    // CRC-16/MCRF4XX (the catalogue's check value: "123456789" is 6f91), high byte first
    [{ kind: 'R', number: 0, error: 'none' }, 'CRC', '00 80 00 b5ff'],
  ])('%#', (block, check, bytes) => {
    const written = toHex(encodeBlock(block, check))
    expect(written).toBe(toHex(hex(bytes)))
    expect(decodeBlock(hex(written), check)).toEqual(block)
  })
})

test.each([
  ['00 00 00', 'T=1 block of 3 bytes'],
  ['00 00 02 aa a8', 'LEN is 2'],
  ['00 1f 00 1f', 'PCB is 31'],
  ['00 83 00 83', 'PCB is 131'],
  ['00 c5 00 c5', 'PCB is 197'],
  ['00 c3 00 c3', 'PCB is 195'],
  ['12 00 00 12', 'NAD is 18'],
])('bytes that are no block are refused: %s', (bytes, reason) => {
  expect(() => decodeBlock(hex(bytes), 'LRC')).toThrow(reason)
})

test('a changed byte never goes unnoticed', () => {
  const checks = fc.constantFrom<Check>('LRC', 'CRC')
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 254 }),
      checks,
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (data, check, place, change) => {
        const bytes = encodeBlock({ kind: 'I', number: 0, more: false, data }, check)
        bytes[place % bytes.length]! ^= change
        let outcome
        try {
          outcome = decodeBlock(bytes, check)
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedBytes)
          return
        }
        expect(outcome).toBe('wrong check')
      },
    ),
    { numRuns: 2000 },
  )
})
