import { virtualCcidDevice, VirtualSlot, virtualWebUsb } from '@myna/virtual'
import { expect, test } from 'vitest'
import { openUsbReader } from './open-usb'

test('a reader that is given up while it opens is closed all the same, and opens again', async () => {
  const reader = virtualCcidDevice(new VirtualSlot())
  const { usb } = virtualWebUsb([reader], { permitted: [reader] })
  const [device] = (await usb.getDevices()) as [USBDevice]
  const stop = new AbortController()
  const opening = openUsbReader(device, { signal: stop.signal })
  stop.abort()

  await expect(opening).rejects.toMatchObject({ code: 'cancelled' })

  expect(device.opened).toBe(false)
  await (await openUsbReader(device)).close()
})
