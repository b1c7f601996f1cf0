import type { VirtualUsbDevice } from './usb-device'
import { webUsbDevice } from './web-usb-device'

export interface VirtualWebUsb {
  /** In the place of `navigator.usb`. */
  readonly usb: USB
  /** What the person does in the browser's window: choose this device, or close the window. */
  personChooses(device: VirtualUsbDevice | undefined): void
}

/**
 * A browser's WebUSB over virtual devices, as strict as Chromium: permission by device, protected
 * classes, claims, transfers that end when a device goes (`real-browser.md`, WebUSB §5 and §6). For
 * tests without a browser; what it allows is checked against a real one in test/chromium.
 *
 * @param permitted devices the page may use without asking
 */
export function virtualWebUsb(
  devices: readonly VirtualUsbDevice[],
  { permitted = [] }: { readonly permitted?: readonly VirtualUsbDevice[] } = {},
): VirtualWebUsb {
  const allowed = new Set(permitted)
  const handles = new Map<VirtualUsbDevice, USBDevice>()
  let choice: VirtualUsbDevice | undefined

  /** Each plugging in is a new USBDevice; the one before stays gone for good. */
  const handleOf = (device: VirtualUsbDevice): USBDevice => {
    const known = handles.get(device)
    if (known !== undefined) return known
    const handle = webUsbDevice(device)
    handles.set(device, handle)
    const stop = device.onPlugChange(() => {
      handles.delete(device)
      stop()
    })
    return handle
  }
  const present = () => devices.filter(({ plugged }) => plugged)

  const usb: Pick<USB, 'getDevices' | 'requestDevice'> = {
    getDevices: async () =>
      present()
        .filter((device) => allowed.has(device))
        .map(handleOf),
    async requestDevice(options) {
      const { filters } = options ?? {}
      if (filters === undefined) throw new TypeError('filters are required')
      const offered = present().filter((device) =>
        filters.some((filter) => matches(device, filter)),
      )
      if (choice === undefined || !offered.includes(choice))
        throw new DOMException('No device selected.', 'NotFoundError')
      allowed.add(choice)
      return handleOf(choice)
    },
  }
  return { usb: usb as USB, personChooses: (device) => void (choice = device) }
}

/** WebUSB §4.1 "a device matches a filter"; our devices have their classes in their interfaces. */
function matches({ description }: VirtualUsbDevice, filter: USBDeviceFilter): boolean {
  const { vendorId, productId, classCode } = filter
  if (productId !== undefined && vendorId === undefined)
    throw new TypeError('A filter containing a productId must also contain a vendorId.')
  const classes = description.interfaces.flat().map(({ interfaceClass }) => interfaceClass)
  return (
    (vendorId === undefined || vendorId === description.vendorId) &&
    (productId === undefined || productId === description.productId) &&
    (classCode === undefined || classes.includes(classCode))
  )
}
