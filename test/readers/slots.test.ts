import type { Card, CommandApdu } from '@myna/apdu'
import { openUsbReader, openUsbReaders } from '@myna/reader'
import {
  cardOf,
  virtualCcidDevice,
  VirtualSlot,
  virtualWebUsb,
  type CcidDeviceOptions,
} from '@myna/virtual'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  atrOf,
  hanako,
  powered,
  right,
  SCR3310,
  SELECT_JPKI,
  selectFile,
  setUp,
  signIn,
  TWIN,
} from './contact-world'

describe('several slots', () => {
  async function two(options: CcidDeviceOptions = {}) {
    const slots = [new VirtualSlot(), new VirtualSlot()]
    const device = virtualCcidDevice(slots, { level: 'tpdu', features: SCR3310, ...options })
    const { usb } = virtualWebUsb([device], { permitted: [device] })
    const [handle] = await usb.getDevices()
    return { slots, device, reader: await openUsbReader(handle!) }
  }

  test('the first that has a card wins', async () => {
    const { slots, reader } = await two()
    const connecting = reader.connect({ onAbsent: () => slots[1]!.insert(cardOf(hanako)) })
    const card = await connecting
    expect(await signIn(card)).toEqual(right())
    await reader.close()
    expect(slots[1]!.powered).toBe(false)
  })

  test('the second slot of the SCR331-DI-NTTCom takes APDUs, whatever it says of the first', async () => {
    const slots = [new VirtualSlot(), new VirtualSlot()]
    slots[1]!.insert(cardOf(hanako))
    const device = virtualCcidDevice(slots, {
      level: 'tpdu',
      otherLevels: { 1: 'short-apdu' },
      features: SCR3310,
      vendorId: 0x04e6,
      productId: 0x5120,
      release: 0x0627,
    })
    const { usb } = virtualWebUsb([device], { permitted: [device] })
    const [handle] = await usb.getDevices()
    const reader = await openUsbReader(handle!)
    const card: Card = await reader.connect()
    expect(await signIn(card)).toEqual(right())
  })
})

describe('waiting for a card', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const waitFor = async (
    news: 'spoken' | 'silent' | 'none',
    act: (world: Awaited<ReturnType<typeof setUp>>) => Promise<void>,
  ) => {
    const world = await setUp({ news })
    world.slot.remove()
    const abort = new AbortController()
    const connecting = world.reader
      .connect({ signal: abort.signal })
      .catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(1000)
    await act(world)
    abort.abort()
    return { ...world, card: (await connecting) as Card }
  }

  test.each(['silent', 'none'] as const)('a reader whose news are %s is asked', async (news) => {
    await waitFor(news, async ({ device, slot, chip }) => {
      const before = device.messages
      await vi.advanceTimersByTimeAsync(1000)
      expect(device.messages - before).toBeGreaterThanOrEqual(4)
      slot.insert(chip)
      await vi.advanceTimersByTimeAsync(300)
      expect(slot.powered).toBe(true)
    })
  })

  test('a reader that has spoken once is not asked any more, and tells of the card at once', async () => {
    await waitFor('spoken', async ({ device, slot, chip }) => {
      const before = device.messages
      await vi.advanceTimersByTimeAsync(60_000)
      expect(device.messages).toBe(before)
      slot.insert(chip)
      await vi.advanceTimersByTimeAsync(1)
      expect(slot.powered).toBe(true)
    })
  })
})

describe('a reader that goes while it waits for a card', () => {
  test.each(['unplugged', 'closed'] as const)('%s: gone', async (how) => {
    const { reader, device, slot } = await setUp()
    slot.remove()
    const connecting = reader.connect().catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve, 20))
    if (how === 'unplugged') device.unplug()
    else await reader.close()
    expect(await connecting).toMatchObject({ code: 'reader-gone' })
  })
})

