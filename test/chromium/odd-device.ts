// A device that does on command what devices do rarely: stalls, empty packets, too long ones, silence.
import { virtualUsbDevice, type EndpointDescription, type UsbFunction } from '@myna/virtual'

const bulk = (address: number): EndpointDescription => ({ address, type: 'bulk', packetSize: 64 })

/** What the first byte of a packet to the device makes it do. */
export const ECHO = 1
export const HALT_IN = 2
export const HALT_OUT = 3
export const STAY_SILENT = 4

/** Requests it answers; a stall for all others. */
const TELL = 1
const TAKE = 2

function oddFunction(
  interfaceClass: number,
  output: number,
  input: number,
  more: readonly EndpointDescription[] = [],
): UsbFunction {
  return {
    alternates: [{ interfaceClass, endpoints: [bulk(output), bulk(input), ...more] }],
    start: (bus) => ({
      received(_, packet) {
        if (packet[0] === HALT_IN) bus.halt(input)
        else if (packet[0] === HALT_OUT) bus.halt(output)
        else if (packet[0] !== STAY_SILENT) bus.send(input, packet, { emptyPacket: false })
      },
      control({ requestType, request }) {
        const isIn = (requestType & 0x80) !== 0
        if (isIn && request === TELL) return Uint8Array.of(0xca, 0xfe)
        if (!isIn && request === TAKE) return new Uint8Array(0)
        return undefined
      },
      stop() {},
    }),
  }
}

/** Interface 0 and 2 of the vendor class, and 1 of the class for smart cards, which is protected. */
export const oddDevice = () =>
  virtualUsbDevice(
    {
      vendorId: 0x1209,
      productId: 0x0002,
      manufacturer: 'Myna test',
      product: 'Odd device',
      serial: 'ODD-1',
    },
    [
      oddFunction(0xff, 0x01, 0x81, [{ address: 0x82, type: 'interrupt', packetSize: 8 }]),
      oddFunction(0x0b, 0x02, 0x83),
      oddFunction(0xff, 0x03, 0x84),
    ],
  )
