import type { CommandApdu } from '@myna/apdu'
import { hex, toHex } from '@myna/bytes'
import {
  cardOf,
  issuePerson,
  virtualHidDevice,
  VirtualSlot,
  virtualWebHid,
  type Person,
} from '@myna/virtual'
import fc from 'fast-check'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openHidReader, requestHidReader } from './hid-reader'

let hanako: Person
beforeAll(async () => {
  hanako = await issuePerson('hanako', { now: new Date('2026-11-24T03:00:00Z') })
})

const SELECT_JPKI: CommandApdu = {
  cla: 0,
  ins: 0xa4,
  p1: 4,
  p2: 0x0c,
  data: hex('d392f000260100000001'),
}
const selectFile = (name: string): CommandApdu => ({
  ...SELECT_JPKI,
  p1: 2,
  data: hex(name),
})
const READ: CommandApdu = { cla: 0, ins: 0xb0, p1: 0, p2: 0, expect: 256 }
const VERIFY: CommandApdu = {
  cla: 0,
  ins: 0x20,
  p1: 0,
  p2: 0x80,
  data: hex('31323334'),
  secret: true,
}
/** Only after the right PIN does the card sign. */
const SIGN: CommandApdu = {
  cla: 0x80,
  ins: 0x2a,
  p1: 0,
  p2: 0x80,
  data: new Uint8Array(51),
  expect: 256,
}

/** A device with a card in it, and a page that may use it. */
async function setUp() {
  const slot = new VirtualSlot()
  const virtualCard = cardOf(hanako)
  slot.insert(virtualCard)
  const device = virtualHidDevice(slot)
  const browser = virtualWebHid([device], { permitted: [device] })
  const [handle] = await browser.hid.getDevices()
  return { slot, device, handle: handle!, ...browser }
}

async function opened() {
  const all = await setUp()
  const reader = await openHidReader(all.handle, { hid: all.hid })
  return { ...all, reader, card: await reader.connect() }
}

test('a certificate is read through reports of 64 bytes', async () => {
  const { card, reader } = await opened()
  await card.transmit(SELECT_JPKI)
  await card.transmit(selectFile('000a'))

  const { data, status } = await card.transmit(READ)

  expect(status).toBe(0x9000)
  expect(toHex(data)).toBe(toHex(hanako.authentication.certificate!.slice(0, 256)))
  await reader.close()
})

describe('choosing a device', () => {
  const filters = [{ vendorId: 0x1209 }]

  test('the person chooses it, or closes the window', async () => {
    const { hid, device, personChooses } = await setUp()
    await expect(requestHidReader({ hid, filters })).rejects.toMatchObject({
      code: 'permission-denied',
    })
    personChooses(device)
    const reader = await requestHidReader({ hid, filters })
    expect(reader.name).toBe('Virtual HID reader')
    await reader.close()
  })

  test('a page without WebHID says so', async () => {
    await expect(requestHidReader({ filters })).rejects.toMatchObject({
      code: 'browser-unsupported',
    })
  })

  test('outside a click it is the page’s mistake', async () => {
    const { hid } = await setUp()
    hid.requestDevice = async () => {
      throw new DOMException('Must be handling a user gesture', 'SecurityError')
    }
    await expect(requestHidReader({ hid, filters })).rejects.toMatchObject({
      code: 'misconfigured',
    })
  })

  test('one the system holds, and one that is open already: busy', async () => {
    const { hid, handle, device } = await setUp()
    device.heldElsewhere = true
    await expect(openHidReader(handle, { hid })).rejects.toMatchObject({ code: 'reader-busy' })
    device.heldElsewhere = false
    const first = await openHidReader(handle, { hid })
    await expect(openHidReader(handle, { hid })).rejects.toMatchObject({ code: 'reader-busy' })
    await first.close()
    await (await openHidReader(handle, { hid })).close()
  })
})

describe('a card in a reader that has no power switch', () => {
  test('forgets a verified PIN at powerOff, because its application is selected again', async () => {
    const { card, reader } = await opened()
    for (const command of [SELECT_JPKI, selectFile('0018'), VERIFY, selectFile('0017')])
      expect((await card.transmit(command)).status).toBe(0x9000)

    await card.powerOff()

    const next = await reader.connect()
    await next.transmit(selectFile('0017'))
    expect((await next.transmit(SIGN)).status).toBe(0x6982)
    await expect(card.transmit(READ)).rejects.toMatchObject({ code: 'card-removed' })
  })

  test('also when the page closes the reader at once', async () => {
    const { card, reader, slot } = await opened()
    for (const command of [SELECT_JPKI, selectFile('0018'), VERIFY, selectFile('0017')])
      await card.transmit(command)

    await reader.close()

    await slot.exchange(hex('00a4020c020017'))
    expect(toHex((await slot.exchange(hex(`802a008033${'00'.repeat(51)}00`)))!)).toBe('6982')
  })
})