describe('giving up', () => {
  const giveUpDuring = async (card: Card, command: CommandApdu) => {
    const abort = new AbortController()
    const transmitting = card.transmit(command, { signal: abort.signal })
    await new Promise((resolve) => setTimeout(resolve, 5))
    abort.abort()
    await expect(transmitting).rejects.toMatchObject({ code: 'cancelled' })
  }

  test.each(['tpdu', 'short-apdu', 'extended-apdu'] as const)(
    '%s level: the slot is free again, and the next command gets its own answer',
    async (level) => {
      const { card, chip, device } = await powered({ level })
      await card.transmit(SELECT_JPKI)
      device.delayAnswer(600)

      const began = Date.now()
      await giveUpDuring(card, selectFile('0018'))
      const { status } = await card.transmit(SELECT_JPKI)

      expect(status).toBe(0x9000)
      expect(Date.now() - began).toBeLessThan(500) // it was told to stop and did not run to its end
      expect(chip.done).toHaveLength(2)
    },
  )

  test.each(['tpdu', 'short-apdu', 'extended-apdu'] as const)(
    '%s level, a reader that cannot be told to stop: its answer is waited for, and dropped',
    async (level) => {
      const { card, device } = await powered({ level, knowsAbort: false })
      vi.useFakeTimers()
      try {
        device.delayAnswer(8000)
        const abort = new AbortController()
        const first = expect(
          card.transmit(selectFile('0018'), { signal: abort.signal }),
        ).rejects.toMatchObject({ code: 'cancelled' })
        await vi.advanceTimersByTimeAsync(10)
        abort.abort()
        await first

        const second = card.transmit(SELECT_JPKI)
        await vi.advanceTimersByTimeAsync(9000)

        expect((await second).status).toBe(0x9000)
      } finally {
        vi.useRealTimers()
      }
    },
  )

  test('a long command that was given up half way does not mix with the next one', async () => {
    const { card, chip, device } = await powered(
      { features: TWIN, knowsAbort: false },
      atrOf('CRC and blocks of 32'),
    )
    await card.transmit(SELECT_JPKI)
    device.delayAnswer(30)
    const abort = new AbortController()
    const long = { ...selectFile('0018'), data: new Uint8Array(200) }
    const first = card.transmit(long, { signal: abort.signal })
    setTimeout(() => abort.abort(), 10)
    await expect(first).rejects.toMatchObject({ code: 'cancelled' })

    expect((await card.transmit(SELECT_JPKI)).status).toBe(0x9000)
    expect(chip.done).toHaveLength(3)
  })

  test('a command that was given up before its turn never leaves', async () => {
    const { card, chip, device } = await powered({ knowsAbort: false })
    device.delayAnswer(50)
    const [one, two] = [new AbortController(), new AbortController()]
    const first = card.transmit(SELECT_JPKI, { signal: one.signal }).catch(() => {})
    one.abort()
    await first
    const second = card.transmit(selectFile('0018'), { signal: two.signal })
    two.abort()
    await expect(second).rejects.toMatchObject({ code: 'cancelled' })
    await card.transmit(SELECT_JPKI)
    expect(chip.done.some((command) => command.startsWith('00a4020c'))).toBe(false)
  })
})

describe('one reader for each slot', () => {
  test('they work side by side, as many at a time as the device can, and let it go together', async () => {
    for (const busySlots of [0, 1, 2]) {
      const slots = [new VirtualSlot(), new VirtualSlot()]
      for (const slot of slots) slot.insert(cardOf(hanako))
      const device = virtualCcidDevice(slots, { busySlots, timing: { perMessage: 2, perByte: 0 } })
      const { usb } = virtualWebUsb([device], { permitted: [device] })
      const [handle] = await usb.getDevices()
      const readers = await openUsbReaders(handle!)
      const cards = await Promise.all(readers.map((reader) => reader.connect()))
      expect(await Promise.all(cards.map(signIn))).toEqual([right(), right()])
      await readers[0]!.close()
      expect(handle!.opened).toBe(true)
      expect(slots.map(({ powered: isOn }) => isOn)).toEqual([false, true])
      await readers[1]!.close()
      expect(handle!.opened).toBe(false)
    }
  })

  test('a slot waits until the other has done its work, however long that takes', async () => {
    const slots = [new VirtualSlot(), new VirtualSlot()]
    for (const slot of slots) slot.insert(cardOf(hanako))
    const device = virtualCcidDevice(slots)
    const { usb } = virtualWebUsb([device], { permitted: [device] })
    const readers = await openUsbReaders((await usb.getDevices())[0]!)
    const cards = await Promise.all(readers.map((reader) => reader.connect()))
    vi.useFakeTimers()
    try {
      device.delayAnswer(8000)
      const before = device.messages
      const answers = Promise.all(cards.map((card) => card.transmit(SELECT_JPKI)))
      await vi.advanceTimersByTimeAsync(7000)
      expect(device.messages - before).toBe(1)
      await vi.advanceTimersByTimeAsync(2000)
      expect((await answers).map(({ status }) => status)).toEqual([0x9000, 0x9000])
    } finally {
      vi.useRealTimers()
    }
  })
})
