import { hex, MalformedBytes } from '@myna/bytes'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findCcid } from './descriptor'

// The descriptor of a Sony RC-S300's CCID interface, put together from its published facts:
// bcdCCID 1.10, one slot, T=1, dwFeatures 0004007E, longest message 522.
const functional = (type = '21', features = '7e000400') =>
  `36 ${type} 1001 00 07 02000000 a00f0000 a00f0000 00 002a0000 40420500 00 fe000000 00000000` +
  ` 00000000 ${features} 0a020000 ff ff 0000 00 01`
const configuration = '09 02 0000 02 01 00 80 32'
const ccidInterface = '09 04 00 00 03 0b 00 00 00'
const vendorInterface = '09 04 01 00 02 ff 00 00 00'
const endpoints = '07 05 81 02 4000 00 07 05 01 02 4000 00'

describe('the functional descriptor is found wherever readers put it', () => {
  test.each([
    ['after the interface', `${configuration}${ccidInterface}${functional()}${endpoints}`],
    ['after the last endpoint', `${configuration}${ccidInterface}${endpoints}${functional()}`],
    ['with the vendor descriptor type', `${configuration}${ccidInterface}${functional('ff')}`],
    [
      'behind another interface',
      `${configuration}${vendorInterface}${endpoints}${ccidInterface}${functional()}`,
    ],
  ])('%s', (_, bytes) => {
    expect(findCcid(hex(bytes), 0)).toEqual({
      release: '1.10',
      slots: 1,
      voltages: ['5V', '3V', '1.8V'],
      protocols: ['T=1'],
      clock: { usual: 4000, highest: 4000, choices: 0 },
      rate: { usual: 10_752, highest: 344_640, choices: 0 },
      maximumIfsd: 254,
      features: {
        configuresFromAtr: true,
        activatesOnInsert: true,
        choosesVoltage: true,
        changesClock: true,
        changesRate: true,
        negotiatesParameters: true,
        sendsPps: false,
        stopsClock: false,
        otherNads: false,
        exchangesIfsd: false,
        wakesUp: false,
      },
      level: 'extended-apdu',
      maximumMessage: 522,
      display: undefined,
      pinPad: { verify: false, modify: false },
      busySlots: 1,
    })
  })

  test('an interface without one has none, and a HID descriptor of the same type is not one', () => {
    const hid = '09 21 1101 00 01 22 2200'
    const bytes = hex(`${configuration}${ccidInterface}${functional()}${vendorInterface}${hid}`)

    expect(findCcid(bytes, 1)).toBeUndefined()
  })
})

test.each([
  ['00000000', 'character'],
  ['00000100', 'tpdu'],
  ['00000200', 'short-apdu'],
  ['7e000400', 'extended-apdu'],
])('dwFeatures %s is the level %s', (features, level) => {
  expect(findCcid(hex(`${ccidInterface}${functional('21', features)}`), 0)?.level).toBe(level)
})

test('descriptors that do not chain, and two levels at once, are refused by name', () => {
  expect(() => findCcid(hex(`${configuration}00`), 0)).toThrow(MalformedBytes)
  expect(() => findCcid(hex('09 04 00 00'), 0)).toThrow('breaks off at byte 0')
  expect(() => findCcid(hex(`${ccidInterface}${functional('21', '00000300')}`), 0)).toThrow(
    'dwFeatures 0x30000',
  )
})

test('whatever descriptors a device sends, they are facts, nothing, or MalformedBytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(255), (tail, cut) => {
      const whole = Uint8Array.from([...hex(`${ccidInterface}${functional()}`), ...tail])
      whole[cut % whole.length]! ^= 0xff
      try {
        const facts = findCcid(whole, 0)
        expect(facts === undefined || facts.maximumMessage >= 0).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedBytes)
      }
    }),
    { numRuns: 2000 },
  )
})
