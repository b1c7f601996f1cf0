// The driver over a virtual RC-S380, as a page meets it.
import type { Card, CommandApdu, Reader } from '@myna/apdu'
import { hex, join, toHex } from '@myna/bytes'
import {
  cardOf,
  deadChip,
  issuePerson,
  virtualRcS380,
  VirtualSlot,
  virtualWebUsb,
  type Chip,
  type Person,
  type RcS380Options,
  type VirtualRcS380,
} from '@myna/virtual'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openUsbReader } from '../open-usb'

let hanako: Person
beforeAll(async () => {
  hanako = await issuePerson('hanako', { now: new Date('2026-11-24T03:00:00Z') })
})
beforeEach(() => {
  vi.useFakeTimers()
  vi.setTimerTickMode('nextTimerAsync')
})
afterEach(() => void vi.useRealTimers())

const SELECT_JPKI: CommandApdu = {
  cla: 0,
  ins: 0xa4,
  p1: 4,
  p2: 0x0c,
  data: hex('d392f000260100000001'),
}
const SELECT_CERTIFICATE: CommandApdu = { cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: hex('000a') }
const READ: CommandApdu = { cla: 0, ins: 0xb0, p1: 0, p2: 0, expect: 256 }

/** Answers with what the command carries. */
const echo: Chip = {
  powerOn: async () => hex('3b00'),
  powerOff: () => {},
  exchange: async (command) => join(command.subarray(5), hex('9000')),
}

function setUp(options: RcS380Options = {}, chip: Chip = cardOf(hanako)) {
  const slot = new VirtualSlot()
  slot.insert(chip)
  const device = virtualRcS380(slot, options)
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  return { slot, device, usb }
}

async function open(usb: USB): Promise<Reader> {
  const [device] = await usb.getDevices()
  return openUsbReader(device!)
}

async function readPiece(usb: USB, signal?: AbortSignal) {
  const reader = await open(usb)
  try {
    const card = await reader.connect({ signal })
    await card.transmit(SELECT_JPKI, { signal })
    await card.transmit(SELECT_CERTIFICATE, { signal })
    const { data, status } = await card.transmit(READ, { signal })
    return { data: toHex(data), status }
  } finally {
    await reader.close()
  }
}
const pass = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const right = () => ({
  data: toHex(hanako.authentication.certificate!.slice(0, 256)),
  status: 0x9000,
})

describe('a card is read', () => {
  test.each<[string, RcS380Options]>([
    ['with frames of 256 bytes', {}],
    ['with frames of 16 bytes', { card: { protocolInfo: hex('b301a1') } }],
    ['that needs time after its activation', { card: { startUp: 4 } }],
    ['by a reader that sends empty packets', { emptyPackets: 'sent' }],
    ['by the other model', { productId: 0x06c1, product: 'RC-S380/S' }],
  ])('%s', async (_, options) => {
    const { usb } = setUp(options)
    expect(await readPiece(usb)).toEqual(right())
  })

  test.each(['sent', 'not-sent'] as const)(
    'with messages of every length around full packets (empty ones %s)',
    async (emptyPackets) => {
      const { usb } = setUp({ emptyPackets }, echo)
      const reader = await open(usb)
      const card = await reader.connect()
      for (const around of [44, 108, 172])
        // and 20 bytes of frame, block, command and status word
        for (let size = around - 4; size <= around + 4; size++) {
          const data = new Uint8Array(size).fill(size)
          expect((await card.transmit({ ...SELECT_JPKI, data })).data).toEqual(data)
        }
      await reader.close()
    },
  )

  test('however long it computes', async () => {
    const { usb, device } = setUp()
    const reader = await open(usb)
    const card = await reader.connect()
    device.picc.answerSlowly(
      Array.from({ length: 12 }, () => 2),
      300,
    )
    expect((await card.transmit(SELECT_JPKI)).status).toBe(0x9000)
    await reader.close()
  })
})

