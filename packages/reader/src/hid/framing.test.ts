import { hex, join, MalformedBytes, toHex } from '@myna/bytes'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageCollector, reportsOf } from './framing'

const channelNumber = fc.integer({ min: 0, max: 0xffff })
const message = fc.uint8Array({ minLength: 0, maxLength: 700 })

describe('a message in reports of 64 bytes', () => {
  test('that fits into one: channel, 05, sequence, length, zeros', () => {
    const [only, ...more] = reportsOf(0x0101, hex('00a4020c02000a'))

    expect(more).toEqual([])
    expect(toHex(only!)).toBe(
      `0101 05 0000 0007 00a4020c02000a`.replaceAll(' ', '').padEnd(128, '0'),
    )
  })

  test('that needs two: the second has no length', () => {
    const reports = reportsOf(0xabcd, new Uint8Array(58).fill(0xee))

    expect(reports.map((report) => toHex(report).slice(0, 14))).toEqual([
      'abcd050000003a',
      'abcd050001ee00',
    ])
  })

  test('that is too long is a mistake of the programmer', () => {
    expect(() => reportsOf(1, new Uint8Array(0x10000))).toThrow(RangeError)
  })

  test('comes out as it went in, whatever it is', () => {
    fc.assert(
      fc.property(channelNumber, message, (channel, bytes) => {
        const collector = messageCollector(channel)
        const taken = reportsOf(channel, bytes).map((report) => collector.take(report))

        expect(taken.slice(0, -1).every((one) => one === undefined)).toBe(true)
        expect(toHex(taken.at(-1)!)).toBe(toHex(bytes))
      }),
    )
  })
})

describe('reports that do not belong', () => {
  test('those of another channel are dropped, wherever they come', () => {
    fc.assert(
      fc.property(channelNumber, message, message, fc.nat(20), (channel, mine, other, at) => {
        const reports = reportsOf(channel, mine)
        const foreign = reportsOf(channel ^ 1, other)
        const place = at % (reports.length + 1)
        const mixed = [...reports.slice(0, place), ...foreign, ...reports.slice(place)]

        const collector = messageCollector(channel)
        const taken = mixed.map((report) => collector.take(report)).filter((one) => one)

        expect(taken.map((one) => toHex(one!))).toEqual([toHex(mine)])
      }),
    )
  })

  test.each([
    ['a report is missing', (reports: Uint8Array[]) => reports.toSpliced(1, 1)],
    ['a report comes twice', (reports: Uint8Array[]) => reports.toSpliced(1, 0, reports[0]!)],
    ['two are in the wrong order', ([a, b, c]: Uint8Array[]) => [a!, c!, b!]],
    ['it begins in the middle', (reports: Uint8Array[]) => reports.slice(1)],
    [
      'a report has another tag',
      ([a, b, c]: Uint8Array[]) => [a!, join(b!.slice(0, 2), hex('02'), b!.slice(3)), c!],
    ],
    ['a report breaks off', ([a]: Uint8Array[]) => [a!.slice(0, 4)]],
    ['the first is too short for a length', ([a]: Uint8Array[]) => [a!.slice(0, 6)]],
    ['one has no content', ([a, b]: Uint8Array[]) => [a!, b!.slice(0, 5)]],
  ])('%s: refused', (_, spoil) => {
    const reports = spoil(reportsOf(7, new Uint8Array(150)))
    const collector = messageCollector(7)
    expect(() => reports.map((report) => collector.take(report))).toThrow(MalformedBytes)
  })
})
