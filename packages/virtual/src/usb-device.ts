import {
  configurationDescriptor,
  CONFIGURATION,
  CONFIGURATION_VALUE,
  DEVICE,
  deviceDescriptor,
  STRING,
  stringDescriptor,
  type AlternateDescription,
  type DeviceDescription,
} from './usb-descriptors'
import { InPipe, type InTransfer, type PendingIn, type TransferStatus } from './usb-pipe'

/** The eight bytes that begin a control transfer (USB 2.0 §9.3). */
export interface Setup {
  readonly requestType: number // bmRequestType
  readonly request: number // bRequest
  readonly value: number // wValue
  readonly index: number // wIndex
  readonly length: number // wLength
}

/** What the firmware of one interface can do. After an unplug nothing of it has an effect. */
export interface DeviceSide {
  /** A message in packets; one that fills its last packet may be followed by an empty one. */
  send(endpoint: number, message: Uint8Array, options: { readonly emptyPacket: boolean }): void
  /** Only the latest news, if nobody has read the ones before (interrupt endpoints). */
  notify(endpoint: number, packet: Uint8Array): void
  halt(endpoint: number): void
  unplug(): void
}

/** One interface's firmware, from plugging in (or a reset) to unplugging. */
export interface Firmware {
  received(endpoint: number, packet: Uint8Array): void
  /** A class or vendor request. `undefined` is a stall. */
  control(setup: Setup, data: Uint8Array): Uint8Array | undefined
  stop(): void
}

/** One interface of a device: how it is described and what runs in it. */
export interface UsbFunction {
  readonly alternates: readonly AlternateDescription[]
  start(bus: DeviceSide): Firmware
}

/**
 * A USB device in memory, as the host controller of a computer meets it. Who may do what is the
 * host's business and not found here: see `virtualWebUsb`, and the emulated usbfs of the tests.
 */
export interface VirtualUsbDevice {
  readonly description: DeviceDescription
  readonly deviceDescriptor: Uint8Array
  readonly configurationDescriptor: Uint8Array
  readonly plugged: boolean
  /** Set while another program or driver holds its interfaces: claiming one fails. */
  heldElsewhere: boolean
  plug(): void
  unplug(): void
  /** Calls `listener` whenever it was plugged or unplugged. Returns what ends that. */
  onPlugChange(listener: () => void): () => void
  control(setup: Setup, data: Uint8Array): InTransfer
  write(endpoint: number, data: Uint8Array): TransferStatus
  read(endpoint: number, length: number): PendingIn
  /** False for an endpoint it does not have. */
  clearHalt(endpoint: number): boolean
  reset(): void
}

const NOTHING = new Uint8Array(0)
const GONE: InTransfer = { status: 'gone', data: NOTHING }
const STALL: InTransfer = { status: 'stall', data: NOTHING }

