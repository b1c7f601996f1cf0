import { CONFIGURATION_VALUE, DEVICE_RELEASE } from './usb-descriptors'
import type { Setup, VirtualUsbDevice } from './usb-device'
import type { InTransfer, PendingIn, TransferStatus } from './usb-pipe'

/** Audio, HID, mass storage, smart card, video, audio/video, wireless (WebUSB §5.2). */
const PROTECTED_CLASSES = [0x01, 0x03, 0x08, 0x0b, 0x0e, 0x10, 0xe0]

const gone = () => new DOMException('The device was disconnected.', 'NotFoundError')
const invalidState = (message: string) => new DOMException(message, 'InvalidStateError')
const security = (message: string) => new DOMException(message, 'SecurityError')
const aborted = () => new DOMException('The transfer was cancelled.', 'AbortError')

const requestTypes: Readonly<Record<USBRequestType, number>> = {
  standard: 0x00,
  class: 0x20,
  vendor: 0x40,
}
const recipients: Readonly<Record<USBRecipient, number>> = {
  device: 0,
  interface: 1,
  endpoint: 2,
  other: 3,
}

/** One USBDevice of a browser: what a page may do with a device it has permission for. */
export function webUsbDevice(device: VirtualUsbDevice): USBDevice {
  const { description } = device
  const { release = DEVICE_RELEASE } = description
  const claimed = new Set<number>()
  const pending = new Set<PendingIn>()
  let opened = false
  let isGone = false
  const stopListening = device.onPlugChange(() => {
    isGone = true
    opened = false
    stopListening()
  })

  const interfaces = description.interfaces.map((alternates, interfaceNumber) => {
    const views = alternates.map(
      ({ interfaceClass, interfaceProtocol = 0, endpoints }, alternateSetting) => ({
        alternateSetting,
        interfaceClass,
        interfaceSubclass: 0,
        interfaceProtocol,
        endpoints: endpoints.map(({ address, type, packetSize }) => ({
          endpointNumber: address & 0x0f,
          direction: address & 0x80 ? ('in' as const) : ('out' as const),
          type,
          packetSize,
        })),
      }),
    )
    return {
      interfaceNumber,
      alternates: views,
      alternate: views[0]!,
      get claimed() {
        return claimed.has(interfaceNumber)
      },
    }
  })
  const configuration = { configurationValue: CONFIGURATION_VALUE, interfaces }

  const mustBeOpen = (): void => {
    if (isGone) throw gone()
    if (!opened) throw invalidState('The device must be opened first.')
  }
  /** An endpoint of a claimed interface; others do not exist for the page. */
  const endpoint = (direction: 'in' | 'out', number: number): number => {
    mustBeOpen()
    const found = interfaces
      .filter((one) => one.claimed)
      .flatMap(({ alternate }) => alternate.endpoints)
      .some((one) => one.direction === direction && one.endpointNumber === number)
    if (!found)
      throw new DOMException(
        'The specified endpoint is not part of a claimed and selected alternate interface.',
        'NotFoundError',
      )
    return direction === 'in' ? number | 0x80 : number
  }
  const setupOf = (parameters: USBControlTransferParameters, input: boolean, length: number) => {
    mustBeOpen()
    const { requestType, recipient, request, value, index } = parameters
    if (recipient === 'interface' && !interfaces[index & 0xff]?.claimed)
      throw invalidState('The specified interface has not been claimed.')
    if (requestType === 'class' && recipient !== 'interface')
      throw security('The transfer was not allowed.')
    if (requestType === 'standard' && !input) throw security('The transfer was not allowed.')
    const type = requestTypes[requestType] | recipients[recipient] | (input ? 0x80 : 0)
    return { requestType: type, request, value, index, length } satisfies Setup
  }

  const page: Partial<Record<keyof USBDevice, unknown>> = {
    vendorId: description.vendorId,
    productId: description.productId,
    deviceVersionMajor: release >> 8,
    deviceVersionMinor: (release >> 4) & 0x0f,
    deviceVersionSubminor: release & 0x0f,
    manufacturerName: description.manufacturer,
    productName: description.product,
    serialNumber: description.serial,
    configurations: [configuration],
    configuration,
    async open() {
      if (isGone) throw gone()
      opened = true
    },
    async close() {
      opened = false
      claimed.clear()
      for (const transfer of pending) transfer.cancel()
    },
    async selectConfiguration(value: number) {
      mustBeOpen()
      if (value !== CONFIGURATION_VALUE)
        throw new DOMException(
          'The configuration value provided is not supported.',
          'NotFoundError',
        )
    },
    async claimInterface(number: number) {
      mustBeOpen()
      const alternates = description.interfaces[number]
      if (alternates === undefined)
        throw new DOMException(
          'The interface number provided is not supported by the device in its current configuration.',
          'NotFoundError',
        )
      if (alternates.some(({ interfaceClass }) => PROTECTED_CLASSES.includes(interfaceClass)))
        throw security('The requested interface implements a protected class.')
      if (device.heldElsewhere) throw new DOMException('Unable to claim interface.', 'NetworkError')
      claimed.add(number)
    },
    async releaseInterface(number: number) {
      mustBeOpen()
      claimed.delete(number)
    },
    async controlTransferIn(parameters: USBControlTransferParameters, length: number) {
      return inResult(device.control(setupOf(parameters, true, length), new Uint8Array(0)))
    },
    async controlTransferOut(parameters: USBControlTransferParameters, data = new Uint8Array(0)) {
      const bytes = bytesOf(data)
      const { status } = device.control(setupOf(parameters, false, bytes.length), bytes)
      return outResult(status, bytes.length)
    },
    async transferIn(number: number, length: number) {
      const transfer = device.read(endpoint('in', number), length)
      pending.add(transfer)
      return inResult(await transfer.done.finally(() => pending.delete(transfer)))
    },
    async transferOut(number: number, data: BufferSource) {
      const bytes = bytesOf(data)
      return outResult(device.write(endpoint('out', number), bytes), bytes.length)
    },
    async clearHalt(direction: 'in' | 'out', number: number) {
      device.clearHalt(endpoint(direction, number))
    },
    async reset() {
      mustBeOpen()
      device.reset()
    },
  }
  return Object.defineProperty(page, 'opened', { get: () => opened }) as unknown as USBDevice
}

const bytesOf = (data: BufferSource): Uint8Array =>
  data instanceof ArrayBuffer
    ? new Uint8Array(data.slice(0))
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()

function ended(status: TransferStatus): USBTransferStatus {
  if (status === 'gone') throw gone()
  if (status === 'cancelled') throw aborted()
  return status
}

function inResult({ status, data }: InTransfer): USBInTransferResult {
  const view = new DataView(new Uint8Array(data).buffer)
  return { status: ended(status), data: view } as USBInTransferResult
}

const outResult = (status: TransferStatus, length: number): USBOutTransferResult =>
  ({ status: ended(status), bytesWritten: status === 'ok' ? length : 0 }) as USBOutTransferResult
