import { hex, toHex } from '@myna/bytes'
import { expect, test, vi } from 'vitest'
import { foreignCard } from './card/other-cards'
import { virtualReader } from './reader'
import { VirtualSlot } from './slot'

const select = { cla: 0, ins: 0xa4, p1: 4, p2: 0x0c, data: Uint8Array.of(1) }
const removed = { code: 'card-removed', facts: { attempt: 'none' } }

test('a reader waits for a card and tells that there is none', async () => {
  const slot = new VirtualSlot()
  let told = 0

  const connecting = virtualReader(slot).connect({ onAbsent: () => told++ })
  slot.insert(foreignCard())
  const card = await connecting

  expect(told).toBe(1)
  await expect(card.transmit(select)).resolves.toMatchObject({ status: 0x6a82 })
})

test('a card that was pulled out stays gone for whoever held it, even when it is put back', async () => {
  const slot = new VirtualSlot()
  const chip = foreignCard()
  slot.insert(chip)
  const reader = virtualReader(slot)
  const card = await reader.connect()

  slot.remove()
  slot.insert(chip)

  await expect(card.transmit(select)).rejects.toMatchObject(removed)
  await expect((await reader.connect()).transmit(select)).resolves.toBeDefined()
})

test.each([
  ['before', 0],
  ['answer-lost', 1],
] as const)('pulled out %s: the card has seen %i commands', async (when, seen) => {
  const slot = new VirtualSlot()
  const chip = foreignCard()
  let count = 0
  slot.insert({ ...chip, exchange: (command) => (count++, chip.exchange(command)) })
  const card = await virtualReader(slot).connect()
  slot.pullOutAfter(2, when)
  await card.transmit(select)
  count = 0

  await expect(card.transmit(select)).rejects.toMatchObject(removed)

  expect(count).toBe(seen)
  expect(slot.present).toBe(false)
})

test.each([
  ['data', 1, '4b0d9000'],
  ['status', 1, '5b0d8000'],
  ['cut-off', 1, '5b'],
  ['data', 2, '5b0d9000'],
] as const)('an answer whose %s suffers, in exchange %i: %s', async (how, exchange, heard) => {
  const slot = new VirtualSlot()
  slot.insert({ ...foreignCard(), exchange: async () => hex('5b0d9000') })
  await slot.powerOn()

  slot.garble(exchange, how)

  expect(toHex((await slot.exchange(hex('00b0000002')))!)).toBe(heard)
  expect(toHex((await slot.exchange(hex('00b0000002')))!)).toBe(
    exchange === 2 ? '4b0d9000' : '5b0d9000',
  )
  expect(toHex((await slot.exchange(hex('00b0000002')))!)).toBe('5b0d9000')
})

test('a card that answers slowly has done its work before, and loses its answer when it goes', async () => {
  vi.useFakeTimers()
  const slot = new VirtualSlot()
  let heard = 0
  slot.insert({ ...foreignCard(), exchange: async () => (heard++, hex('9000')) })
  await slot.powerOn()
  slot.answerSlowly(400)

  const patient = slot.exchange(hex('00b0000002'))
  await vi.advanceTimersByTimeAsync(399)
  const impatient = await Promise.race([patient, Promise.resolve('still waiting')])
  expect([heard, impatient]).toEqual([1, 'still waiting'])
  await vi.advanceTimersByTimeAsync(1)
  expect(toHex((await patient)!)).toBe('9000')

  const lost = slot.exchange(hex('00b0000002'))
  await vi.advanceTimersByTimeAsync(100)
  slot.remove()
  await vi.advanceTimersByTimeAsync(400)
  expect(await lost).toBeUndefined()
  vi.useRealTimers()
})

test('a wait for a card ends when its owner ends it, and a closed reader is gone', async () => {
  const reader = virtualReader(new VirtualSlot())
  const abort = new AbortController()
  const connecting = reader.connect({ signal: abort.signal })
  abort.abort()

  await expect(connecting).rejects.toMatchObject({ code: 'cancelled' })
  await reader.close()
  await expect(reader.connect()).rejects.toMatchObject({ code: 'reader-gone' })
})
