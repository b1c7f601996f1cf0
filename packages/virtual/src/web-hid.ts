import type { VirtualHidDevice } from './hid-device'

export interface VirtualWebHid {
  /** In the place of `navigator.hid`. */
  readonly hid: HID
  /** What the person does in the browser's window: choose this device, or close the window. */
  personChooses(device: VirtualHidDevice | undefined): void
}

const REPORT_SIZE = 64
const invalidState = (message: string) => new DOMException(message, 'InvalidStateError')
const notAllowed = (message: string) => new DOMException(message, 'NotAllowedError')

/**
 * A browser's WebHID over virtual devices, as strict as Chromium: permission by device, nothing to a
 * device that is not open, no reports from one that is closed (WebHID §6 and §7).
 *
 * @param permitted devices the page may use without asking
 */
export function virtualWebHid(
  devices: readonly VirtualHidDevice[],
  { permitted = [] }: { readonly permitted?: readonly VirtualHidDevice[] } = {},
): VirtualWebHid {
  const allowed = new Set(permitted)
  const handles = new Map(devices.map((device) => [device, webHidDevice(device)]))
  let choice: VirtualHidDevice | undefined

  const hid = Object.assign(new EventTarget(), {
    getDevices: async () =>
      devices
        .filter((device) => device.plugged && allowed.has(device))
        .map((device) => handles.get(device)!),
    async requestDevice(options?: HIDDeviceRequestOptions) {
      if (options?.filters === undefined) throw new TypeError('filters are required')
      const { filters } = options
      const isOffered = (device: VirtualHidDevice): boolean =>
        filters.length === 0 || filters.some((filter) => matches(device, filter))
      if (choice === undefined || !choice.plugged || !isOffered(choice)) return []
      allowed.add(choice)
      return [handles.get(choice)!]
    },
  })
  for (const device of devices)
    device.onPlugChange(() => {
      if (!allowed.has(device)) return
      const event = new Event(device.plugged ? 'connect' : 'disconnect')
      hid.dispatchEvent(Object.assign(event, { device: handles.get(device)! }))
    })
  return {
    hid: hid as unknown as HID,
    personChooses: (device) => void (choice = device),
  }
}

const matches = (device: VirtualHidDevice, { vendorId, productId }: HIDDeviceFilter): boolean =>
  (vendorId === undefined || vendorId === device.vendorId) &&
  (productId === undefined || productId === device.productId)

/** One HIDDevice of a browser. */
function webHidDevice(device: VirtualHidDevice): HIDDevice {
  let stopReports: (() => void) | undefined
  const isOpen = () => stopReports !== undefined
  const shut = (): void => {
    stopReports?.()
    stopReports = undefined
  }
  device.onPlugChange(shut)

  const page = Object.assign(new EventTarget(), {
    vendorId: device.vendorId,
    productId: device.productId,
    productName: device.product,
    collections: [],
    async open() {
      if (isOpen()) throw invalidState('The device is already open.')
      if (!device.plugged || device.heldElsewhere) throw notAllowed('Failed to open the device.')
      stopReports = device.onReport((report) => {
        // a report's arrival is a task of its own in a browser
        queueMicrotask(() => {
          if (!isOpen()) return
          const data = new DataView(report.slice().buffer)
          page.dispatchEvent(
            Object.assign(new Event('inputreport'), { device: page, reportId: 0, data }),
          )
        })
      })
    },
    async close() {
      shut()
    },
    async sendReport(reportId: number, data: BufferSource) {
      if (!isOpen()) throw invalidState('The device must be opened first.')
      const bytes = (
        data instanceof ArrayBuffer
          ? new Uint8Array(data)
          : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      ).slice()
      await Promise.resolve() // the page may change its bytes as soon as the call has returned
      if (reportId !== 0 || bytes.length !== REPORT_SIZE || !device.plugged)
        throw notAllowed('Failed to write the report.')
      device.received(bytes)
    },
  })
  return Object.defineProperty(page, 'opened', { get: isOpen }) as unknown as HIDDevice
}
