import { hex, join, toHex } from '@myna/bytes'
import { describe, expect, test } from 'vitest'
import { deadChip } from '../card/other-cards'
import type { Chip } from '../chip'
import { VirtualSlot } from '../slot'
import { virtualPicc, type PiccFacts } from './picc'

const echo: Chip = {
  powerOn: async () => hex('3b00'),
  powerOff: () => {},
  exchange: async (command) => join(command, hex('9000')),
}

async function inTheField(facts: PiccFacts = {}, chip: Chip = echo) {
  const slot = new VirtualSlot()
  slot.insert(chip)
  const picc = virtualPicc(slot, { pupi: () => hex('11223344'), ...facts })
  await picc.fieldOn()
  const hear = async (frame: string) => {
    const heard = await picc.hear(hex(frame))
    return heard && (heard.frame === 'noise' ? 'noise' : toHex(heard.frame))
  }
  return { slot, picc, hear }
}
const REQB = '050000'
const ATTRIB = '1d1122334400080100'
const ATQB = '5011223344000005e0b381a1'

describe('selection (ISO/IEC 14443-3)', () => {
  test('a card answers to its call and to its own name, once it is open no more', async () => {
    const { hear } = await inTheField()
    expect(await hear(ATTRIB)).toBeUndefined() // not called yet
    expect(await hear(REQB)).toBe(ATQB)
    expect(await hear('1d5566778800080100')).toBeUndefined()
    expect(await hear(ATTRIB)).toBe('00')
    expect(await hear(REQB)).toBeUndefined()
    expect(await hear(ATTRIB)).toBeUndefined()
  })

  test.each([
    ['another family', '051000'],
    ['more than one slot', '050001'],
    ['a call that breaks off', '0500'],
  ])('%s is not for it', async (_, frame) => {
    expect(await (await inTheField()).hear(frame)).toBeUndefined()
  })

  test.each([
    ['other rates', '1d1122334400180100'],
    ['another protocol', '1d1122334400080000'],
    ['a CID', '1d1122334400080101'],
  ])('ATTRIB with %s is not for it', async (_, frame) => {
    const { hear } = await inTheField()
    await hear(REQB)
    expect(await hear(frame)).toBeUndefined()
  })

  test('a halted card answers only to a call that wakes, and what it knew is still there', async () => {
    const { slot, hear } = await inTheField()
    await hear(REQB)
    expect(await hear('5011223344')).toBe('00') // HLTB
    expect(await hear(REQB)).toBeUndefined()
    expect(await hear('050008')).toBe(ATQB)
    expect(await hear(ATTRIB)).toBe('00')
    const { time } = slot
    expect(await hear('c2')).toBe('c2')
    expect(await hear('02aa')).toBeUndefined()
    expect(slot.time).toBe(time) // no loss of power: a verified PIN stays verified
  })

  test('the extended ATQB comes only to a reader that takes it', async () => {
    const { hear } = await inTheField({ startUp: 8 })
    expect(await hear(REQB)).toBe(ATQB)
    expect(await hear('050010')).toBe(`${ATQB}80`)
  })

  test('without a field, and with a dead chip, there is silence', async () => {
    const { picc, hear } = await inTheField()
    await hear(REQB)
    await hear(ATTRIB)
    picc.fieldOff()
    expect(await hear(REQB)).toBeUndefined()
    await picc.fieldOn()
    expect(await hear('02aa')).toBeUndefined() // it has forgotten everything
    expect(await hear(REQB)).toBe(ATQB)
    expect(await (await inTheField({}, deadChip())).hear(REQB)).toBeUndefined()
  })

  test('its name is another one after each loss of power', async () => {
    const slot = new VirtualSlot()
    slot.insert(echo)
    const picc = virtualPicc(slot)
    const names = new Set<string>()
    for (let i = 0; i < 4; i++) {
      await picc.fieldOn()
      names.add(toHex((await picc.hear(hex(REQB)))!.frame as Uint8Array))
      picc.fieldOff()
    }
    expect(names.size).toBe(4)
  })

  test('a card that comes into a field has power, and one put back is another session', async () => {
    const { slot, hear } = await inTheField()
    await hear(REQB)
    await hear(ATTRIB)
    slot.remove()
    expect(await hear('02aa')).toBeUndefined()
    slot.insert(echo)
    expect(await hear('02aa')).toBeUndefined()
    expect(await hear(REQB)).toBe(ATQB)
  })
})

describe('blocks (ISO/IEC 14443-4)', () => {
  const active = async (facts: PiccFacts = {}, attrib = ATTRIB) => {
    const given = await inTheField(facts)
    await given.hear(REQB)
    await given.hear(attrib)
    return given
  }

  test('answers in turn, and repeats its last block when asked (rule 11)', async () => {
    const { hear } = await active()
    expect(await hear('02aa')).toBe('02aa9000')
    expect(await hear('b2')).toBe('02aa9000')
    expect(await hear('a2')).toBe('02aa9000')
    expect(await hear('03bb')).toBe('03bb9000')
  })

  test('says with R(ACK) that it has not heard a block (rule 12)', async () => {
    const { hear } = await active()
    expect(await hear('b2')).toBe('a3')
    expect(await hear('02aa')).toBe('02aa9000')
    expect(await hear('b3')).toBe('a2')
  })

  test('takes a command in pieces and gives an answer in pieces no longer than the reader takes', async () => {
    const { hear } = await active({}, '1d1122334400000100') // FSDI 0: 16 bytes
    expect(await hear(`12${'aa'.repeat(10)}`)).toBe('a2')
    expect(await hear('03bbbb')).toBe(`13${'aa'.repeat(10)}bbbb90`)
    expect(await hear('a2')).toBe('0200')
  })

  test('a frame longer than it takes is not heard', async () => {
    const { hear } = await active({ protocolInfo: hex('b301a1') }) // FSCI 0
    expect(await hear(`02${'aa'.repeat(14)}`)).toBeUndefined()
    expect(await hear(`02${'aa'.repeat(13)}`)).toBeDefined()
  })

  test('asks for time and goes on when it is granted, and only as it was asked for', async () => {
    const { picc, hear } = await active()
    picc.answerSlowly([2, 0x43])
    expect(await hear('02aa')).toBe('f202')
    expect(await hear('f203')).toBeUndefined()
    expect(await hear('02aa')).toBeUndefined()
    expect(await hear('b2')).toBe('f202')
    expect(await hear('f202')).toBe('f243')
    expect(await hear('f243')).toBeUndefined() // power level bits do not belong in the answer
    expect(await hear('f203')).toBe('02aa9000')
  })

  test.each(['00aa', '06aa', '0a00aa', '22aa', 'a200', 'f0', 'e2', '80', '', 'f201', 'a3'])(
    'silence to %s',
    async (frame) => {
      const { hear } = await active({ longestCommand: 1 })
      await hear('02aa')
      expect(await hear(frame)).toBeUndefined()
    },
  )
})
