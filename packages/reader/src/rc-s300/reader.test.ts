// The driver over virtual RC-S300s of each kind, as a page meets them.
import type { CommandApdu, Reader } from '@myna/apdu'
import { hex, toHex } from '@myna/bytes'
import {
  cardOf,
  issuePerson,
  virtualRcS300,
  VirtualSlot,
  virtualWebUsb,
  type Person,
  type RcS300DeviceOptions,
} from '@myna/virtual'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openUsbReader } from '../open-usb'
import { rememberRoute, routeOf } from './driver'
import type { RcS300Route } from './routes'

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

function setUp(options: RcS300DeviceOptions = {}) {
  const slot = new VirtualSlot()
  slot.insert(cardOf(hanako))
  const device = virtualRcS300(slot, options)
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  return { slot, device, usb }
}
const pass = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function open(usb: USB): Promise<Reader> {
  const [device] = await usb.getDevices()
  return openUsbReader(device!)
}

async function readPiece(usb: USB) {
  const reader = await open(usb)
  try {
    const card = await reader.connect()
    await card.transmit(SELECT_JPKI)
    await card.transmit(SELECT_CERTIFICATE)
    const { data, status } = await card.transmit(READ)
    return { data: toHex(data), status }
  } finally {
    await reader.close()
  }
}
const right = () => ({
  data: toHex(hanako.authentication.certificate!.slice(0, 256)),
  status: 0x9000,
})

const kinds: [string, RcS300DeviceOptions, RcS300Route][] = [
  ['takes plain CCID', { ability: 'ccid' }, 'ccid'],
  ['carries APDUs', { ability: 'apdu' }, 'apdu'],
  ['carries APDUs and ignores CCID', { ability: 'apdu', unknownMessages: 'ignore' }, 'apdu'],
  ['carries APDUs and stalls at CCID', { ability: 'apdu', unknownMessages: 'stall' }, 'apdu'],
  [
    'carries APDUs and needs a reset after CCID',
    { ability: 'apdu', unknownMessages: 'deaf' },
    'apdu',
  ],
  ['carries frames', { ability: 'frame' }, 'frame'],
  [
    'carries frames, and APDUs as if they were frames',
    { ability: 'frame', apduRefusal: 'sent-as-frame' },
    'frame',
  ],
  ['carries frames and ignores CCID', { ability: 'frame', unknownMessages: 'ignore' }, 'frame'],
  ['carries frames and stalls at CCID', { ability: 'frame', unknownMessages: 'stall' }, 'frame'],
  [
    'carries frames and needs a reset after CCID',
    { ability: 'frame', unknownMessages: 'deaf' },
    'frame',
  ],
]

