import { describe, expect, test } from 'vitest'
import type { CcidFacts } from './descriptor'
import { featuresIn } from './features'
import { correctedFacts, factsOfSlot } from './quirks'

const said: CcidFacts = {
  release: '1.10',
  slots: 2,
  voltages: ['5V'],
  protocols: ['T=0', 'T=1'],
  clock: { usual: 4000, highest: 8000, choices: 0 },
  rate: { usual: 10_753, highest: 600_000, choices: 0 },
  maximumIfsd: 252,
  features: featuresIn(0xba),
  level: 'tpdu',
  maximumMessage: 271,
  display: undefined,
  pinPad: { verify: true, modify: true },
  busySlots: 1,
}
const at = (vendorId: number, productId: number, release = 0x0100) =>
  correctedFacts(said, { vendorId, productId, release })

test('a reader nobody has anything to say about is what it says', () => {
  expect(at(0x1209, 1)).toEqual({ facts: said, refused: undefined })
})

test('slot 1 of the SCR331-DI-NTTCom runs its protocol itself; slot 0 does not', () => {
  const { facts } = at(0x04e6, 0x5120)
  expect(factsOfSlot(facts, 0)).toMatchObject({ level: 'tpdu' })
  expect(factsOfSlot(facts, 1)).toMatchObject({
    level: 'short-apdu',
    features: { exchangesIfsd: true, sendsPps: true },
  })
})

describe('keys that are none', () => {
  test.each([
    ['HP keyboard', 0x03f0, 0x1024],
    ['HP keyboard of Japan', 0x03f0, 0x124a],
    ['Chicony keyboard', 0x04f2, 0x1469],
    ['Fujitsu keyboard', 0x0bf8, 0x1017],
    ['LTC31 v2', 0x0783, 0x0006],
    ['OMNIKEY 3x21', 0x076b, 0x3031],
    ['OMNIKEY 6121', 0x076b, 0x6632],
    ['HID Aviator', 0x076b, 0x3a21],
    ['Cherry XX44', 0x046a, 0x00a7],
    ['Fujitsu D323', 0x0bf8, 0x1024],
    ['bit4id miniLector', 0x25dd, 0x3111],
  ])('%s', (_, vendor, product) => {
    expect(at(vendor, product, 0x0200).facts.pinPad).toEqual({ verify: false, modify: false })
  })

  test('others keep theirs', () => {
    expect(at(0x04e6, 0xe003, 0x0510).facts.pinPad.verify).toBe(true) // SPR532
    expect(at(0x0c4b, 0x0300).facts.pinPad.verify).toBe(true) // cyberJack pinpad
  })
})

describe('firmware', () => {
  test.each([
    ['SCR331', 0x04e6, 0xe001, 0x0516],
    ['SCR331-DI', 0x04e6, 0x5111, 0x0620],
    ['SPR532', 0x04e6, 0xe003, 0x0510],
    ['SCL010', 0x04e6, 0x5291, 0x0112],
    ['ACR122U', 0x072f, 0x2200, 0x0206],
    ['AU9520', 0x058f, 0x9520, 0x0102],
  ])('%s: the release before the first good one is refused', (_, vendor, product, good) => {
    expect(at(vendor, product, good - 1).refused).toContain('firmware')
    expect(at(vendor, product, good).refused).toBeUndefined()
  })

  test('what holds for one release does not hold for the next', () => {
    expect(at(0x0529, 0x0620, 0x0013).facts.features.exchangesIfsd).toBe(true)
    expect(at(0x0529, 0x0620, 0x0014).facts.features.exchangesIfsd).toBe(false)
    expect(at(0x046a, 0x00a1, 0x0100).facts.level).toBe('extended-apdu')
    expect(at(0x046a, 0x00a1, 0x0102).facts.level).toBe('tpdu')
  })
})

test('others are slower, longer or shorter than they say', () => {
  expect(at(0x058f, 0x9540).facts.rate.highest).toBe(200_000)
  expect(at(0x09be, 0x0002).facts.maximumIfsd).toBe(254)
  expect(at(0x0b97, 0x7762).facts.avoidsFullPackets).toBe(true)
  expect(at(0x0d46, 0x3010).facts.level).toBe('short-apdu')
})
