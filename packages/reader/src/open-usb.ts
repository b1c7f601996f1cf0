import {
  cancellable,
  CardError,
  isCardError,
  loadPart,
  stopIfCancelled,
  type CardErrorCode,
  type Reader,
  type Waiting,
} from '@myna/apdu'
import type { Channel } from './channel'
import { channelBy, driverFor, filters, type UsbPlan } from './usb-driver'
import { webUsbError } from './web-usb-error'

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
 *   `policy-forbids`, `server-unreachable` when the driver cannot be loaded, `cancelled`
 */
export const openUsbReader = (device: USBDevice, waiting: Waiting = {}): Promise<Reader> =>
  open(device, waiting, (plan, channel) => plan.openReader(channel))

/**
 * The same, with one reader for each slot: they can be used side by side, and the device is let go
 * when all of them are closed.
 */
export const openUsbReaders = (
  device: USBDevice,
  waiting: Waiting = {},
): Promise<readonly Reader[]> =>
  open(device, waiting, (plan, channel) => plan.openSlots?.(channel) ?? [plan.openReader(channel)])

async function open<T>(
  device: USBDevice,
  { signal }: Waiting,
  start: (plan: UsbPlan, channel: Channel) => T,
): Promise<T> {
  const name = device.productName ?? 'USB'
  if (inUse.has(device)) throw new CardError('reader-busy', { reader: name })
  inUse.add(device)
  let underWay: Promise<unknown> = Promise.resolve()
  const step = <R>(at: 'open' | 'claim', work: Promise<R>): Promise<R> => {
    underWay = work
    return cancellable(work, signal).catch((cause: unknown) => {
      throw webUsbError(at, name, cause)
    })
  }
  try {
    stopIfCancelled(signal)
    const plan = await claim(device, name, step)
    const channel = channelBy(device, plan)
    const close = () => channel.close().finally(() => inUse.delete(device))
    return start(plan, { ...channel, close })
  } catch (error) {
    await underWay.catch(() => {}) // a device that is being opened or claimed refuses to be closed
    await device.close().catch(() => {})
    inUse.delete(device)
    throw error
  }
}

async function claim(
  device: USBDevice,
  name: string,
  step: <T>(at: 'open' | 'claim', work: Promise<T>) => Promise<T>,
): Promise<UsbPlan> {
  const driver = await loadPart(driverFor(device))
  await step('open', device.open())
  if (device.configuration === null)
    await step(
      'open',
      device.selectConfiguration(device.configurations[0]?.configurationValue ?? 1),
    )
  const plan = await step('open', driver.plan(device, name))
  await step('claim', device.claimInterface(plan.interfaceNumber))
  return plan
}
