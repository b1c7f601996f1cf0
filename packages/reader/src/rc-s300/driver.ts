import { CardError } from '@myna/apdu'
import { messageSize } from '../ccid/messages'
import { bulkPair, type UsbDriver } from '../usb-driver'
import { LONGEST_MESSAGE, rcS300Reader } from './reader'
import type { RcS300Route } from './routes'

const routes = new WeakMap<USBDevice, RcS300Route>()

/** The route found for a device in this page, for whoever wants to keep it longer. */
export const routeOf = (device: USBDevice): RcS300Route | undefined => routes.get(device)

/** Remembers what was found out before; wrong ones are noticed and asked again. */
export const rememberRoute = (device: USBDevice, route: RcS300Route): void =>
  void routes.set(device, route)

const INTERFACE = 1 // interface 0 is of the class no page may claim

export const rcS300Driver: UsbDriver = {
  async plan(device, name) {
    const pair = bulkPair(device, INTERFACE)
    if (pair === undefined) {
      const reason = 'it has not the endpoints of an RC-S300'
      throw new CardError('reader-unknown', { reader: name, reason })
    }
    return {
      interfaceNumber: INTERFACE,
      ...pair,
      maximumMessage: LONGEST_MESSAGE,
      messageSize,
      openReader: (channel) =>
        rcS300Reader(channel, name, {
          route: routeOf(device),
          onRoute: (route) => rememberRoute(device, route),
          reset: () => device.reset().catch(() => {}), // some systems cannot, and leave it as it was
        }),
    }
  },
}
