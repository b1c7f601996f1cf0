// Against a fake that was written from the draft: no browser here has this API (`real-browser.md`).
import type { CommandApdu } from '@myna/apdu'
import { hex, toHex } from '@myna/bytes'
import {
  cardOf,
  deadChip,
  issuePerson,
  virtualSmartCard,
  VirtualSlot,
  type Person,
} from '@myna/virtual'
import { beforeAll, describe, expect, test } from 'vitest'
import { openSmartCardReader } from './smart-card-reader'

let hanako: Person
beforeAll(async () => {
  hanako = await issuePerson('hanako', { now: new Date('2026-11-24T03:00:00Z') })
})

const NAME = 'Gemalto PC Twin Reader 00 00'
const SELECT_JPKI: CommandApdu = {
  cla: 0,
  ins: 0xa4,
  p1: 4,
  p2: 0x0c,
  data: hex('d392f000260100000001'),
}
const select = (file: string): CommandApdu => ({ ...SELECT_JPKI, p1: 2, data: hex(file) })
const READ: CommandApdu = { cla: 0, ins: 0xb0, p1: 0, p2: 0, expect: 256 }
const PIN: CommandApdu = { cla: 0, ins: 0x20, p1: 0, p2: 0x80, data: hex('31323334'), secret: true }

function setUp({ isEmpty = false } = {}) {
  const slot = new VirtualSlot()
  if (!isEmpty) slot.insert(cardOf(hanako))
  const system = virtualSmartCard({ [NAME]: slot })
  return { slot, ...system, other: system.otherProgram(NAME) }
}

async function opened() {
  const all = setUp()
  const reader = await openSmartCardReader({ smartCard: all.smartCard })
  return { ...all, reader, card: await reader.connect() }
}
const tick = () => new Promise((resolve) => setTimeout(resolve, 5))

test('a certificate is read through the system’s PC/SC', async () => {
  const { card, reader } = await opened()
  await card.transmit(SELECT_JPKI)
  await card.transmit(select('000a'))

  const { data, status } = await card.transmit(READ)

  expect(status).toBe(0x9000)
  expect(toHex(data)).toBe(toHex(hanako.authentication.certificate!.slice(0, 256)))
  await reader.close()
})

describe('choosing a reader', () => {
  test('of several, the one with a card is taken unless the page says which', async () => {
    const [empty, full] = [new VirtualSlot(), new VirtualSlot()]
    full.insert(cardOf(hanako))
    const { smartCard } = virtualSmartCard({ Empty: empty, Full: full })
    expect((await openSmartCardReader({ smartCard })).name).toBe('Full')
    const choose = (names: readonly string[]) => names[0]
    expect((await openSmartCardReader({ smartCard, choose })).name).toBe('Empty')
  })

  test('none there: none chosen', async () => {
    const { smartCard } = virtualSmartCard({})
    await expect(openSmartCardReader({ smartCard })).rejects.toMatchObject({
      code: 'permission-denied',
    })
  })

  test('a page without the API says so', async () => {
    await expect(openSmartCardReader()).rejects.toMatchObject({ code: 'browser-unsupported' })
  })

  test('a page that may not use it says that', async () => {
    const { smartCard, deny } = setUp()
    deny()
    const reader = await openSmartCardReader({ smartCard })
    await expect(reader.connect()).rejects.toMatchObject({ code: 'policy-forbids' })
  })
})

describe('waiting for a card', () => {
  test('it is told once that there is none, and connects when it comes', async () => {
    const { smartCard, slot } = setUp({ isEmpty: true })
    const reader = await openSmartCardReader({ smartCard })
    let told = 0
    const connecting = reader.connect({ onAbsent: () => told++ })
    await tick()
    slot.insert(deadChip())
    slot.remove()
    await tick()
    slot.insert(cardOf(hanako))

    expect((await (await connecting).transmit(SELECT_JPKI)).status).toBe(0x9000)
    expect(told).toBe(1)
    await reader.close()
  })

  test.each<[string, (all: ReturnType<typeof setUp>) => void, string]>([
    ['the reader is unplugged', ({ unplug }) => unplug(NAME), 'reader-gone'],
    ['a dead card comes', ({ slot }) => slot.insert(deadChip()), 'card-mute'],
  ])('%s', async (_, event, code) => {
    const all = setUp({ isEmpty: true })
    const reader = await openSmartCardReader({ smartCard: all.smartCard })
    const connecting = reader.connect()
    await tick()
    event(all)
    await expect(connecting).rejects.toMatchObject({ code })
    await reader.close()
  })

  test('the person gives up, or the page closes the reader; and it can be used again', async () => {
    const { smartCard, slot } = setUp({ isEmpty: true })
    const reader = await openSmartCardReader({ smartCard })
    const patience = new AbortController()
    const given = reader.connect({ signal: patience.signal })
    await tick()
    patience.abort()
    await expect(given).rejects.toMatchObject({ code: 'cancelled' })

    const closed = reader.connect()
    await tick()
    await reader.close()
    await expect(closed).rejects.toMatchObject({ code: 'reader-gone' })
    await expect(reader.connect()).rejects.toMatchObject({ code: 'reader-gone' })

    slot.insert(cardOf(hanako))
    const next = await openSmartCardReader({ smartCard })
    expect((await (await next.connect()).transmit(SELECT_JPKI)).status).toBe(0x9000)
    await next.close()
  })
})