describe('waiting for a card', () => {
  test('tells once that there is none, and takes the one that comes', async () => {
    const { slot, usb } = setUp()
    slot.remove()
    const reader = await open(usb)
    const onAbsent = vi.fn()
    const connecting = reader.connect({ onAbsent })
    await pass(1000)
    slot.insert(cardOf(hanako))
    const card = await connecting
    expect(onAbsent).toHaveBeenCalledTimes(1)
    expect((await card.transmit(SELECT_JPKI)).status).toBe(0x9000)
    await reader.close()
  })

  test('ends when its owner ends it, and the next one works', async () => {
    const { slot, usb } = setUp()
    slot.remove()
    const reader = await open(usb)
    for (let i = 0; i < 3; i++) {
      const abort = new AbortController()
      const connecting = reader.connect(abort).catch((error: unknown) => error)
      await pass(i * 37)
      abort.abort()
      expect(await connecting).toMatchObject({ code: 'cancelled' })
    }
    slot.insert(cardOf(hanako))
    await (await reader.connect()).transmit(SELECT_JPKI)
    await reader.close()
  })

  test('a chip that does not answer to power is not heard at all', async () => {
    const { usb } = setUp({}, deadChip())
    const reader = await open(usb)
    const abort = new AbortController()
    const connecting = reader.connect({ signal: abort.signal, onAbsent: () => abort.abort() })
    await expect(connecting).rejects.toMatchObject({ code: 'cancelled' })
    await reader.close()
  })

  test('a card that answers its call and nothing else is mute', async () => {
    const { usb, device } = setUp()
    device.picc.plan(...Array.from({ length: 5 }, () => ['none', 'lose-from-card'] as const).flat())
    const reader = await open(usb)
    await expect(reader.connect()).rejects.toMatchObject({ code: 'card-mute' })
    await reader.close()
  })

  test('a card whose opening is lost once is opened after a loss of power', async () => {
    const { usb, device } = setUp()
    device.picc.plan('none', 'lose-from-card')
    expect(await readPiece(usb)).toEqual(right())
  })

  test('a card without ISO 14443-4 is the wrong one', async () => {
    const { usb } = setUp({ card: { protocolInfo: hex('b380a1') } })
    const reader = await open(usb)
    await expect(reader.connect()).rejects.toMatchObject({ code: 'card-wrong' })
    await reader.close()
  })
})

describe('the field goes', () => {
  interface Powered {
    readonly slot: VirtualSlot
    readonly device: VirtualRcS380
    readonly reader: Reader
    readonly card: Card
  }

  async function triesThat(end: (powered: Powered) => unknown) {
    const { slot, device, usb } = setUp()
    const reader = await open(usb)
    const card = await reader.connect()
    await card.transmit(SELECT_JPKI)
    const powered = { slot, device, reader, card }
    await end(powered)
    await pass(50)
    return powered
  }

  test('when the card is told to forget, and nothing can be sent to it any more', async () => {
    const { slot, device, reader, card } = await triesThat((powered) => powered.card.powerOff())
    expect([device.picc.hasField, slot.powered]).toEqual([false, false])
    await expect(card.transmit(SELECT_JPKI)).rejects.toMatchObject({ code: 'card-removed' })
    await (await reader.connect()).transmit(SELECT_JPKI)
    await reader.close()
  })

  test('when the reader is closed, by however many', async () => {
    const { device } = await triesThat(({ reader }) =>
      Promise.all([reader.close(), reader.close()]),
    )
    expect(device.picc.hasField).toBe(false)
  })

  test('when the reader is asked for a card again: the one before is a removed one', async () => {
    const { card, reader } = await triesThat(({ reader: again }) => again.connect())
    await expect(card.transmit(SELECT_JPKI)).rejects.toMatchObject({ code: 'card-removed' })
    await reader.close()
  })

  test('when the card is lost: what it knew of a PIN must not outlive this', async () => {
    const { device, reader } = await triesThat(async (powered) => {
      powered.device.picc.plan('mute')
      const asking = powered.card.transmit(SELECT_JPKI)
      await expect(asking).rejects.toMatchObject({ code: 'card-removed' })
    })
    expect(device.picc.hasField).toBe(false)
    await reader.close()
  })

  test('when the page goes away, without waiting for anything', async () => {
    const page = new EventTarget()
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
    try {
      const { device, reader } = await triesThat(() => page.dispatchEvent(new Event('pagehide')))
      expect(device.picc.hasField).toBe(false)
      await reader.close()
    } finally {
      vi.unstubAllGlobals()
    }
  })

  test('also when the reader did not understand its last command', async () => {
    const { device } = await triesThat(async (powered) => {
      powered.device.errorAnswer()
      const asking = powered.card.transmit(SELECT_JPKI)
      await expect(asking).rejects.toMatchObject({ code: 'reader-fault' })
      await powered.reader.close()
    })
    expect(device.picc.hasField).toBe(false)
  })
})

test('the bytes of a PIN do not stay behind in what was sent, nor in an error', async () => {
  const { usb, device } = setUp()
  const [page] = await usb.getDevices()
  const sent: { readonly atOnce: string; readonly bytes: Uint8Array }[] = []
  const transferOut = page!.transferOut.bind(page)
  page!.transferOut = (endpoint, data) => {
    const bytes = data as Uint8Array
    sent.push({ atOnce: toHex(bytes), bytes })
    return transferOut(endpoint, data)
  }
  const reader = await open(usb)
  const card = await reader.connect()
  device.dropAnswer()
  const verify: CommandApdu = { ...READ, ins: 0x20, data: hex('39383736'), secret: true }
  const error = await card.transmit(verify).catch((thrown: unknown) => thrown)
  await reader.close()

  expect(sent.some(({ atOnce }) => atOnce.includes('39383736'))).toBe(true)
  expect(sent.some(({ bytes }) => toHex(bytes).includes('39383736'))).toBe(false)
  expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('39383736')
})
