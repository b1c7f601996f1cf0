import { CardError, type Reader } from '@myna/apdu'
import type { Channel } from './channel'
import { webUsbChannel } from './web-usb-channel'

/** How to talk to readers with a protocol of their maker. */
export interface VendorDriver {
  /** Bytes of the longest message of the reader. */
  readonly maximumMessage: number
  /** Bytes of the message that begins here; `undefined` while that is not known yet. */
  messageSize(head: Uint8Array): number | undefined
  /** A reader over a channel to an interface that is claimed. `device` is the key of what is remembered of it. */
  openReader(channel: Channel, name: string, device: USBDevice): Reader
}

/** Readers that are known by their numbers, and where their driver is. */
export interface VendorReader {
  readonly vendorId: number
  readonly productIds: readonly number[]
  readonly interfaceNumber: number
  /** Loads the driver, so that nobody downloads one for a reader they do not have. */
  load(): Promise<{ readonly driver: VendorDriver }>
}

/** `readers.md` §2.1 and §3.1. None of them seen on hardware yet. */
export const vendorReaders: readonly VendorReader[] = [
  {
    vendorId: 0x054c, // Sony RC-S300/S, /P, RC-S660/U; interface 0 is of the protected class
    productIds: [0x0dc8, 0x0dc9, 0x0d8f],
    interfaceNumber: 1,
    load: () => import('./rc-s300/driver'),
  },
  {
    vendorId: 0x054c, // Sony RC-S380/S, /P
    productIds: [0x06c1, 0x06c3],
    interfaceNumber: 0,
    load: () => import('./rc-s380/driver'),
  },
]

export const vendorReaderOf = (device: USBDevice): VendorReader | undefined =>
  vendorReaders.find(
    ({ vendorId, productIds }) =>
      vendorId === device.vendorId && productIds.includes(device.productId),
  )

/**
 * Opens a reader by its vendor driver. The device must be open and configured, and the row's interface
 * claimed.
 *
 * @throws CardError `reader-unknown` for a device without the endpoints its numbers promise
 */
export async function openVendorReader(
  device: USBDevice,
  { interfaceNumber, load }: VendorReader,
): Promise<Reader> {
  const name = device.productName ?? 'USB'
  const { driver } = await load()
  const bulk = device.configuration?.interfaces
    .find((one) => one.interfaceNumber === interfaceNumber)
    ?.alternates[0]?.endpoints.filter(({ type }) => type === 'bulk')
  const input = bulk?.find(({ direction }) => direction === 'in')
  const output = bulk?.find(({ direction }) => direction === 'out')
  if (input === undefined || output === undefined)
    throw new CardError('reader-unknown', { reader: name, reason: 'it has no bulk endpoints' })
  const channel = webUsbChannel(device, {
    interfaceNumber,
    inEndpoint: input.endpointNumber,
    outEndpoint: output.endpointNumber,
    inPacket: input.packetSize,
    outPacket: output.packetSize,
    maximumMessage: driver.maximumMessage,
    messageSize: (head) => driver.messageSize(head),
  })
  return driver.openReader(channel, name, device)
}
