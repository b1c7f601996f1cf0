import type { Card, CommandApdu } from '@myna/apdu'
import { openUsbReader } from '@myna/reader'
import {
  cardOf,
  virtualCcidDevice,
  VirtualSlot,
  virtualWebUsb,
  type CcidDeviceOptions,
} from '@myna/virtual'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  hanako,
  powered,
  right,
  SCR3310,
  SELECT_JPKI,
  selectFile,
  setUp,
  signIn,
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
})
