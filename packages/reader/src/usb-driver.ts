import type { Reader } from '@myna/apdu'
import type { Channel } from './channel'
import { webUsbChannel } from './web-usb-channel'

/** A driver for a kind of USB reader. It is loaded when such a reader was chosen, and not before. */
export interface UsbDriver {
  /**
   * How to use this device. It is open and configured; nothing is claimed yet.
   *
   * @throws CardError `reader-unknown` for a device nobody can use, `reader-gone`, `reader-fault`
   */
  plan(device: USBDevice, name: string): Promise<UsbPlan>
}

/** Which interface to claim, how messages are told apart on it, and what makes it a reader. */
export interface UsbPlan {
  readonly interfaceNumber: number
  readonly input: USBEndpoint
  readonly output: USBEndpoint
  /** Bytes of the longest message. */
  readonly maximumMessage: number
  /** Bytes of the message that begins here; `undefined` while that is not known yet. */
  messageSize(head: Uint8Array): number | undefined
  /** The reader over a channel to the interface, which is claimed by then. */
  openReader(channel: Channel): Reader
  /** One reader for each slot, where there can be several; the last one closed closes the channel. */
  openSlots?(channel: Channel): readonly Reader[]
}

/** The channel a plan's readers speak through. */
export const channelBy = (device: USBDevice, plan: UsbPlan): Channel =>
  webUsbChannel(device, {
    interfaceNumber: plan.interfaceNumber,
    inEndpoint: plan.input.endpointNumber,
    outEndpoint: plan.output.endpointNumber,
    inPacket: plan.input.packetSize,
    outPacket: plan.output.packetSize,
    maximumMessage: plan.maximumMessage,
    messageSize: (head) => plan.messageSize(head),
  })

interface Row {
  readonly vendorId: number
  readonly productIds: readonly number[]
  load(): Promise<UsbDriver>
}

/** Readers with a protocol of their maker (`readers.md` §2.1, §3.1). None seen on hardware yet. */
const makersOwn: readonly Row[] = [
  {
    vendorId: 0x054c,
    productIds: [0x0dc8, 0x0dc9, 0x0d8f], // Sony RC-S300/S, /P, RC-S660/U
    load: () => import('./rc-s300/driver').then(({ rcS300Driver }) => rcS300Driver),
  },
  {
    vendorId: 0x054c,
    productIds: [0x06c1, 0x06c3], // Sony RC-S380/S, /P
    load: () => import('./rc-s380/driver').then(({ rcS380Driver }) => rcS380Driver),
  },
]

/** Readers that speak CCID are told by their descriptors; these two the browser should name. */
const ccidReaders: Pick<Row, 'vendorId' | 'productIds'> = {
  vendorId: 0x04e6,
  productIds: [0x511a, 0x5120], // SCR3310-NTTCom, SCR331-DI-NTTCom
}

/**
 * For the browser's window: readers by the numbers they are sold under, then whatever else has a class
 * we can use or explain (`readers.md` §1.4).
 */
export const filters: readonly USBDeviceFilter[] = [
  ...[...makersOwn, ccidReaders].flatMap(({ vendorId, productIds }) =>
    productIds.map((productId) => ({ vendorId, productId })),
  ),
  { classCode: 0xff }, // anything with a vendor interface
  { classCode: 0x0b }, // smart card: mostly refused later, but then the person is told why
]

/** Loads the driver for a device. Rejects with whatever `import()` says if it cannot be loaded. */
export const driverFor = ({ vendorId, productId }: USBDevice): Promise<UsbDriver> =>
  makersOwn
    .find((row) => row.vendorId === vendorId && row.productIds.includes(productId))
    ?.load() ?? import('./ccid/driver').then(({ ccidDriver }) => ccidDriver)

/** The bulk endpoints of an interface's first setting. */
export function bulkPair(device: USBDevice, interfaceNumber: number) {
  const bulk = device.configuration?.interfaces
    .find((one) => one.interfaceNumber === interfaceNumber)
    ?.alternates[0]?.endpoints.filter(({ type }) => type === 'bulk')
  const input = bulk?.find(({ direction }) => direction === 'in')
  const output = bulk?.find(({ direction }) => direction === 'out')
  return input === undefined || output === undefined ? undefined : { input, output }
}
