// The part of Linux between a program and a USB device: who may use which interface, and how the
// device's answers look as errno (drivers/usb/core/devio.c).
import { hex, toHex } from '@myna/bytes'
import type { InTransfer, PendingIn, TransferStatus, VirtualUsbDevice } from '@myna/virtual'
import { constants } from 'node:os'
import type { Carrier, MockDevice, UsbfsCall } from './carrier'

const { EBUSY, EINVAL, ENODEV, ENOENT, EOVERFLOW, EPIPE } = constants.errno

const statuses: Readonly<Record<TransferStatus, number>> = {
  ok: 0,
  stall: -EPIPE,
  babble: -EOVERFLOW,
  cancelled: -ENOENT,
  gone: -ENODEV,
}

const SETUP = 8
const CLOSING = 50 // milliseconds
const UDEV = 50

interface OpenFile {
  readonly claimed: Set<number>
  /** The device was unplugged under it: it never works again. */
  isGone: boolean
  readonly reading: Map<number, Reading>
}

interface Reading extends PendingIn {
  readonly interfaceNumber: number
}

/** One device, as file handles reach it. */
export function usbfs(
  device: VirtualUsbDevice,
  number: number,
  order: Carrier['order'],
): { call(call: UsbfsCall): void; stop(): void } {
  const { interfaces } = device.description
  const files = new Map<number, OpenFile>()

  const fileOf = (handle: number): OpenFile => {
    const known = files.get(handle)
    if (known !== undefined) return known
    const file: OpenFile = { claimed: new Set(), isGone: !device.plugged, reading: new Map() }
    files.set(handle, file)
    return file
  }
  const stop = device.onPlugChange(() => {
    if (!device.plugged) for (const file of files.values()) file.isGone = true
    const action = device.plugged ? 'add' : 'remove'
    // first the pending transfers end; programs hear of it from udev, which takes its time
    setTimeout(() => order({ plug: number, action }), UDEV)
  })

  /** Claims an interface for one file; also done by the kernel itself when a file just uses it. */
  const claim = (file: OpenFile, wanted: number): number => {
    if (file.claimed.has(wanted)) return 0
    if (interfaces[wanted] === undefined) return EINVAL
    const isTaken = [...files.values()].some(({ claimed }) => claimed.has(wanted))
    if (isTaken || device.heldElsewhere) return EBUSY
    file.claimed.add(wanted)
    return 0
  }
  const finish = (urb: number, { status, data }: InTransfer, length = data.length): void =>
    order({ finish: urb, status: statuses[status], length, data: toHex(data) })

  const control = (file: OpenFile, { urb, data }: UsbfsCall): number => {
    const bytes = hex(data)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const setup = {
      requestType: view.getUint8(0),
      request: view.getUint8(1),
      value: view.getUint16(2, true),
      index: view.getUint16(4, true),
      length: view.getUint16(6, true),
    }
    const isForInterface = (setup.requestType & 0x1f) === 1
    const isVendor = (setup.requestType & 0x60) === 0x40
    const error = isForInterface && !isVendor ? claim(file, setup.index & 0xff) : 0
    if (error) return error
    const isIn = (setup.requestType & 0x80) !== 0
    const answer = device.control(setup, isIn ? new Uint8Array(0) : bytes.subarray(SETUP))
    if (isIn) finish(urb, answer)
    else
      finish(urb, { ...answer, data: new Uint8Array(0) }, answer.status === 'ok' ? setup.length : 0)
    return 0
  }

  const bulk = (file: OpenFile, { urb, endpoint, length, data }: UsbfsCall): number => {
    const interfaceNumber = interfaces.findIndex((alternates) =>
      alternates.some(({ endpoints }) => endpoints.some(({ address }) => address === endpoint)),
    )
    if (interfaceNumber < 0) return ENOENT
    const error = claim(file, interfaceNumber)
    if (error) return error
    if ((endpoint & 0x80) === 0) {
      const status = device.write(endpoint, hex(data))
      finish(urb, { status, data: new Uint8Array(0) }, status === 'ok' ? length : 0)
      return 0
    }
    const reading = device.read(endpoint, length)
    file.reading.set(urb, { ...reading, interfaceNumber })
    void reading.done.then((transfer) => {
      if (file.reading.delete(urb)) finish(urb, transfer)
    })
    return 0
  }

  /** What is under way on an interface does not outlive its claim or its setting. */
  const endReading = (file: OpenFile, ofInterface: number): void => {
    for (const reading of file.reading.values())
      if (reading.interfaceNumber === ofInterface) reading.cancel()
  }
  const close = (handle: number): void => {
    const pending = [...(files.get(handle)?.reading.values() ?? [])]
    files.get(handle)?.reading.clear() // nobody is left to hear of them
    for (const reading of pending) reading.cancel()
    files.delete(handle)
  }

  const outcomeOf = (call: UsbfsCall): number => {
    const file = fileOf(call.handle)
    const [wanted = 0, setting = 0] = call.argument ?? []
    if (file.isGone) return ENODEV
    switch (call.name) {
      case 'submit':
        return call.control ? control(file, call) : bulk(file, call)
      case 'discard': {
        const reading = file.reading.get(call.urb)
        reading?.cancel()
        return reading === undefined ? EINVAL : 0
      }
      case 'claim':
        return claim(file, wanted)
      case 'release':
        if (!file.claimed.delete(wanted)) return EINVAL
        endReading(file, wanted)
        return 0
      case 'set-interface':
        endReading(file, wanted)
        return interfaces[wanted]?.[setting] === undefined ? EINVAL : claim(file, wanted)
      case 'set-configuration':
        if (wanted !== 1) return EINVAL
        return [...files.values()].some(({ claimed }) => claimed.size > 0) ? EBUSY : 0
      case 'clear-halt':
        return device.clearHalt(wanted) ? 0 : EINVAL
      case 'close':
        return 0
      case 'reset':
        device.reset()
        for (const one of files.values()) one.claimed.clear() // usbfs survives no reset
        return 0
    }
  }

  return {
    call(call) {
      if (call.name === 'close') return close(call.handle)
      const error = outcomeOf(call)
      const answer = (late: number) => order({ answer: call.call, error: late })
      // a close is heard of a moment after it was done
      if (error !== EBUSY || device.heldElsewhere) answer(error)
      else setTimeout(() => answer(outcomeOf(call)), CLOSING)
    },
    stop() {
      stop()
      for (const handle of files.keys()) close(handle)
    },
  }
}

