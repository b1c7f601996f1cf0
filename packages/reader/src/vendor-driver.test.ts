import {
  virtualCcidDevice,
  virtualRcS300,
  virtualRcS380,
  VirtualSlot,
  virtualWebUsb,
  type VirtualUsbDevice,
} from '@myna/virtual'
import { expect, test } from 'vitest'
import { openVendorReader, vendorReaderOf, vendorReaders } from './vendor-driver'

async function pageOf(device: VirtualUsbDevice): Promise<USBDevice> {
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  return (await usb.getDevices())[0]!
}

test.each([
  [0x06c1, 0],
  [0x06c3, 0],
])('RC-S380 %i: interface %i', async (productId, interfaceNumber) => {
  const page = await pageOf(virtualRcS380(new VirtualSlot(), { productId }))
  expect(vendorReaderOf(page)).toMatchObject({ interfaceNumber })
})

test.each([0x0dc8, 0x0dc9, 0x0d8f])(
  'RC-S300 %i: interface 1, the only one a page may claim',
  async (productId) => {
    const page = await pageOf(virtualRcS300(new VirtualSlot(), { productId }))
    const row = vendorReaderOf(page)!
    await page.open()
    await expect(page.claimInterface(0)).rejects.toMatchObject({ name: 'SecurityError' })
    await page.claimInterface(row.interfaceNumber)
    expect(row.interfaceNumber).toBe(1)
    await (await openVendorReader(page, row)).close()
    expect(page.opened).toBe(false)
  },
)

test('other devices have no row, also those with only one of the numbers', async () => {
  for (const numbers of [{}, { vendorId: 0x054c }, { productId: 0x06c3 }])
    expect(
      vendorReaderOf(await pageOf(virtualCcidDevice(new VirtualSlot(), numbers))),
    ).toBeUndefined()
})

test('a device without the endpoints its numbers promise is unknown', async () => {
  const page = await pageOf(virtualRcS380(new VirtualSlot()))
  await page.open()
  const row = { ...vendorReaders[0]!, interfaceNumber: 3 }
  await expect(openVendorReader(page, row)).rejects.toMatchObject({ code: 'reader-unknown' })
})