export function virtualUsbDevice(
  facts: Omit<DeviceDescription, 'interfaces'>,
  functions: readonly UsbFunction[],
): VirtualUsbDevice {
  const description = { ...facts, interfaces: functions.map(({ alternates }) => alternates) }
  const endpoints = functions.flatMap(({ alternates }, owner) =>
    (alternates[0]?.endpoints ?? []).map((endpoint) => ({ ...endpoint, owner })),
  )
  const endpointAt = (address: number) => endpoints.find((one) => one.address === address)
  const pipes = new Map(
    endpoints
      .filter(({ address }) => address & 0x80)
      .map(({ address, packetSize }) => [address, new InPipe(packetSize)]),
  )
  const haltedOut = new Set<number>()
  const listeners = new Set<() => void>()
  let firmware: Firmware[] = []
  let plugged = false

  const start = (): void => {
    let running = true
    const whileRunning =
      <A extends unknown[]>(act: (...given: A) => void) =>
      (...given: A) => {
        if (running) act(...given)
      }
    const bus: DeviceSide = {
      send: whileRunning((address, message, { emptyPacket }) => {
        const { packetSize } = endpointAt(address)!
        for (const packet of packetsOf(message, packetSize, emptyPacket))
          pipes.get(address)!.send(packet)
      }),
      notify: whileRunning((address, packet) => pipes.get(address)!.replace(packet)),
      halt: whileRunning((address) => {
        if (address & 0x80) pipes.get(address)!.halt()
        else haltedOut.add(address)
      }),
      unplug: whileRunning(() => device.unplug()),
    }
    firmware = functions.map((one) => {
      const started = one.start(bus)
      return {
        ...started,
        stop() {
          running = false
          started.stop()
        },
      }
    })
  }
  const stop = (status: TransferStatus): void => {
    for (const one of firmware) one.stop()
    for (const pipe of pipes.values()) pipe.end(status)
    haltedOut.clear()
  }
  const changePlug = (now: boolean): void => {
    if (plugged === now) return
    plugged = now
    if (plugged) start()
    else stop('gone')
    for (const listener of listeners) listener()
  }

  const device: VirtualUsbDevice = {
    description,
    deviceDescriptor: deviceDescriptor(description),
    configurationDescriptor: configurationDescriptor(description),
    get plugged() {
      return plugged
    },
    heldElsewhere: false,
    plug: () => changePlug(true),
    unplug: () => changePlug(false),
    onPlugChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    control(setup, data) {
      if (!plugged) return GONE
      const answer =
        (setup.requestType & 0x60) === 0
          ? standardRequest(device, setup)
          : firmware[setup.index & 0xff]?.control(setup, data)
      if (!plugged) return GONE
      return answer === undefined ? STALL : { status: 'ok', data: answer.slice(0, setup.length) }
    },
    write(address, data) {
      const endpoint = endpointAt(address)
      if (!plugged) return 'gone'
      if (endpoint === undefined || haltedOut.has(address)) return 'stall'
      for (const packet of packetsOf(data, endpoint.packetSize, false)) {
        firmware[endpoint.owner]!.received(address, packet)
        if (!device.plugged) return 'gone'
        if (haltedOut.has(address)) return 'stall'
      }
      return 'ok'
    },
    read(address, length) {
      const pipe = plugged ? pipes.get(address) : undefined
      if (pipe !== undefined) return pipe.read(length)
      return { done: Promise.resolve(plugged ? STALL : GONE), cancel: () => {} }
    },
    clearHalt(address) {
      pipes.get(address)?.clearHalt()
      haltedOut.delete(address)
      return endpointAt(address) !== undefined
    },
    reset() {
      if (!plugged) return
      stop('cancelled')
      start()
    },
  }
  device.plug()
  return device
}

/** Cuts a message as a bus carries it. A message of no bytes is one empty packet. */
export function packetsOf(message: Uint8Array, size: number, emptyPacket: boolean): Uint8Array[] {
  const packets: Uint8Array[] = []
  for (let at = 0; at < message.length; at += size) packets.push(message.slice(at, at + size))
  const isFull = message.length % size === 0
  if (message.length === 0 || (isFull && emptyPacket)) packets.push(NOTHING)
  return packets
}

const GET_STATUS = 0x00 // bRequest of USB 2.0 §9.4
const GET_DESCRIPTOR = 0x06
const GET_CONFIGURATION = 0x08

function standardRequest(
  device: VirtualUsbDevice,
  { requestType, request, value }: Setup,
): Uint8Array | undefined {
  if ((requestType & 0x80) === 0) return NOTHING // settings: the host does these with its own calls
  if (request === GET_STATUS) return Uint8Array.of(0, 0)
  if (request === GET_CONFIGURATION) return Uint8Array.of(CONFIGURATION_VALUE)
  if (request !== GET_DESCRIPTOR) return undefined
  const [type, index] = [value >> 8, value & 0xff]
  if (type === DEVICE) return device.deviceDescriptor
  if (type === CONFIGURATION && index === 0) return device.configurationDescriptor
  return type === STRING ? stringDescriptor(device.description, index) : undefined
}