/** The device's place in sysfs and udev, as `umockdev-record` would write it. */
export function mockDevice(device: VirtualUsbDevice, number: number): MockDevice {
  const { vendorId, productId, manufacturer, product, serial, interfaces } = device.description
  const digits = (value: number, length: number) => value.toString(16).padStart(length, '0')
  const position = number + 2 // number 1 is the root hub
  const node = `bus/usb/001/${String(position).padStart(3, '0')}`
  const path = `/devices/pci0000:00/0000:00:14.0/usb1/1-${number + 1}`
  const properties: Readonly<Record<string, string>> = {
    DEVNAME: `/dev/${node}`,
    DEVTYPE: 'usb_device',
    SUBSYSTEM: 'usb',
    BUSNUM: '001',
    DEVNUM: String(position).padStart(3, '0'),
    MAJOR: '189',
    MINOR: String(position - 1),
    PRODUCT: `${vendorId.toString(16)}/${productId.toString(16)}/100`,
    ID_VENDOR_ID: digits(vendorId, 4),
    ID_MODEL_ID: digits(productId, 4),
  }
  const attributes: Readonly<Record<string, string>> = {
    idVendor: digits(vendorId, 4),
    idProduct: digits(productId, 4),
    bcdDevice: '0100',
    bDeviceClass: '00',
    bDeviceSubClass: '00',
    bDeviceProtocol: '00',
    bConfigurationValue: '1',
    bNumConfigurations: '1',
    bNumInterfaces: ` ${interfaces.length}`,
    busnum: '1',
    devnum: String(position),
    speed: '12',
    manufacturer,
    product,
    serial,
    dev: `189:${position - 1}`,
  }
  const descriptors = toHex(device.deviceDescriptor) + toHex(device.configurationDescriptor)
  const lines = [
    `P: ${path}`,
    `N: ${node}`,
    ...Object.entries(properties).map(([name, value]) => `E: ${name}=${value}`),
    ...Object.entries(attributes).map(([name, value]) => `A: ${name}=${value}\\n`),
    `H: descriptors=${descriptors.toUpperCase()}`,
  ]
  return { sys: `/sys${path}`, node: `/dev/${node}`, text: `${lines.join('\n')}\n\n` }
}
