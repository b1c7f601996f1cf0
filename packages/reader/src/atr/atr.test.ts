import { hex, MalformedBytes, toHex } from '@myna/bytes'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAtr } from './atr'
import { agreedRates, ppsRequest } from './pps'
import { bitRate, blockWaitingTime } from './rates'

/** What an ATR says, in the order: protocols, TA1, IFSC, TB3, check, specific mode, historical bytes. */
const summary = (bytes: string) => {
  const { protocols, rates, t1, specific, historical } = readAtr(hex(bytes))
  const way = specific === undefined ? 'any' : `only T=${specific.protocol}`
  return [protocols.join(), rates, t1.ifsc, t1.waitingIntegers, t1.check, way, toHex(historical)]
}

describe('the ATRs of My Number cards (card.md §1)', () => {
  test.each([
    ['3be000ff8131fe4514', ['1', 0x11, 254, 0x45, 'LRC', 'any', '']],
    [
      '3bda13ff8131fb46801239 2f31c173c601c03b',
      ['1', 0x13, 251, 0x46, 'LRC', 'any', '8012392f31c173c601c0'],
    ],
    ['3bc5ff8131fb458073c6010000', ['1', 0x11, 251, 0x45, 'LRC', 'any', '8073c60100']],
    [
      '3bf59100ff918171fe4000420001 00d1d6',
      ['1', 0x91, 254, 0x40, 'LRC', 'only T=1', '42000100d1'],
    ],
    ['3bf59100ff918171fe4000420001b3a115', ['1', 0x91, 254, 0x40, 'LRC', 'only T=1', '420001b3a1']],
    ['3b8880010000 05e0b381a1007f', ['0,1', 0x11, 32, 0x4d, 'LRC', 'any', '000005e0b381a100']],
    ['3b888001000041e0b381a1003b', ['0,1', 0x11, 32, 0x4d, 'LRC', 'any', '000041e0b381a100']],
    ['3b888001004b51ff0081d100bc', ['0,1', 0x11, 32, 0x4d, 'LRC', 'any', '004b51ff0081d100']],
    ['3b888001004b51ffb381d1000f', ['0,1', 0x11, 32, 0x4d, 'LRC', 'any', '004b51ffb381d100']],
  ])('%s', (bytes, says) => {
    expect(summary(bytes)).toEqual(says)
  })
})

describe('others', () => {
  test.each([
    [
      'a memory card at a contactless reader',
      '3b8f8001804f0ca000000306030001000000006a',
      ['0,1', 0x11, 32, 0x4d, 'LRC', 'any', '804f0ca00000030603000100000000'],
    ],
    ['a phone', '3b80800101', ['0,1', 0x11, 32, 0x4d, 'LRC', 'any', '']],
    [
      'T=0 alone, without a check',
      '3b6700002920006f789000',
      ['0', 0x11, 32, 0x4d, 'LRC', 'any', '2920006f789000'],
    ],
    ['a CRC', '3b80817120450114', ['1', 0x11, 32, 0x45, 'CRC', 'any', '']],
    ['the inverse convention', '3f00', ['0', 0x11, 32, 0x4d, 'LRC', 'any', '']],
    ['bytes about the card after T=15', '3b80811f0719', ['1', 0x11, 32, 0x4d, 'LRC', 'any', '']],
  ])('%s', (_, bytes, says) => {
    expect(summary(bytes)).toEqual(says)
  })

  test('TC1, TC2 and the inverse convention', () => {
    const atr = readAtr(hex('3fc005400a'))
    expect(atr).toMatchObject({ convention: 'inverse', guardTime: 5, waitingInteger: 10 })
  })
})

test.each([
  ['', 'ATR.TS'],
  ['03', 'ATR.TS'],
  ['3b', 'ATR ends before T0'],
  ['3be000ff8131fe45', 'ATR ends before TCK'],
  ['3be000ff8131fe4515', 'ATR.TCK does not fit'],
  ['3be000ff8131fe451400', 'ATR goes on after its end'],
  ['3b6700002920006f7890', 'ATR ends in its historical bytes'],
  ['3b67000029', 'ATR ends in its historical bytes'],
  ['3b808f', 'ATR.TD1 offers T=15'],
  ['3b8081110010', 'an IFSC of 0'],
  ['3b808121a585', 'a BWI of 10'],
  [`3b${'f0'.repeat(33)}`, 'ATR of 34 characters'],
])('an ATR that breaks a rule is refused with the reason: %s', (bytes, reason) => {
  expect(() => readAtr(hex(bytes))).toThrow(MalformedBytes)
  expect(() => readAtr(hex(bytes))).toThrow(reason)
})

test('whatever bytes come after a reset, they are an ATR or MalformedBytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (tail) => {
      try {
        expect(readAtr(Uint8Array.of(0x3b, ...tail)).protocols.length).toBeGreaterThan(0)
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedBytes)
      }
    }),
    { numRuns: 3000 },
  )
})

describe('PPS (ISO 7816-3 §9)', () => {
  test.each([
    [1, 0x11, 'ff 01 fe'],
    [0, 0x11, 'ff 00 ff'],
    [1, 0x13, 'ff 11 13 fd'],
    [1, 0x96, 'ff 11 96 78'],
  ])('T=%i at %i', (protocol, rates, bytes) => {
    expect(toHex(ppsRequest(protocol, rates))).toBe(toHex(hex(bytes)))
    expect(agreedRates(hex(bytes), hex(bytes))).toBe(rates)
  })

  test('a card may leave the speed as it is', () => {
    expect(agreedRates(hex('ff1113fd'), hex('ff01fe'))).toBe(0x11)
  })

  test.each(['ff00ff', 'ff1112fc', 'ff1113fc', 'ff01ff', '', 'ff', '3bff', 'ff1113fd00'])(
    'anything else is no agreement: %s',
    (response) => {
      expect(() => agreedRates(hex('ff1113fd'), hex(response))).toThrow(MalformedBytes)
    },
  )
})

describe('Fi and Di', () => {
  test.each([
    [0x11, 4000, 10_752.7],
    [0x13, 4000, 43_010.8],
    [0x18, 4800, 154_838.7],
    [0x96, 4000, 250_000],
  ])('%i at %i kHz', (rates, clock, speed) => {
    expect(bitRate(rates, clock)).toBeCloseTo(speed, 0)
  })

  test('reserved ones are no speed', () => {
    for (const rates of [0x71, 0x81, 0x10, 0x1a, 0xf1]) expect(bitRate(rates, 4000)).toBeUndefined()
  })

  test('a card with BWI 4 may take one and a half seconds over the first byte', () => {
    expect(blockWaitingTime(0x45, 0x11, 4000)).toBeCloseTo(1429.5, 0)
  })
})
