import { CONFIGURATION_VALUE } from './usb-descriptors'
import type { Setup, VirtualUsbDevice } from './usb-device'
import type { InTransfer, PendingIn, TransferStatus } from './usb-pipe'
import { deviceView, interfaceViews, type InterfaceView } from './web-usb-views'

/** Audio, HID, mass storage, smart card, video, audio/video, wireless (WebUSB §5.2). */
const PROTECTED_CLASSES = [0x01, 0x03, 0x08, 0x0b, 0x0e, 0x10, 0xe0]

const notFound = (message: string) => new DOMException(message, 'NotFoundError')
const gone = () => notFound('The device was disconnected.')
const invalidState = (message: string) => new DOMException(message, 'InvalidStateError')
const security = (message: string) => new DOMException(message, 'SecurityError')
const aborted = () => new DOMException('The transfer was cancelled.', 'AbortError')
const transferError = () => new DOMException('A transfer error has occurred.', 'NetworkError')

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

interface Reading {
  readonly interfaceNumber: number
  readonly transfer: PendingIn
  isClosed: boolean
}

/**
 * One USBDevice of a browser: what a page may do with a device it has permission for. The rules and
 * their order are Chromium's, word for word; test/chromium compares.
 */
export function webUsbDevice(device: VirtualUsbDevice): USBDevice {
  const interfaces = interfaceViews(device.description)
  const pending = new Set<Reading>()
  const changingInterfaces = new Set<number>()
  let isDeviceChanging = false
  let opened = false
  let isGone = false
  const stopListening = device.onPlugChange(() => {
    isGone = true
    opened = false
    stopListening()
  })

  const mustBeHere = (): void => {
    if (isGone) throw gone()
  }
  const nothingMayChange = (): void => {
    if (isDeviceChanging)
      throw invalidState('An operation that changes the device state is in progress.')
    if (changingInterfaces.size > 0)
      throw invalidState('An operation that changes interface state is in progress.')
  }
  const mustBeOpen = (): void => {
    mustBeHere()
    if (isDeviceChanging)
      throw invalidState('An operation that changes the device state is in progress.')
    if (!opened) throw invalidState('The device must be opened first.')
  }
  const changeDevice = async (work: () => void): Promise<void> => {
    isDeviceChanging = true
    await turn() // the browser's other process does it
    isDeviceChanging = false
    mustBeHere()
    work()
  }
  const changeInterface = async (number: number, work: () => void): Promise<void> => {
    changingInterfaces.add(number)
    await turn()
    changingInterfaces.delete(number)
    mustBeHere()
    work()
  }

  const interfaceAt = (number: number): InterfaceView => {
    mustBeOpen()
    const found = interfaces[number]
    if (found === undefined)
      throw notFound(
        'The interface number provided is not supported by the device in its current configuration.',
      )
    if (changingInterfaces.has(number))
      throw invalidState('An operation that changes interface state is in progress.')
    return found
  }
  const claimedInterface = (number: number): InterfaceView => {
    const found = interfaceAt(number)
    if (!found.claimed) throw invalidState('The specified interface has not been claimed.')
    return found
  }
  /** An endpoint of a claimed interface; others do not exist for the page. */
  const endpointAt = (direction: 'in' | 'out', number: number) => {
    mustBeOpen()
    if (number < 1 || number > 15)
      throw new DOMException('The specified endpoint number is out of range.', 'IndexSizeError')
    const owner = interfaces.find(
      ({ claimed, alternate }) =>
        claimed &&
        alternate.endpoints.some(
          (one) => one.direction === direction && one.endpointNumber === number,
        ),
    )
    if (owner === undefined)
      throw notFound(
        'The specified endpoint is not part of a claimed and selected alternate interface.',
      )
    const { interfaceNumber } = owner
    return { interfaceNumber, address: direction === 'in' ? number | 0x80 : number }
  }
  const setupOf = (parameters: USBControlTransferParameters, input: boolean, length: number) => {
    mustBeOpen()
    nothingMayChange()
    const { requestType, recipient, request, value, index } = parameters
    if (recipient === 'interface') claimedInterface(index & 0xff)
    if (recipient === 'endpoint') endpointAt(index & 0x80 ? 'in' : 'out', index & 0x0f)
    if (requestType === 'class' && (recipient === 'device' || recipient === 'other'))
      throw security('The transfer was not allowed.')
    if (requestType === 'standard' && !input) throw security('The transfer was not allowed.')
    const type = requestTypes[requestType] | recipients[recipient] | (input ? 0x80 : 0)
    return { requestType: type, request, value, index, length } satisfies Setup
  }
  /** What is being read on an interface does not outlive its claim or its setting. */
  const endReading = (which: (reading: Reading) => boolean): void => {
    for (const reading of [...pending].filter(which)) reading.transfer.cancel()
  }

  const calls: Partial<Record<keyof USBDevice, unknown>> = {
    async open() {
      mustBeHere()
      nothingMayChange()
      if (!opened) await changeDevice(() => void (opened = true))
    },
    async close() {
      mustBeHere()
      nothingMayChange()
      if (!opened) return
      await changeDevice(() => {
        opened = false
        for (const one of interfaces) one.claimed = false
        for (const reading of pending) reading.isClosed = true
        endReading(() => true)
      })
    },
    async selectConfiguration(value: number) {
      mustBeOpen()
      nothingMayChange()
      if (value !== CONFIGURATION_VALUE)
        throw notFound('The configuration value provided is not supported by the device.')
    },
    async claimInterface(number: number) {
      const wanted = interfaceAt(number)
      if (wanted.claimed) return
      await changeInterface(number, () => {
        if (
          wanted.alternates.some(({ interfaceClass }) => PROTECTED_CLASSES.includes(interfaceClass))
        )
          throw security('The requested interface implements a protected class.')
        if (device.heldElsewhere)
          throw new DOMException('Unable to claim interface.', 'NetworkError')
        wanted.claimed = true
      })
    },
    async releaseInterface(number: number) {
      const wanted = interfaceAt(number)
      if (!wanted.claimed) return
      await changeInterface(number, () => {
        wanted.claimed = false
        wanted.alternate = wanted.alternates[0]!
        endReading(({ interfaceNumber }) => interfaceNumber === number)
      })
    },
    async selectAlternateInterface(number: number, setting: number) {
      const wanted = claimedInterface(number)
      const alternate = wanted.alternates[setting]
      if (alternate === undefined)
        throw notFound(
          'The alternate setting provided is not supported by the device in its current configuration.',
        )
      await changeInterface(number, () => {
        endReading(({ interfaceNumber }) => interfaceNumber === number)
        wanted.alternate = alternate
      })
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
      const { interfaceNumber, address } = endpointAt('in', number)
      const reading: Reading = {
        interfaceNumber,
        transfer: device.read(address, length),
        isClosed: false,
      }
      pending.add(reading)
      const result = await reading.transfer.done.finally(() => pending.delete(reading))
      if (reading.isClosed) throw aborted()
      return inResult(result)
    },
    async transferOut(number: number, data: BufferSource) {
      const { address } = endpointAt('out', number)
      const bytes = bytesOf(data)
      return outResult(device.write(address, bytes), bytes.length)
    },
    async clearHalt(direction: 'in' | 'out', number: number) {
      device.clearHalt(endpointAt(direction, number).address)
    },
    async reset() {
      mustBeOpen()
      nothingMayChange()
      await changeDevice(() => device.reset())
    },
  }
  return Object.defineProperty(
    { ...deviceView(device.description, interfaces), ...calls },
    'opened',
    { get: () => opened },
  ) as unknown as USBDevice
}

/** Longer than a page's own chain of promises: another process has to answer. */
async function turn(): Promise<void> {
  for (let steps = 0; steps < 20; steps++) await undefined
}

const bytesOf = (data: BufferSource): Uint8Array =>
  data instanceof ArrayBuffer
    ? new Uint8Array(data.slice(0))
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()

function ended(status: TransferStatus): USBTransferStatus {
  // a transfer hears that its device went before the page does
  if (status === 'gone' || status === 'cancelled') throw transferError()
  return status
}

function inResult({ status, data }: InTransfer): USBInTransferResult {
  const view = new DataView(new Uint8Array(data).buffer)
  return { status: ended(status), data: view } as USBInTransferResult
}

/** Chromium tells the whole length even of a transfer that stalled. */
const outResult = (status: TransferStatus, length: number): USBOutTransferResult =>
  ({ status: ended(status), bytesWritten: length }) as USBOutTransferResult