describe.each(kinds)('a reader that %s', (_, options, route) => {
  test('is found out with the first card, in reasonable time', async () => {
    const { usb, device } = setUp(options)
    const [page] = await usb.getDevices()
    const started = performance.now()

    expect(await readPiece(usb)).toEqual(right())

    expect(routeOf(page!)).toBe(route)
    expect(performance.now() - started).toBeLessThan(6000)
    expect(device.hasSession).toBe(false)
    expect(device.picc.hasField).toBe(false)
  })

  test('is not asked a second time', async () => {
    const { usb, device } = setUp(options)
    await readPiece(usb)
    const asked = device.heard.length
    expect(await readPiece(usb)).toEqual(right())
    const again = device.heard.slice(asked)
    const session = again.filter((message) => message.startsWith('ff5'))
    if (route === 'ccid')
      expect(session).toEqual(['ff50000002820000']) // in case one was left over
    else expect(session).toEqual(again)
    expect(again.some((message) => message.includes('00a40000'))).toBe(false) // the harmless question
    expect(again.length).toBeLessThan(asked)
  })

  test('waits for a card, tells once, and takes the one that comes', async () => {
    const { slot, usb } = setUp(options)
    slot.remove()
    const reader = await open(usb)
    const onAbsent = vi.fn()
    const connecting = reader.connect({ onAbsent })
    await pass(4000)
    slot.insert(cardOf(hanako))
    const card = await connecting
    expect(onAbsent).toHaveBeenCalledTimes(1)
    expect((await card.transmit(SELECT_JPKI)).status).toBe(0x9000)
    await reader.close()
  })

  test('stops waiting when its owner says so, and works after that', async () => {
    const { slot, usb, device } = setUp(options)
    slot.remove()
    const reader = await open(usb)
    for (const after of [0, 30, 300, 3000]) {
      const abort = new AbortController()
      const connecting = reader.connect(abort).catch((error: unknown) => error)
      await pass(after)
      abort.abort()
      expect(await connecting).toMatchObject({ code: 'cancelled' })
      expect(device.hasSession).toBe(false)
    }
    slot.insert(cardOf(hanako))
    await (await reader.connect()).transmit(SELECT_JPKI)
    await reader.close()
  })

  test('makes the card forget when it is told to, and is another session then', async () => {
    const { usb, slot, device } = setUp(options)
    const reader = await open(usb)
    const card = await reader.connect()
    await card.transmit(SELECT_JPKI)
    await card.powerOff()
    expect([slot.powered, device.hasSession]).toEqual([false, false])
    await expect(card.transmit(SELECT_JPKI)).rejects.toMatchObject({ code: 'card-removed' })
    await (await reader.connect()).transmit(SELECT_JPKI)
    await reader.close()
  })

  test('notices that the card was taken, also when it is put back', async () => {
    const { usb, slot, device } = setUp(options)
    const reader = await open(usb)
    const card = await reader.connect()
    const { chip } = slot
    slot.remove()
    slot.insert(chip!)
    await expect(card.transmit(SELECT_JPKI)).rejects.toMatchObject({ code: 'card-removed' })
    expect(device.hasSession).toBe(false)
    await (await reader.connect()).transmit(SELECT_JPKI)
    await reader.close()
  })

  test('works after a page that left its session open', async () => {
    const { usb, device } = setUp(options)
    await device.leaveSession()
    expect(await readPiece(usb)).toEqual(right())
  })

  test('works so also when it is known already', async () => {
    const { usb, device } = setUp(options)
    await readPiece(usb)
    await device.leaveSession()
    expect(await readPiece(usb)).toEqual(right())
  })

  test('lets go of the card when the page goes away', async () => {
    const page = new EventTarget()
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
    try {
      const { usb, slot, device } = setUp(options)
      const reader = await open(usb)
      await (await reader.connect()).transmit(SELECT_JPKI)
      page.dispatchEvent(new Event('pagehide'))
      await pass(10)
      expect([slot.powered, device.hasSession]).toEqual([false, false])
      await reader.close()
    } finally {
      vi.unstubAllGlobals()
    }
  })
})

test('what was remembered wrongly is asked again', async () => {
  for (const wrong of ['frame', 'ccid'] as const) {
    const { usb } = setUp({ ability: 'apdu' })
    const [page] = await usb.getDevices()
    rememberRoute(page!, wrong)
    const reader = await open(usb)
    const first = await reader.connect().catch((error: unknown) => error)
    if (first instanceof Error) expect(first).toMatchObject({ code: 'reader-fault' })
    await (await reader.connect()).transmit(SELECT_JPKI)
    expect(routeOf(page!)).toBe('apdu')
    await reader.close()
  }
})

test('a reader that can do none of it is unknown', async () => {
  const { usb } = setUp({ ability: 'none' })
  const reader = await open(usb)
  await expect(reader.connect()).rejects.toMatchObject({ code: 'reader-unknown' })
  await reader.close()
})

test('the first messages are the ones every known program begins with', async () => {
  const { usb, device } = setUp({ ability: 'apdu' })
  await readPiece(usb)
  const session = device.heard.filter((message) => message.startsWith('ff'))
  expect(session.slice(1, 6)).toEqual([
    'ff50000002820000',
    'ff50000002810000',
    'ff50000002830000',
    'ff50000002840000',
    'ff500002048f02010400',
  ])
  expect(session.at(-1)).toBe('ff50000002820000')
})

test('says that it is still there while a person types', async () => {
  const { usb, device } = setUp({ ability: 'apdu' })
  const reader = await open(usb)
  const card = await reader.connect()
  await pass(60_000)
  expect(device.heard.filter((message) => message === 'ff56000000').length).toBeGreaterThan(25)
  expect((await card.transmit(SELECT_JPKI)).status).toBe(0x9000)
  await reader.close()
  const said = device.heard.length
  await pass(10_000)
  expect(device.heard).toHaveLength(said)
})
