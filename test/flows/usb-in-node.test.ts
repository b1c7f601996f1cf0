// Why this exists: the npm package `usb` differs from WebUSB in ways its types do not tell. No computer
// of ours has a reader, so this device is written from the package's source (3.1.0), as strict as it.
import { openUsbReader } from '@myna/reader'
import { openJpki } from '@myna/card'
import { cardOf, virtualCcidDevice, VirtualSlot, type CcidDeviceOptions } from '@myna/virtual'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { NativeDevice } from '../../commands/card/native-device'
import { usbInNode } from '../../commands/card/usb-in-node'
import { personNamed } from './person'

/** Who else holds an interface, and whether the system lets us open the device at all. */
interface Circumstances {
  heldInterfaces?: readonly number[]
  mayOpen?: boolean
}

async function setUp(options: CcidDeviceOptions = {}, circumstances: Circumstances = {}) {
  const slot = new VirtualSlot()
  slot.insert(cardOf(await personNamed('hanako')))
  const device = virtualCcidDevice(slot, options)
  const native = nativeDevice(device, circumstances)
  const usb = usbInNode({
    // new ones each time
    getDevices: async () => [Object.create(native.device) as NativeDevice],
  })
  return { slot, device, native, usb, circumstances }
}

function nativeDevice(device: ReturnType<typeof virtualCcidDevice>, circumstances: Circumstances) {
  const claimed = new Set<number>()
  const { description } = device
  let isOpen = false
  const fail = (doing: string, why: string) => new Error(`${doing} error: ${why}`)
  const mayLook = () => {
    if (circumstances.mayOpen === false) throw fail('open', 'Permission denied (errno 13)')
    if (!device.plugged) throw fail('open', 'device disconnected (errno 19)')
  }
  const interfaces = () =>
    description.interfaces.map((alternates, interfaceNumber) => {
      const views = alternates.map(({ interfaceClass, endpoints }, alternateSetting) => ({
        alternateSetting,
        interfaceClass,
        interfaceSubclass: 0,
        interfaceProtocol: 0,
        endpoints: endpoints.map(({ address, type, packetSize }) => ({
          endpointNumber: address & 0x0f,
          direction: address & 0x80 ? ('in' as const) : ('out' as const),
          type,
          packetSize,
        })),
      }))
      return { interfaceNumber, alternates: views, alternate: views[0]!, claimed: false }
    })
  const configuration = () => {
    mayLook()
    return { configurationValue: 1, interfaces: interfaces() } as unknown as USBConfiguration
  }
  const needsClaim = (doing: string) => {
    if (!isOpen || claimed.size === 0) throw fail(doing, 'invalid state')
  }

  const native: NativeDevice = {
    handle: '1-1',
    vendorId: description.vendorId,
    productId: description.productId,
    productName: description.product,
    get configuration() {
      return configuration()
    },
    get configurations() {
      return [configuration()]
    },
    async open() {
      mayLook()
      isOpen = true
    },
    async close() {
      isOpen = false
      claimed.clear()
    },
    async selectConfiguration() {},
    async claimInterface(number) {
      if (!isOpen) throw fail('claimInterface', 'invalid state')
      if (circumstances.heldInterfaces?.includes(number))
        throw fail('claimInterface', 'interface is busy (errno 16)')
      claimed.add(number)
    },
    async releaseInterface(number) {
      if (!claimed.delete(number)) throw fail('releaseInterface', 'not claimed')
    },
    async clearHalt(direction, endpoint) {
      device.clearHalt(direction === 'in' ? endpoint | 0x80 : endpoint)
    },
    async nativeControlTransferIn(setup, _timeout, length) {
      needsClaim('controlTransferIn')
      const { request, value, index } = setup
      const { status, data } = device.control(
        { requestType: 0x80, request, value, index, length },
        new Uint8Array(0),
      )
      if (status !== 'ok') throw fail('controlTransferIn', status === 'stall' ? 'Stall' : 'Fault')
      return data.slice()
    },
    async nativeControlTransferOut() {
      throw fail('controlTransferOut', 'Stall')
    },
    async nativeTransferIn(endpoint, timeout, length) {
      needsClaim('transferIn')
      const reading = device.read(endpoint | 0x80, length)
      const timer = setTimeout(() => reading.cancel(), timeout)
      const { status, data } = await reading.done
      clearTimeout(timer)
      if (status === 'cancelled') throw fail('transferIn', 'Cancelled')
      if (status === 'gone') throw fail('transferIn', 'Disconnected')
      if (status !== 'ok') throw fail('transferIn', status === 'stall' ? 'Stall' : 'Fault')
      return data.slice()
    },
    async nativeTransferOut(endpoint, _timeout, data) {
      needsClaim('transferOut')
      const status = device.write(endpoint, data.slice())
      if (status === 'gone') throw fail('transferOut', 'Disconnected')
      if (status !== 'ok') throw fail('transferOut', 'Stall')
      return data.length
    },
  }
  return { device: native, claimed, isOpen: () => isOpen }
}

