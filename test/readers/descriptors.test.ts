// Why this exists: no reader is here to try, but hundreds of them have said what they are. Every one
// of their descriptors goes through our parser, and what comes out is compared with what was read
// from the same dumps by other means.
import { join, hex } from '@myna/bytes'
import { findCcid } from '@myna/reader'
import { describe, expect, test } from 'vitest'
import { knownInterfaces, type KnownInterface } from './known-readers'

const factsOf = ({ interfaceClass, descriptor }: KnownInterface) =>
  findCcid(join(hex('0904000003'), Uint8Array.of(interfaceClass), hex('000000'), descriptor), 0)!
const count = (fits: (facts: ReturnType<typeof factsOf>, one: KnownInterface) => boolean) =>
  knownInterfaces.filter((one) => fits(factsOf(one), one)).length

test('there are 536 readers', () => {
  const readers = new Set(knownInterfaces.map(({ name }) => name))
  expect(readers.size).toBe(536)
  expect(knownInterfaces).toHaveLength(600)
})

test.each(knownInterfaces.map((one) => [one.name, one] as const))('%s', (_, known) => {
  const facts = factsOf(known)

  expect(facts.level).toBe(known.level)
  expect(facts.slots).toBe(known.slots)
  expect(facts.pinPad).toEqual({
    verify: ['verify', 'both'].includes(known.pin),
    modify: ['modify', 'both'].includes(known.pin),
  })
  expect(facts.protocols.length).toBeGreaterThan(0)
  expect(facts.busySlots).toBeGreaterThan(0)
  expect(facts.release).toMatch(/^\d+\.\d\d$/)
})

describe('together they are what the dumps count', () => {
  test('levels', () => {
    expect(count(({ level }) => level === 'extended-apdu')).toBe(214)
    expect(count(({ level }) => level === 'short-apdu')).toBe(152)
    expect(count(({ level }) => level === 'tpdu')).toBe(231)
    expect(count(({ level }) => level === 'character')).toBe(3)
  })

  test('PIN pads, slots, and slots that are said to be busy never', () => {
    expect(count(({ pinPad }) => pinPad.verify)).toBe(79)
    expect(count(({ slots }) => slots > 1)).toBe(39)
    expect(knownInterfaces.filter(({ descriptor }) => descriptor[53] === 0)).toHaveLength(4)
  })

  test('the release with its bytes the wrong way round is read as it was meant', () => {
    const swapped = knownInterfaces.filter(({ descriptor }) => descriptor[3] === 0x10)
    const releases = swapped.filter(({ descriptor }) => descriptor[2] === 1).map(factsOf)
    expect(releases.map(({ release }) => release)).toEqual(['1.10'])
  })

  test('a display of two lines with sixteen letters', () => {
    const pinPad = knownInterfaces.find(({ name }) => name === 'GemPCPinpadv2')!
    expect(factsOf(pinPad).display).toEqual({ lines: 2, columns: 16 })
  })
})
