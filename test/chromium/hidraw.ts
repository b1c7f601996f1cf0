// A HID device as Linux shows it to programs: /dev/hidraw, and its place in sysfs and udev.
import { hex, toHex } from '@myna/bytes'
import type { VirtualHidDevice } from '@myna/virtual'
import type { Carrier, HidReport, MockDevice } from './carrier'

/**
 * A vendor's usage page with one input and one output report of 64 bytes and no report ids (HID 1.11
 * §6.2.2): what a device with the framing of `readers.md` §7 announces.
 */
const REPORT_DESCRIPTOR = '0600ff0901a101150026ff00750895400902810209039102c0'

/** One HID device, as its node carries reports. */
export function hidraw(
  device: VirtualHidDevice,
  number: number,
  order: Carrier['order'],
): { call(report: HidReport): void; stop(): void } {
  const stop = device.onReport((report) => order({ report: number, data: toHex(report) }))
  return { call: ({ data }) => device.received(hex(data)), stop }
}

export function mockHidDevice(
  { vendorId, productId, product }: VirtualHidDevice,
  serial: string,
): MockDevice {
  const digits = (value: number) => value.toString(16).toUpperCase().padStart(8, '0')
  const path =
    '/devices/pci0000:00/0000:00:14.0/usb1/1-9/1-9:1.0/0003:' +
    `${digits(vendorId).slice(4)}:${digits(productId).slice(4)}.0001`
  const lines = [
    `P: ${path}`,
    'E: SUBSYSTEM=hid',
    'E: DRIVER=hid-generic',
    `E: HID_ID=0003:${digits(vendorId)}:${digits(productId)}`,
    `E: HID_NAME=${product}`,
    'E: HID_PHYS=usb-0000:00:14.0-9/input0',
    `E: HID_UNIQ=${serial}`,
    `H: report_descriptor=${REPORT_DESCRIPTOR.toUpperCase()}`,
    '',
    `P: ${path}/hidraw/hidraw0`,
    'N: hidraw0',
    'E: SUBSYSTEM=hidraw',
    'E: DEVNAME=/dev/hidraw0',
    'E: MAJOR=240',
    'E: MINOR=0',
    'A: dev=240:0\\n',
  ]
  return {
    sys: `/sys${path}/hidraw/hidraw0`,
    node: '/dev/hidraw0',
    text: `${lines.join('\n')}\n\n`,
  }
}
