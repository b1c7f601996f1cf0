import { CardError } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import { findCcid, type CcidFacts } from './ccid/descriptor'
import { readerFault } from './reader-fault'
import { within } from './time-limit'
import { webUsbError } from './web-usb-error'

/** An interface we know how to talk to, and its bulk endpoints. */
export interface CcidInterface {
  readonly interfaceNumber: number
  readonly ccid: CcidFacts
  readonly input: USBEndpoint
  readonly output: USBEndpoint
}

const VENDOR_CLASS = 0xff
const SMART_CARD_CLASS = 0x0b
/** The vendor class comes first: pages may claim it, and smart card only in special contexts. */
const classes = [VENDOR_CLASS, SMART_CARD_CLASS]

/** The interfaces that speak CCID, best first. The device must be open and configured. */
export async function ccidInterfaces(device: USBDevice, name: string): Promise<CcidInterface[]> {
  const descriptors = await configurationDescriptor(device, name)
  const { interfaces = [] } = device.configuration ?? {}
  return classes.flatMap((wanted) =>
    interfaces.flatMap(({ interfaceNumber, alternates }) => {
      const alternate = alternates[0]
      if (alternate?.interfaceClass !== wanted) return []
      const ccid = factsOf(descriptors, interfaceNumber, name)
      const bulk = alternate.endpoints.filter(({ type }) => type === 'bulk')
      const input = bulk.find(({ direction }) => direction === 'in')
      const output = bulk.find(({ direction }) => direction === 'out')
      if (ccid === undefined || input === undefined || output === undefined) return []
      return [{ interfaceNumber, ccid, input, output }]
    }),
  )
}

/** A card with a plug of its own that takes commands as control requests (bInterfaceProtocol 1 and 2). */
export const isIccd = (device: USBDevice): boolean =>
  (device.configuration?.interfaces ?? []).some(({ alternates }) =>
    alternates.some(
      ({ interfaceClass, interfaceProtocol }) =>
        classes.includes(interfaceClass) && (interfaceProtocol === 1 || interfaceProtocol === 2),
    ),
  )

const GET_DESCRIPTOR = 0x06 // USB 2.0 §9.4.3
const CONFIGURATION = 0x02
const HEADER = 9
const PATIENCE = 5000 // milliseconds (USB 2.0 §9.2.6.4 allows a device no more)

/**
 * The raw descriptors of the active configuration. WebUSB does not pass class descriptors on, but a
 * page may ask the device itself.
 */
async function configurationDescriptor(device: USBDevice, name: string): Promise<Uint8Array> {
  const wanted = device.configuration?.configurationValue
  for (let index = 0; index < device.configurations.length; index++) {
    const head = await descriptor(device, name, index, HEADER)
    if (head.length < HEADER) throw unreadable(name, 'its configuration descriptor is too short')
    if (head[5] !== wanted && device.configurations.length > 1) continue
    return descriptor(device, name, index, head[2]! + head[3]! * 0x100)
  }
  throw unreadable(name, 'no descriptor for its configuration')
}

async function descriptor(device: USBDevice, name: string, index: number, length: number) {
  const setup: USBControlTransferParameters = {
    requestType: 'standard',
    recipient: 'device',
    request: GET_DESCRIPTOR,
    value: CONFIGURATION * 0x100 + index,
    index: 0,
  }
  const late = () => readerFault(name, 'no answer to GET_DESCRIPTOR')
  const { data } = await within(PATIENCE, {}, late, () =>
    device.controlTransferIn(setup, length).catch((cause: unknown) => {
      throw webUsbError('transfer', name, cause)
    }),
  )
  return data === undefined
    ? new Uint8Array(0)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

function factsOf(descriptors: Uint8Array, interfaceNumber: number, name: string) {
  try {
    return findCcid(descriptors, interfaceNumber)
  } catch (error) {
    if (error instanceof MalformedBytes) throw unreadable(name, error.message)
    throw error
  }
}

const unreadable = (reader: string, reason: string) =>
  new CardError('reader-unknown', { reader, reason })
