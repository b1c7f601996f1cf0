import {
  cancellable,
  CardError,
  isCardError,
  stopIfCancelled,
  type CardErrorCode,
  type Reader,
  type Waiting,
} from '@myna/apdu'
import type { Channel } from './channel'
import { HEADER_SIZE, messageSize } from './ccid/message-size'
import { loadPart } from './load-part'
import { ccidInterfaces, isIccd, type CcidInterface } from './usb-interface'
import { webUsbChannel } from './web-usb-channel'
import { webUsbError } from './web-usb-error'

/**
 * Readers by the vendor and product number they are sold under, so that the browser's window names
 * them first; then whatever else has a class we can use or explain (`readers.md` §1.4).
 */
const filters: readonly USBDeviceFilter[] = [
  { vendorId: 0x04e6, productId: 0x511a }, // SCR3310-NTTCom
  { vendorId: 0x04e6, productId: 0x5120 }, // SCR331-DI-NTTCom
  { classCode: 0xff }, // anything with a vendor interface
  { classCode: 0x0b }, // smart card: mostly refused later, but then the person is told why
]

export interface RequestOptions extends Waiting {
  /** Where the devices are: the browser's own unless told otherwise. */
  readonly usb?: USB
  /** Ask the person even if the page may use a reader already. */
  readonly choose?: boolean
}

/**
 * Opens a reader. If the page may use exactly one that works already, it is that one; else the person
 * chooses in the browser's own window, which browsers show only inside a click.
 *
 * @throws CardError `browser-unsupported`, `insecure-context`, `policy-forbids`,
 *   `permission-denied`, and everything `openUsbReader` throws
 */
export async function requestReader({
  usb = usbHere(),
  signal,
  choose = false,
}: RequestOptions = {}): Promise<Reader> {
  stopIfCancelled(signal)
  const ask = <T>(work: Promise<T>): Promise<T> =>
    cancellable(
      work.catch((cause: unknown) => {
        throw webUsbError('ask', 'USB', cause)
      }),
      signal,
    )
  if (!choose) {
    const known = (await ask(usb.getDevices())).filter(isPerhapsReader)
    const reader = known.length === 1 ? await openIfUsable(known[0]!, signal) : undefined
    if (reader !== undefined) return reader
  }
  return openUsbReader(await ask(usb.requestDevice({ filters: [...filters] })), { signal })
}

const isPerhapsReader = (device: USBDevice): boolean =>
  filters.some(
    ({ vendorId, productId, classCode }) =>
      (vendorId === device.vendorId && productId === device.productId) ||
      (device.configuration ?? device.configurations[0])?.interfaces.some(({ alternates }) =>
        alternates.some(({ interfaceClass }) => interfaceClass === classCode),
      ),
  )

/** `undefined` for a device that can never work: then the person has to choose another one. */
async function openIfUsable(
  device: USBDevice,
  signal: AbortSignal | undefined,
): Promise<Reader | undefined> {
  return openUsbReader(device, { signal }).catch((error: unknown) => {
    if (isCardError(error) && hopeless.includes(error.code)) return undefined
    throw error
  })
}

const hopeless: readonly CardErrorCode[] = ['reader-protected', 'reader-unknown', 'reader-gone']

function usbHere(): USB {
  const usb = (globalThis.navigator as { readonly usb?: USB } | undefined)?.usb
  if (usb !== undefined) return usb
  throw globalThis.isSecureContext === false
    ? new CardError('insecure-context', {})
    : new CardError('browser-unsupported', {})
}

const inUse = new WeakSet<USBDevice>() // one driver for a device: two would eat each other's answers

/**
 * Opens a reader the page already has permission for, and claims the interface it can be used by. A
 * reader with several slots waits at all of them, and the first that has a card wins.
 *
 * @throws CardError `reader-protected`, `reader-busy`, `reader-unknown`, `reader-gone`,
 *   `policy-forbids`, `server-unreachable`, `cancelled`
 */
export const openUsbReader = (device: USBDevice, waiting: Waiting = {}): Promise<Reader> =>
  open(device, waiting, (driver, found, channel) => driver.openCcid(device, found, channel))

/**
 * The same, with one reader for each slot: they can be used side by side, and the device is let go
 * when all of them are closed.
 */
export const openUsbReaders = (
  device: USBDevice,
  waiting: Waiting = {},
): Promise<readonly Reader[]> =>
  open(device, waiting, (driver, found, channel) => driver.openCcidSlots(device, found, channel))

async function open<T>(
  device: USBDevice,
  { signal }: Waiting,
  start: (driver: typeof import('./ccid/open-ccid'), found: CcidInterface, channel: Channel) => T,
): Promise<T> {
  const name = device.productName ?? 'USB'
  if (inUse.has(device)) throw new CardError('reader-busy', { reader: name })
  inUse.add(device)
  try {
    const found = await claim(device, name, signal)
    const driver = await cancellable(loadPart(import('./ccid/open-ccid')), signal)
    const channel = channelOver(device, found)
    const close = () => channel.close().finally(() => inUse.delete(device))
    return start(driver, found, { ...channel, close })
  } catch (error) {
    await device.close().catch(() => {})
    inUse.delete(device)
    throw error
  }
}

async function claim(
  device: USBDevice,
  name: string,
  signal: AbortSignal | undefined,
): Promise<CcidInterface> {
  const step = <T>(at: 'open' | 'claim', work: Promise<T>): Promise<T> =>
    cancellable(work, signal).catch((cause: unknown) => {
      throw webUsbError(at, name, cause)
    })

  stopIfCancelled(signal)
  await step('open', device.open())
  if (device.configuration === null)
    await step(
      'open',
      device.selectConfiguration(device.configurations[0]?.configurationValue ?? 1),
    )

  const [best] = await ccidInterfaces(device, name)
  if (best === undefined)
    throw unknown(
      name,
      isIccd(device)
        ? 'it speaks ICCD, without bulk endpoints'
        : 'it has no interface for smart cards',
    )
  await step('claim', device.claimInterface(best.interfaceNumber))
  return best
}

function channelOver(device: USBDevice, { interfaceNumber, ccid, input, output }: CcidInterface) {
  return webUsbChannel(device, {
    interfaceNumber,
    inEndpoint: input.endpointNumber,
    outEndpoint: output.endpointNumber,
    inPacket: input.packetSize,
    outPacket: output.packetSize,
    maximumMessage: Math.max(ccid.maximumMessage, HEADER_SIZE),
    messageSize,
  })
}

const unknown = (reader: string, reason: string) =>
  new CardError('reader-unknown', { reader, reason })