describe('a device that goes away', () => {
  test('before, during and after an exchange: gone, by name', async () => {
    const { card, device, reader } = await opened()
    await card.transmit(SELECT_JPKI)
    device.hold()
    const waiting = card.transmit(selectFile('000a'))
    await new Promise((resolve) => setTimeout(resolve))
    device.unplug()
    await expect(waiting).rejects.toMatchObject({ code: 'reader-gone' })
    await expect(card.transmit(READ)).rejects.toMatchObject({ code: 'reader-gone' })
    await expect(reader.connect()).rejects.toMatchObject({ code: 'reader-gone' })
    await reader.close()
  })

  test('and comes back: opened anew, it works', async () => {
    const { device, reader, handle, hid } = await opened()
    device.unplug()
    await reader.close()
    device.plug()
    const again = await openHidReader(handle, { hid })
    const card = await again.connect()
    expect((await card.transmit(SELECT_JPKI)).status).toBe(0x9000)
    await again.close()
  })
})

describe('answers that are not as they should be', () => {
  test.each<[string, (reports: readonly Uint8Array[]) => readonly Uint8Array[]]>([
    ['a report is lost', ([first, , ...more]) => [first!, ...more]],
    ['a report comes twice', ([first, ...more]) => [first!, first!, ...more]],
    ['they come in the wrong order', (reports) => reports.toReversed()],
  ])('%s: a fault of the reader, and the next exchange works', async (_, meddling) => {
    const { card, device, reader } = await opened()
    await card.transmit(SELECT_JPKI)
    await card.transmit(selectFile('000a'))
    device.meddle(meddling)
    await expect(card.transmit(READ)).rejects.toMatchObject({ code: 'reader-fault' })
    device.meddle((reports) => reports)
    expect((await card.transmit(READ)).status).toBe(0x9000)
    await reader.close()
  })

  test('left over from another channel, at any place: dropped', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(5),
        fc.uint8Array({ minLength: 59, maxLength: 59 }),
        async (at, junk) => {
          const { card, device, reader } = await opened()
          await card.transmit(SELECT_JPKI)
          await card.transmit(selectFile('000a'))
          device.meddle((reports) => {
            const [high, low] = reports[0]!
            const stale = Uint8Array.of(high!, low! ^ 1, 5, 0, at, ...junk)
            return reports.toSpliced(at % (reports.length + 1), 0, stale)
          })
          expect((await card.transmit(READ)).data.length).toBe(256)
          await reader.close()
        },
      ),
      { numRuns: 30 },
    )
  })

  test('an exchange somebody gave up does not give its answer to the next one', async () => {
    const { card, device, reader } = await opened()
    await card.transmit(SELECT_JPKI)
    await card.transmit(selectFile('000a'))
    const { release } = device.hold()
    const patience = new AbortController()
    const given = card.transmit(READ, { signal: patience.signal })
    await new Promise((resolve) => setTimeout(resolve))
    patience.abort()
    await expect(given).rejects.toMatchObject({ code: 'cancelled' })

    const next = card.transmit({ ...READ, p2: 1, expect: 4 })
    await new Promise((resolve) => setTimeout(resolve, 5)) // the device still works on the first
    release()

    expect(toHex((await next).data)).toBe(toHex(hanako.authentication.certificate!.slice(1, 5)))
    await reader.close()
  })

  test('a command whose owner gives up before its turn is never sent', async () => {
    const { card, device, reader, slot } = await opened()
    const { release } = device.hold()
    const first = card.transmit(SELECT_JPKI)
    const patience = new AbortController()
    const second = card.transmit(selectFile('000a'), { signal: patience.signal })
    await new Promise((resolve) => setTimeout(resolve, 5))
    patience.abort()
    await expect(second).rejects.toMatchObject({ code: 'cancelled' })
    release()
    await first

    await card.transmit(selectFile('0018'))
    // still the PIN file that was selected: the certificate's never was
    expect(toHex((await slot.exchange(hex('00200080')))!)).toBe('63c3')
    await reader.close()
  })

  describe('with a clock', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
    afterEach(() => void vi.useRealTimers())

    test('none at all: a fault after a minute, and the next exchange works', async () => {
      const { card, device, reader } = await opened()
      device.dropAnswer()
      const waiting = card.transmit(SELECT_JPKI).catch((error: unknown) => error)
      await vi.advanceTimersByTimeAsync(60_000)
      expect(await waiting).toMatchObject({ code: 'reader-fault' })
      expect((await card.transmit(SELECT_JPKI)).status).toBe(0x9000)
      await reader.close()
    })
  })
})