describe('a card that others could use too', () => {
  test('is ours alone until powerOff, and is reset then: a verified PIN is forgotten', async () => {
    const { card, slot, smartCard, reader } = await opened()
    for (const command of [SELECT_JPKI, select('0018'), PIN])
      expect((await card.transmit(command)).status).toBe(0x9000)
    const rival = await (
      await smartCard.establishContext()
    ).connect(NAME, 'shared', {
      preferredProtocols: ['t1'],
    })
    await expect(rival.connection.transmit(hex('00200080'))).rejects.toMatchObject({
      responseCode: 'sharing-violation',
    })

    await card.powerOff()

    // nothing is selected any more: the card begins anew
    expect(toHex((await slot.exchange(hex('00a4020c020018')))!)).not.toBe('9000')
    await expect(rival.connection.transmit(hex('00200080'))).rejects.toMatchObject({
      responseCode: 'reset-card',
    })
    await expect(card.transmit(READ)).rejects.toMatchObject({ code: 'card-removed' })
    expect((await (await reader.connect()).transmit(SELECT_JPKI)).status).toBe(0x9000)
    await reader.close()
  })

  test('is waited for while another program has a transaction', async () => {
    const { smartCard, other } = setUp()
    other.beginTransaction()
    const reader = await openSmartCardReader({ smartCard })
    const connecting = reader.connect()
    await tick()
    other.endTransaction()
    expect((await (await connecting).transmit(SELECT_JPKI)).status).toBe(0x9000)
    await reader.close()
  })

  test('is not waited for any more after an abort, and not reset behind the other’s back', async () => {
    const { smartCard, other, slot } = setUp()
    other.beginTransaction()
    const reader = await openSmartCardReader({ smartCard })
    const patience = new AbortController()
    const connecting = reader.connect({ signal: patience.signal })
    await tick()
    const { time } = slot
    patience.abort()
    await expect(connecting).rejects.toMatchObject({ code: 'cancelled' })
    expect(slot.time).toBe(time)
    other.endTransaction()
    expect((await (await reader.connect()).transmit(SELECT_JPKI)).status).toBe(0x9000)
    await reader.close()
  })

  test('is busy while another program has it to itself', async () => {
    const { smartCard, other } = setUp()
    other.takeExclusively()
    const reader = await openSmartCardReader({ smartCard })
    await expect(reader.connect()).rejects.toMatchObject({ code: 'reader-busy' })
    other.letGo()
    await (await reader.connect()).powerOff()
  })
})

describe('a card that goes away', () => {
  test.each<[string, (all: ReturnType<typeof setUp>) => unknown, string]>([
    ['removed', ({ slot }) => slot.remove(), 'card-removed'],
    [
      'removed before its answer was out',
      ({ slot }) => slot.pullOutAfter(1, 'answer-lost'),
      'card-removed',
    ],
    ['reset by somebody', ({ other }) => other.reset(), 'card-removed'],
    ['with its reader', ({ unplug }) => unplug(NAME), 'reader-gone'],
  ])('%s', async (_, event, code) => {
    const all = await opened()
    await event(all)
    await expect(all.card.transmit(SELECT_JPKI)).rejects.toMatchObject({ code })
    await all.card.powerOff()
    await all.reader.close()
  })

  test('and comes back is another card: connected anew, it works', async () => {
    const { card, slot, reader } = await opened()
    slot.remove()
    slot.insert(cardOf(hanako))
    await expect(card.transmit(SELECT_JPKI)).rejects.toMatchObject({ code: 'card-removed' })
    expect((await (await reader.connect()).transmit(SELECT_JPKI)).status).toBe(0x9000)
    await reader.close()
  })
})

describe('a command that was given up while the card works on it', () => {
  /** A card that answers when it is let, and counts how often it got power. */
  async function slowCard() {
    const card = cardOf(hanako)
    let letAnswer = () => {}
    let powers = 0
    const { slot, smartCard } = setUp({ isEmpty: true })
    slot.insert({
      ...card,
      powerOn: () => (powers++, card.powerOn()),
      exchange: async (command) => {
        await new Promise<void>((resolve) => (letAnswer = resolve))
        return card.exchange(command)
      },
    })
    const reader = await openSmartCardReader({ smartCard })
    const patience = new AbortController()
    const connected = await reader.connect()
    const given = connected.transmit(SELECT_JPKI, { signal: patience.signal })
    await tick()
    patience.abort()
    await expect(given).rejects.toMatchObject({ code: 'cancelled' })
    return { reader, card: connected, letAnswer: () => letAnswer(), powers: () => powers }
  }

  test('is waited for before the next one', async () => {
    const { card, reader, letAnswer } = await slowCard()
    const next = card.transmit(select('0018'))
    await tick()
    letAnswer()
    await tick()
    letAnswer()
    expect((await next).status).toBe(0x9000)
    await reader.close()
  })

  test('is waited for before the card is reset, once', async () => {
    const { reader, letAnswer, powers } = await slowCard()
    const closing = reader.close()
    await tick()
    expect(powers()).toBe(1)
    letAnswer()
    await closing
    expect(powers()).toBe(2)
  })
})
