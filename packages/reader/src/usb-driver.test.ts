import {
  virtualCcidDevice,
  virtualRcS300,
  virtualRcS380,
  VirtualSlot,
  virtualWebUsb,
  type VirtualUsbDevice,
} from '@myna/virtual'
import { expect, test } from 'vitest'
import { openUsbReader } from './open-usb'
import { driverFor, filters } from './usb-driver'

async function pageOf(device: VirtualUsbDevice): Promise<USBDevice> {
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  return (await usb.getDevices())[0]!
}

test.each([
  ['RC-S380', 0x06c1, virtualRcS380],
  ['RC-S380', 0x06c3, virtualRcS380],
  ['RC-S300', 0x0dc8, virtualRcS300],
  ['RC-S300', 0x0dc9, virtualRcS300],
  ['RC-S300', 0x0d8f, virtualRcS300],
] as const)(
  '%s %i is known by its numbers, named to the browser, and opened',
  async (_, id, make) => {
    const page = await pageOf(make(new VirtualSlot(), { productId: id }))
    expect(filters).toContainEqual({ vendorId: 0x054c, productId: id })
    await (await openUsbReader(page)).close()
    expect(page.opened).toBe(false)
  },
)

test('the known readers come first in the browser’s window', () => {
  const firstClass = filters.findIndex(({ classCode }) => classCode !== undefined)
  expect(filters.slice(firstClass).every(({ vendorId }) => vendorId === undefined)).toBe(true)
})

test('a device with only one of the numbers is tried as a CCID reader', async () => {
  const ccid = await driverFor(await pageOf(virtualCcidDevice(new VirtualSlot())))
  for (const numbers of [{ vendorId: 0x054c }, { productId: 0x06c3 }])
    expect(await driverFor(await pageOf(virtualCcidDevice(new VirtualSlot(), numbers)))).toBe(ccid)
})

test('a device without the endpoints its numbers promise is unknown, and let go', async () => {
  for (const productId of [0x06c1, 0x0dc8]) {
    const device = await pageOf(
      virtualCcidDevice(new VirtualSlot(), { vendorId: 0x054c, productId }),
    )
    const [first] = device.configuration!.interfaces
    Object.defineProperty(first!.alternates[0], 'endpoints', { value: [] })
    await expect(openUsbReader(device)).rejects.toMatchObject({ code: 'reader-unknown' })
    expect(device.opened).toBe(false)
  }
})
