import { constant, join, layout, restLength, rest, u16le, u8, type Field } from '@myna/bytes'

export interface EndpointDescription {
  /** bEndpointAddress: the number, with 0x80 for IN. */
  readonly address: number
  readonly type: 'bulk' | 'interrupt'
  readonly packetSize: number
}

/** One alternate setting of an interface. */
export interface AlternateDescription {
  readonly interfaceClass: number
  readonly interfaceProtocol?: number
  readonly endpoints: readonly EndpointDescription[]
  /** A class descriptor, and where this device puts it. */
  readonly extra?: { readonly bytes: Uint8Array; readonly after: 'interface' | 'endpoints' }
}

/** What a device says of itself. */
export interface DeviceDescription {
  readonly vendorId: number
  readonly productId: number
  readonly manufacturer: string
  readonly product: string
  readonly serial: string
  /** bcdDevice; 1.00 unless told otherwise. */
  readonly release?: number
  /** By bInterfaceNumber, each with its alternate settings by bAlternateSetting. */
  readonly interfaces: readonly (readonly AlternateDescription[])[]
}

export const USB_RELEASE = 0x0200
export const DEVICE_RELEASE = 0x0100
export const CONFIGURATION_VALUE = 1
const CONTROL_PACKET = 64
const BUS_POWERED = 0x80
const HUNDRED_MILLIAMPERES = 50 // in units of 2 mA
const INTERRUPT_INTERVAL = 16
const ENGLISH = 0x0409

/** bDescriptorType (USB 2.0 table 9-5). */
export const DEVICE = 1
export const CONFIGURATION = 2
export const STRING = 3

const deviceLayout = layout('device descriptor', {
  length: constant(u8, 18), // bLength (USB 2.0 §9.6.1)
  type: constant(u8, DEVICE),
  usbRelease: constant(u16le, USB_RELEASE), // bcdUSB
  deviceClass: constant(u8, 0), // each interface has its own
  deviceSubclass: constant(u8, 0),
  deviceProtocol: constant(u8, 0),
  controlPacket: constant(u8, CONTROL_PACKET), // bMaxPacketSize0
  vendorId: u16le,
  productId: u16le,
  deviceRelease: u16le, // bcdDevice
  manufacturer: constant(u8, 1), // indices of strings
  product: constant(u8, 2),
  serial: constant(u8, 3),
  configurations: constant(u8, 1), // bNumConfigurations
})

/** wTotalLength counts its own nine bytes too. */
const totalLength: Field<undefined> & { readonly fixed: true } = {
  ...restLength(u16le),
  write: (into, at, _, restSize) => into.setUint16(at, 9 + restSize, true),
}

const configurationLayout = layout('configuration descriptor', {
  length: constant(u8, 9), // USB 2.0 §9.6.3
  type: constant(u8, CONFIGURATION),
  totalLength,
  interfaces: u8, // bNumInterfaces
  value: constant(u8, CONFIGURATION_VALUE),
  name: constant(u8, 0),
  attributes: constant(u8, BUS_POWERED),
  power: constant(u8, HUNDRED_MILLIAMPERES), // bMaxPower
  parts: rest,
})

const interfaceLayout = layout('interface descriptor', {
  length: constant(u8, 9), // USB 2.0 §9.6.5
  type: constant(u8, 4),
  number: u8, // bInterfaceNumber
  alternate: u8, // bAlternateSetting
  endpoints: u8, // bNumEndpoints
  interfaceClass: u8,
  interfaceSubclass: constant(u8, 0),
  interfaceProtocol: u8,
  name: constant(u8, 0),
})

const endpointLayout = layout('endpoint descriptor', {
  length: constant(u8, 7), // USB 2.0 §9.6.6
  type: constant(u8, 5),
  address: u8, // bEndpointAddress
  attributes: u8, // bmAttributes
  packetSize: u16le, // wMaxPacketSize
  interval: u8, // bInterval
})

const stringLayout = layout('string descriptor', {
  length: u8,
  type: constant(u8, STRING), // USB 2.0 §9.6.7
  text: rest,
})

export const deviceDescriptor = ({
  vendorId,
  productId,
  release = DEVICE_RELEASE,
}: DeviceDescription) => deviceLayout.encode({ vendorId, productId, deviceRelease: release })

/** The configuration descriptor with everything that belongs to it, as GET_DESCRIPTOR gives it. */
export function configurationDescriptor({ interfaces }: DeviceDescription): Uint8Array {
  const parts = interfaces.flatMap((alternates, number) =>
    alternates.map((alternate, index) => alternateDescriptors(alternate, number, index)),
  )
  return configurationLayout.encode({ interfaces: interfaces.length, parts: join(...parts) })
}

function alternateDescriptors(
  { interfaceClass, interfaceProtocol = 0, endpoints, extra }: AlternateDescription,
  number: number,
  alternate: number,
): Uint8Array {
  const head = interfaceLayout.encode({
    number,
    alternate,
    endpoints: endpoints.length,
    interfaceClass,
    interfaceProtocol,
  })
  const tail = endpoints.map(({ address, type, packetSize }) =>
    endpointLayout.encode({
      address,
      attributes: type === 'bulk' ? 2 : 3,
      packetSize,
      interval: type === 'bulk' ? 0 : INTERRUPT_INTERVAL,
    }),
  )
  if (extra === undefined) return join(head, ...tail)
  return extra.after === 'interface'
    ? join(head, extra.bytes, ...tail)
    : join(head, ...tail, extra.bytes)
}

/** String 0 lists the languages; `undefined` for one the device does not have. */
export function stringDescriptor(
  { manufacturer, product, serial }: DeviceDescription,
  index: number,
): Uint8Array | undefined {
  const text = [undefined, manufacturer, product, serial][index]
  if (index !== 0 && text === undefined) return undefined
  const units = text === undefined ? [ENGLISH] : [...text].map((letter) => letter.charCodeAt(0))
  const bytes = Uint8Array.from(units.flatMap((unit) => [unit & 0xff, unit >> 8]))
  return stringLayout.encode({ length: 2 + bytes.length, text: bytes })
}
