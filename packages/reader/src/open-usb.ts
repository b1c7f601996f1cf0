import { CardError, cancellable, stopIfCancelled, type Reader, type Waiting } from '@myna/apdu'
import { HEADER_SIZE, messageSize } from './ccid-messages'
import { ccidReader } from './ccid-reader'
import { ccidInterfaces, type CcidInterface } from './usb-interface'
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

/**
 * Lets the person choose a reader in the browser's own window and opens it. Browsers allow this only
 * inside a click.
 *
 * @throws CardError `browser-unsupported`, `insecure-context`, `policy-forbids`,
 *   `permission-denied`, and everything `openUsbReader` throws
 */
export async function requestReader({ usb = usbHere(), signal }: Waiting & { usb?: USB } = {}) {
  stopIfCancelled(signal)
  const choice = usb.requestDevice({ filters: [...filters] }).catch((cause: unknown) => {
    throw webUsbError('ask', 'USB', cause)
  })
  return openUsbReader(await cancellable(choice, signal), { signal })
}

function usbHere(): USB {
  const usb = (globalThis.navigator as { readonly usb?: USB } | undefined)?.usb
  if (usb !== undefined) return usb
  throw globalThis.isSecureContext === false
    ? new CardError('insecure-context', {})
    : new CardError('browser-unsupported', {})
}

const inUse = new WeakSet<USBDevice>() // one driver for a device: two would eat each other's answers

/**
 * Opens a reader the page already has permission for, and claims the interface it can be used by.
 *
 * @throws CardError `reader-protected`, `reader-busy`, `reader-unknown`, `reader-gone`,
 *   `policy-forbids`, `cancelled`
 */
export async function openUsbReader(device: USBDevice, { signal }: Waiting = {}): Promise<Reader> {
  const name = device.productName ?? 'USB'
  if (inUse.has(device)) throw new CardError('reader-busy', { reader: name })
  inUse.add(device)
  try {
    const found = await claim(device, name, signal)
    const reader = ccidReader(channelOver(device, found), name, found.ccid)
    return {
      name,
      connect: (waiting) => reader.connect(waiting),
      close: () => reader.close().finally(() => inUse.delete(device)),
    }
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
  if (best === undefined) throw unknown(name, 'it has no interface for smart cards')
  if (best.ccid.level === 'tpdu' || best.ccid.level === 'character')
    throw unknown(name, `it leaves the card's protocol to the computer (${best.ccid.level} level)`)
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
