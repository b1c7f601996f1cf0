// The whole driver over virtual USB devices: what a page meets, without a browser. The same devices
// stand behind a real Chromium in test/chromium.
import type { CommandApdu } from '@myna/apdu'
import { hex, toHex } from '@myna/bytes'
import {
  cardOf,
  issuePerson,
  virtualCcidDevice,
  virtualCompositeReader,
  VirtualSlot,
  virtualWebUsb,
  type CcidDeviceOptions,
  type Person,
} from '@myna/virtual'
import fc from 'fast-check'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openUsbReader, requestReader } from './open-usb'

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
const SELECT_CERTIFICATE: CommandApdu = { cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: hex('000a') }
const READ: CommandApdu = { cla: 0, ins: 0xb0, p1: 0, p2: 0, expect: 256 }

/** A reader with a card in it, and a page that may use it. */
function setUp(options: CcidDeviceOptions = {}) {
  const slot = new VirtualSlot()
  slot.insert(cardOf(hanako))
  const device = virtualCcidDevice(slot, options)
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  return { slot, device, usb }
}

describe('choosing a reader', () => {
  test('the one reader a page may use already is opened without asking', async () => {
    const { usb } = setUp()
    const reader = await requestReader({ usb })
    expect(reader.name).toBe('Virtual CCID reader')
    await reader.close()
  })

  test('otherwise the person is asked, and may say no', async () => {
    const device = virtualCcidDevice(new VirtualSlot())
    const browser = virtualWebUsb([device])

    await expect(requestReader({ usb: browser.usb })).rejects.toMatchObject({
      code: 'permission-denied',
    })

    browser.personChooses(device)
    await (await requestReader({ usb: browser.usb })).close()
    await (await requestReader({ usb: browser.usb })).close() // now it may be used
  })

  test('with two readers the person has to say which, and can ask for that', async () => {
    const devices = [1, 2].map((number) =>
      virtualCcidDevice(new VirtualSlot(), { product: `Reader ${number}`, productId: number }),
    )
    const browser = virtualWebUsb(devices, { permitted: devices })
    browser.personChooses(devices[1])
    const reader = await requestReader({ usb: browser.usb })
    expect(reader.name).toBe('Reader 2')
    await reader.close()
    browser.personChooses(devices[0])
    expect((await requestReader({ usb: browser.usb, choose: true })).name).toBe('Reader 1')
  })

  test('a reader that can never work does not keep the person from another one', async () => {
    const blocked = virtualCcidDevice(new VirtualSlot(), {
      interfaceClass: 0x0b,
      product: 'Blocked',
    })
    const good = virtualCcidDevice(new VirtualSlot(), { product: 'Good', productId: 2 })
    const browser = virtualWebUsb([blocked, good], { permitted: [blocked] })
    browser.personChooses(good)
    expect((await requestReader({ usb: browser.usb })).name).toBe('Good')
  })

  test('a page without WebUSB says so', async () => {
    await expect(requestReader()).rejects.toMatchObject({ code: 'browser-unsupported' })
  })
})

describe('opening a reader', () => {
  const deviceOf = async (usb: USB) => (await usb.getDevices())[0]!

  test('whose only interface is of the smart card class: protected', async () => {
    const { usb } = setUp({ interfaceClass: 0x0b })
    await expect(openUsbReader(await deviceOf(usb))).rejects.toMatchObject({
      code: 'reader-protected',
      facts: { reader: 'Virtual CCID reader' },
    })
  })

  test('that has the smart card class beside a vendor interface: by the vendor interface', async () => {
    const slot = new VirtualSlot()
    slot.insert(cardOf(hanako))
    const device = virtualCompositeReader(slot)
    const { usb } = virtualWebUsb([device], { permitted: [device] })
    const reader = await openUsbReader(await deviceOf(usb))
    const card = await reader.connect()
    expect((await card.transmit(SELECT_JPKI)).status).toBe(0x9000)
    await reader.close()
  })

  test.each<[string, CcidDeviceOptions, string]>([
    ['of the character level', { level: 'character' }, 'character level'],
    ['without room', { level: 'extended-apdu', longestMessage: 10 }, '10 bytes'],
  ])('%s: refused, with the reason', async (_, options, reason) => {
    const { usb } = setUp(options)
    await expect(openUsbReader(await deviceOf(usb))).rejects.toMatchObject({
      code: 'reader-unknown',
      facts: { reason: expect.stringContaining(reason) },
    })
  })

  test('that another program holds: busy, and usable when it has let go', async () => {
    const { usb, device } = setUp()
    device.heldElsewhere = true
    await expect(openUsbReader(await deviceOf(usb))).rejects.toMatchObject({ code: 'reader-busy' })
    device.heldElsewhere = false
    await (await openUsbReader(await deviceOf(usb))).close()
  })

  test('a second time in one page: busy, until it was closed', async () => {
    const { usb } = setUp()
    const reader = await openUsbReader(await deviceOf(usb))
    await expect(openUsbReader(await deviceOf(usb))).rejects.toMatchObject({ code: 'reader-busy' })
    await reader.close()
    await (await openUsbReader(await deviceOf(usb))).close()
  })

  test('that was unplugged since: gone', async () => {
    const { usb, device } = setUp()
    const handle = await deviceOf(usb)
    device.unplug()
    await expect(openUsbReader(handle)).rejects.toMatchObject({ code: 'reader-gone' })
  })
})

