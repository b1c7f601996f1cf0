// The npm package `usb` as our drivers know WebUSB. Why this exists, as its source (3.1.0) says:
// - a transfer ends after one second unless told otherwise, and a card may think for longer;
// - a stall and an unplugging are thrown as texts, where WebUSB has a status and DOMExceptions;
// - a control transfer wants a claimed interface, and we read descriptors before we claim one;
// - `configuration` opens the device each time it is looked at, and throws if it may not.
import { CONTROL, type NativeDevice } from './native-device'
import { configurationIndexIn, readDescriptors, type Descriptors } from './usb-descriptors'
import { aborted, failed, grasp, isCancelled } from './usb-errors'

/** A read is begun anew after this long (milliseconds): closing waits no longer than that. */
const SLICE = 2000
const WRITING = 10_000

/** The USB devices of this computer, as a page would see them. */
export function usbInNode(native: { getDevices(): Promise<readonly NativeDevice[]> }): USB {
  const handles = new Map<string, USBDevice>()
  /** `usb` makes its devices anew each time it is asked. */
  const handleOf = (device: NativeDevice): USBDevice => {
    const handle = handles.get(device.handle) ?? usbDevice(device)
    handles.set(device.handle, handle)
    return handle
  }
  const usb: Pick<USB, 'getDevices' | 'requestDevice'> = {
    getDevices: async () => (await native.getDevices()).map(handleOf),
    async requestDevice() {
      throw new DOMException('No device selected.', 'NotFoundError') // there is no window to ask in
    },
  }
  return usb as USB
}

function usbDevice(device: NativeDevice): USBDevice {
  let configurations = safely(() => device.configurations) ?? []
  let current = safely(() => device.configuration)?.configurationValue
  let descriptors: Descriptors = new Map()
  let isOpen = false

  const configuration = (): USBConfiguration | null =>
    configurations.find(({ configurationValue }) => configurationValue === current) ?? null

  const page: Partial<Record<keyof USBDevice, unknown>> = {
    vendorId: device.vendorId,
    productId: device.productId,
    productName: safely(() => device.productName) ?? undefined,
    async open() {
      await grasp(async () => {
        await device.open()
        try {
          configurations = device.configurations
          current = safely(() => device.configuration)?.configurationValue
          descriptors = await readDescriptors(device, configuration()?.interfaces ?? [])
          isOpen = true
        } finally {
          if (!isOpen) await device.close()
        }
      })
    },
    async close() {
      isOpen = false
      await device.close()
    },
    async selectConfiguration(value: number) {
      await grasp(() => device.selectConfiguration(value))
      current = value
    },
    claimInterface: (number: number) => grasp(() => device.claimInterface(number)),
    releaseInterface: (number: number) => device.releaseInterface(number),
    async controlTransferIn(setup: USBControlTransferParameters, length: number) {
      const known = descriptors.get(configurationIndexIn(setup) ?? -1)
      if (known !== undefined) return inResult(known.slice(0, length))
      return device.nativeControlTransferIn(setup, CONTROL, length).then(inResult, failed)
    },
    async controlTransferOut(setup: USBControlTransferParameters, data = new Uint8Array(0)) {
      return device.nativeControlTransferOut(setup, CONTROL, bytesOf(data)).then(outResult, failed)
    },
    async transferIn(endpoint: number, length: number) {
      while (isOpen)
        try {
          return inResult(await device.nativeTransferIn(endpoint, SLICE, length))
        } catch (cause) {
          if (!isCancelled(cause)) return failed(cause) // else the slice is over, and nothing came
        }
      throw aborted()
    },
    async transferOut(endpoint: number, data: BufferSource) {
      return device.nativeTransferOut(endpoint, WRITING, bytesOf(data)).then(outResult, failed)
    },
    clearHalt: (direction: USBDirection, endpoint: number) => device.clearHalt(direction, endpoint),
  }
  return Object.defineProperties(page, {
    opened: { get: () => isOpen },
    configurations: { get: () => configurations },
    configuration: { get: configuration },
  }) as unknown as USBDevice
}

/** What we may not look at is not there. */
function safely<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch {
    return undefined
  }
}

const bytesOf = (data: BufferSource): Uint8Array =>
  data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

const inResult = (bytes: Uint8Array | null) => {
  const { buffer, byteOffset, byteLength } = bytes ?? new Uint8Array(0)
  return { status: 'ok' as const, data: new DataView(buffer, byteOffset, byteLength) }
}
const outResult = (bytesWritten: number) => ({ status: 'ok' as const, bytesWritten })
