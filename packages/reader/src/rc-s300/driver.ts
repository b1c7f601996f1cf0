import { messageSize } from '../ccid-messages'
import type { VendorDriver } from '../vendor-driver'
import { LONGEST_MESSAGE, rcS300Reader } from './reader'
import type { RcS300Route } from './routes'

const routes = new WeakMap<USBDevice, RcS300Route>()

/** The route found for a device in this page, for whoever wants to keep it longer. */
export const routeOf = (device: USBDevice): RcS300Route | undefined => routes.get(device)

/** Remembers what was found out before; wrong ones are noticed and asked again. */
export const rememberRoute = (device: USBDevice, route: RcS300Route): void =>
  void routes.set(device, route)

export const driver: VendorDriver = {
  maximumMessage: LONGEST_MESSAGE,
  messageSize,
  openReader: (channel, name, device) =>
    rcS300Reader(channel, name, {
      route: routeOf(device),
      onRoute: (route) => rememberRoute(device, route),
      reset: () => device.reset().catch(() => {}), // some systems cannot, and leave it as it was
    }),
}