/** Reads a piece of the certificate, through whatever the reader is like. */
async function readPiece(usb: USB) {
  const reader = await requestReader({ usb })
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

describe('readers differ, and the card’s words come through the same', () => {
  test.each<[string, CcidDeviceOptions]>([
    ['short APDU level', {}],
    ['extended APDU level', { level: 'extended-apdu' }],
    [
      'extended APDU level with short messages, so in chains',
      { level: 'extended-apdu', longestMessage: 64 },
    ],
    ['packets of 8 bytes', { packetSize: 8 }],
    ['packets of 512 bytes', { packetSize: 512 }],
    ['its class descriptor after the endpoints', { classDescriptorAfter: 'endpoints' }],
    ['no empty packets, and none needed', { emptyPackets: 'not-needed' }],
  ])('%s', async (_, options) => {
    const { usb } = setUp(options)
    expect(await readPiece(usb)).toEqual({
      data: toHex(hanako.authentication.certificate!.slice(0, 256)),
      status: 0x9000,
    })
  })
})

describe('readers misbehave', () => {
  const right = () => ({
    data: toHex(hanako.authentication.certificate!.slice(0, 256)),
    status: 0x9000,
  })

  test('one that asks for more time gets it', async () => {
    const { usb, device } = setUp()
    device.timeExtensions(40)
    expect(await readPiece(usb)).toEqual(right())
  })

  test('one that is busy for a moment is asked again', async () => {
    const { usb, device } = setUp()
    device.busyAnswers(2)
    expect(await readPiece(usb)).toEqual(right())
  })

  test('an answer left over from before is not taken for this one’s', async () => {
    const { usb, device } = setUp()
    device.staleAnswer()
    expect(await readPiece(usb)).toEqual(right())
  })

  describe('with a clock', () => {
    beforeEach(() => void vi.useFakeTimers())
    afterEach(() => void vi.useRealTimers())

    test('one that never answers is a fault after 15 seconds, and closing does not take as long again', async () => {
      const { usb, device } = setUp()
      const reader = await requestReader({ usb })
      device.dropAnswer()
      const connecting = reader.connect().catch((error: unknown) => error)
      await vi.advanceTimersByTimeAsync(15_000)
      expect(await connecting).toMatchObject({ code: 'reader-fault' })
      device.dropAnswer()
      const closing = reader.close()
      await vi.advanceTimersByTimeAsync(2000)
      await closing
    })
  })
})

describe('whatever goes wrong, at whatever message', () => {
  const fault = fc.record({
    kind: fc.constantFrom('unplugAt', 'removeCardAt'),
    message: fc.integer({ min: 1, max: 6 }), // status, power on, three commands, power off
    when: fc.constantFrom('before', 'answer-lost'),
  })
  const options = fc.record({
    level: fc.constantFrom('short-apdu', 'extended-apdu'),
    packetSize: fc.constantFrom(8, 64, 512),
    emptyPackets: fc.constantFrom('needed', 'not-needed'),
  })

  test('the person hears of it by its right name, and the next try works', async () => {
    await fc.assert(
      fc.asyncProperty(
        options,
        fault,
        fc.nat(3),
        async (facts, { kind, message, when }, extensions) => {
          const { usb, device, slot } = setUp(facts as CcidDeviceOptions)
          device[kind as 'unplugAt'](message, when as 'before')
          device.timeExtensions(extensions)

          const waiting = new AbortController()
          slot.onChange(() => slot.present || waiting.abort()) // or it would wait for a card, rightly
          const outcome = await readOnce(usb, waiting.signal)

          const expected = kind === 'unplugAt' ? ['reader-gone'] : ['card-removed', 'cancelled']
          if (outcome !== 'read') expect(expected).toContain(outcome)

          if (!device.plugged) device.plug()
          if (!slot.present) slot.insert(cardOf(hanako))
          expect(await readPiece(usb)).toMatchObject({ status: 0x9000 })
        },
      ),
      { numRuns: 100 },
    )
  })

  test('garbled answers are a fault of the reader, never another error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(4), async (good) => {
        const { usb, device } = setUp()
        const reader = await requestReader({ usb })
        try {
          const card = await reader.connect()
          for (let i = 0; i < good; i++) await card.transmit(SELECT_JPKI)
          device.garbleAnswer()
          await expect(card.transmit(SELECT_JPKI)).rejects.toMatchObject({ code: 'reader-fault' })
        } finally {
          await reader.close()
        }
      }),
    )
  })
})

async function readOnce(usb: USB, signal: AbortSignal): Promise<string> {
  let reader
  try {
    reader = await requestReader({ usb, signal })
    const card = await reader.connect({ signal })
    await card.transmit(SELECT_JPKI, { signal })
    await card.transmit(SELECT_CERTIFICATE)
    await card.transmit(READ)
    return 'read'
  } catch (error) {
    return (error as { code?: string }).code ?? `not a CardError: ${String(error)}`
  } finally {
    await reader?.close()
  }
}