const only = async (usb: USB) => (await usb.getDevices())[0]!

describe('through the npm package usb', () => {
  test('a card answers, and the reader is let go afterwards', async () => {
    const { usb, native } = await setUp()
    const reader = await openUsbReader(await only(usb))
    await openJpki(await reader.connect())
    await reader.close()
    expect([native.isOpen(), native.claimed.size]).toEqual([false, 0])
  })

  test('a reader of the smart card class works too: no browser is in the way', async () => {
    const { usb } = await setUp({ interfaceClass: 0x0b })
    const reader = await openUsbReader(await only(usb))
    await openJpki(await reader.connect())
    await reader.close()
  })

  test('the same reader is the same device each time: opened twice, it is busy', async () => {
    const { usb } = await setUp()
    const reader = await openUsbReader(await only(usb))
    await expect(openUsbReader(await only(usb))).rejects.toMatchObject({ code: 'reader-busy' })
    await reader.close()
  })

  test.each<[string, Circumstances, string]>([
    ['held by pcscd: busy', { heldInterfaces: [0] }, 'reader-busy'],
    ['not ours to open (no udev rule): busy', { mayOpen: false }, 'reader-busy'],
  ])('a reader %s, and usable when that has changed', async (_, circumstances, code) => {
    const { usb, circumstances: now, native } = await setUp({}, { ...circumstances })
    await expect(openUsbReader(await only(usb))).rejects.toMatchObject({ code })
    expect(native.isOpen()).toBe(false)
    Object.assign(now, { heldInterfaces: [], mayOpen: true })
    await (await openUsbReader(await only(usb))).close()
  })

  test('a reader unplugged before and during its use is gone', async () => {
    const { usb, device } = await setUp()
    const reader = await openUsbReader(await only(usb))
    const card = await reader.connect()
    device.unplugAt(1)
    await expect(openJpki(card)).rejects.toMatchObject({ code: 'reader-gone' })
    await reader.close()
    await expect(openUsbReader(await only(usb))).rejects.toMatchObject({ code: 'reader-gone' })
  })

  describe('with a clock', () => {
    afterEach(() => void vi.useRealTimers())

    test('a card that thinks for longer than one transfer may take is waited for', async () => {
      const { usb, slot } = await setUp()
      const card = cardOf(await personNamed('hanako'))
      slot.insert({
        ...card,
        exchange: async (command) => {
          await new Promise((resolve) => setTimeout(resolve, 9000))
          return card.exchange(command)
        },
      })
      const reader = await openUsbReader(await only(usb))
      const connected = await reader.connect()
      vi.useFakeTimers()
      const opening = openJpki(connected)
      await vi.advanceTimersByTimeAsync(10_000)
      await opening
      vi.useRealTimers()
      await reader.close()
    })
  })
})
