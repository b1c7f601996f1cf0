import {
  CONFIGURATION_VALUE,
  DEVICE_RELEASE,
  USB_RELEASE,
  type AlternateDescription,
  type DeviceDescription,
} from './usb-descriptors'

// What a page can read of a device without asking it (WebUSB §6).

export interface InterfaceView {
  readonly interfaceNumber: number
  readonly alternates: readonly ReturnType<typeof alternateView>[]
  alternate: ReturnType<typeof alternateView>
  claimed: boolean
}

const alternateView = (
  { interfaceClass, interfaceProtocol = 0, endpoints }: AlternateDescription,
  alternateSetting: number,
) => ({
  alternateSetting,
  interfaceClass,
  interfaceSubclass: 0,
  interfaceProtocol,
  interfaceName: null,
  endpoints: endpoints.map(({ address, type, packetSize }) => ({
    endpointNumber: address & 0x0f,
    direction: address & 0x80 ? ('in' as const) : ('out' as const),
    type,
    packetSize,
  })),
})

export const interfaceViews = ({ interfaces }: DeviceDescription): InterfaceView[] =>
  interfaces.map((described, interfaceNumber) => {
    const alternates = described.map(alternateView)
    return { interfaceNumber, alternates, alternate: alternates[0]!, claimed: false }
  })

export function deviceView(description: DeviceDescription, interfaces: readonly InterfaceView[]) {
  const { vendorId, productId, manufacturer, product, serial } = description
  const configuration = {
    configurationValue: CONFIGURATION_VALUE,
    configurationName: null,
    interfaces,
  }
  const [usbVersionMajor, usbVersionMinor, usbVersionSubminor] = release(USB_RELEASE)
  const [deviceVersionMajor, deviceVersionMinor, deviceVersionSubminor] = release(
    description.release ?? DEVICE_RELEASE,
  )
  return {
    usbVersionMajor,
    usbVersionMinor,
    usbVersionSubminor,
    deviceClass: 0,
    deviceSubclass: 0,
    deviceProtocol: 0,
    vendorId,
    productId,
    deviceVersionMajor,
    deviceVersionMinor,
    deviceVersionSubminor,
    manufacturerName: manufacturer,
    productName: product,
    serialNumber: serial,
    configuration,
    configurations: [configuration],
  }
}

/** JJ.M.N of bcdUSB and bcdDevice. */
const release = (bcd: number) => [bcd >> 8, (bcd >> 4) & 0xf, bcd & 0xf] as const
