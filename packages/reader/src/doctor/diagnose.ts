import {
  cancellable,
  CardError,
  isCardError,
  stopIfCancelled,
  underFirstOf,
  type AnyCardError,
  type Card,
  type CardErrorCode,
  type Reader,
  type Waiting,
} from '@myna/apdu'
import { openUsbReader } from '../open-usb'
import { within } from '../time-limit'
import { webUsbError } from '../web-usb-error'
import { verdictOf, type Diagnosis, type ReaderFinding, type ReaderVerdict } from './findings'
import { knownReader } from './known-readers'
import { operatingSystemOf, type OperatingSystem, type SystemHints } from './operating-system'

export interface DoctorOptions extends Waiting {
  /** Where the devices are: the browser's own, if it has any, unless told otherwise. */
  readonly usb?: USB | undefined
  readonly isSecureContext?: boolean
  /** For the advice: what the browser says unless told otherwise. */
  readonly system?: OperatingSystem
  /**
   * Whether a card is a My Number card. It may send SELECT and nothing else. Left out: cards are
   * not asked what they are.
   */
  readonly recognise?: (card: Card, waiting: Waiting) => Promise<boolean>
}

/** Milliseconds for each step with a device that may be broken. */
const LISTING = 10_000
const OPENING = 20_000
const CARD = 30_000
const CLOSING = 5_000

/**
 * Looks at the browser and at each device the page may use, one after another, and says how each is
 * for this page. Devices are closed again, also after an abort. A card is sent SELECT at most, so no
 * try of a PIN is spent.
 *
 * @throws CardError `cancelled`, `server-unreachable` when a driver cannot be loaded
 */
export async function diagnose(options: DoctorOptions = {}): Promise<Diagnosis> {
  const here = globalThis as {
    readonly navigator?: SystemHints & { readonly usb?: USB }
    readonly isSecureContext?: boolean
  }
  const {
    usb = here.navigator?.usb,
    isSecureContext = here.isSecureContext ?? true,
    system = operatingSystemOf(here.navigator ?? {}),
    recognise,
    signal,
  } = options
  stopIfCancelled(signal)
  const browser = (verdict: Diagnosis['browser']['verdict'], readers: ReaderFinding[] = []) => ({
    browser: { verdict, system },
    readers,
  })
  // without a secure context there is no navigator.usb either, and that is the reason
  if (!isSecureContext) return browser('insecure-context')
  if (usb === undefined) return browser('no-webusb')

  const devices = await listed(usb, signal)
  if (devices === 'policy') return browser('policy')
  const readers: ReaderFinding[] = []
  for (const device of devices)
    readers.push({ ...(await examine(device, recognise, signal)), ...factsOf(device), system })
  return browser('usable', readers)
}

async function listed(
  usb: USB,
  signal: AbortSignal | undefined,
): Promise<readonly USBDevice[] | 'policy'> {
  try {
    return await limited(LISTING, 'USB', signal, () => usb.getDevices())
  } catch (cause) {
    const error = webUsbError('ask', 'USB', cause)
    if (isCardError(error) && error.code === 'policy-forbids') return 'policy'
    throw error
  }
}

const nameOf = ({ productName }: USBDevice): string => productName ?? 'USB'

function factsOf(device: USBDevice) {
  const { vendorId, productId } = device
  const known = knownReader(device)
  return { reader: nameOf(device), vendorId, productId, ...(known === undefined ? {} : { known }) }
}

/** Errors that are not about the reader: given up, or the driver's file could not be loaded. */
const saysNothing: readonly CardErrorCode[] = ['cancelled', 'server-unreachable']

type Examined = Pick<ReaderFinding, 'verdict' | 'detail'>

async function examine(
  device: USBDevice,
  recognise: DoctorOptions['recognise'],
  signal: AbortSignal | undefined,
): Promise<Examined> {
  try {
    const reader = await opened(device, signal)
    try {
      const look = (waiting: Waiting) => lookAtCard(reader, recognise, waiting)
      return { verdict: await limited(CARD, nameOf(device), signal, look) }
    } finally {
      await limited(CLOSING, nameOf(device), undefined, () => reader.close()).catch(() => {})
    }
  } catch (error) {
    if (!isCardError(error) || saysNothing.includes(error.code)) throw error
    const detail = detailOf(error)
    return { verdict: verdictOf(error.code), ...(detail === undefined ? {} : { detail }) }
  }
}

/** What we give up waiting for is ended, and closed should it come all the same. */
async function opened(device: USBDevice, signal: AbortSignal | undefined): Promise<Reader> {
  let opening: Promise<Reader> | undefined
  let isOver = false
  try {
    return await limited(OPENING, nameOf(device), signal, (waiting) => {
      opening = openUsbReader(device, waiting)
      return opening.finally(() => (isOver = true))
    })
  } catch (error) {
    const late = opening?.then((reader) => reader.close()).catch(() => {})
    // a device that was refused at once may be somebody else's: only our own opening is ended
    const end = () => Promise.all([late, isOver ? undefined : device.close().catch(() => {})])
    await limited(CLOSING, nameOf(device), undefined, end).catch(() => {})
    throw error
  }
}

async function lookAtCard(
  reader: Reader,
  recognise: DoctorOptions['recognise'],
  { signal }: Waiting,
): Promise<ReaderVerdict> {
  const looking = new AbortController()
  let card: Card | undefined
  try {
    const connect = (either: AbortSignal) =>
      reader.connect({ signal: either, onAbsent: () => looking.abort() })
    card = await underFirstOf([signal, looking.signal], connect)
    if (recognise === undefined) return 'usable'
    return (await recognise(onlySelect(card), { signal })) ? 'card-fine' : 'not-my-number-card'
  } catch (error) {
    const isOurs = isCardError(error) && error.code === 'cancelled' && looking.signal.aborted
    if (isOurs && !signal?.aborted) return 'reader-fine-no-card'
    throw error
  } finally {
    await card?.powerOff()
  }
}

const SELECT = 0xa4

/** A card that can be asked what is on it and nothing that could cost its owner anything. */
const onlySelect = (card: Card): Card => ({
  async transmit(command, waiting) {
    if (command.ins !== SELECT) throw new RangeError('the reader doctor sends SELECT only')
    return card.transmit(command, waiting)
  },
  powerOff: () => card.powerOff(),
})

/** Ends the wait after some time, or at once when its owner gives up. */
function limited<T>(
  milliseconds: number,
  reader: string,
  signal: AbortSignal | undefined,
  work: (waiting: Waiting) => Promise<T>,
): Promise<T> {
  const late = () =>
    new CardError('reader-fault', {
      reader,
      detail: `nothing for ${milliseconds / 1000} s`,
      attempt: 'none',
    })
  return cancellable(within(milliseconds, { signal }, late, work), signal)
}

function detailOf({ code, facts }: AnyCardError): string | undefined {
  if (code === 'reader-unknown') return (facts as { reason: string }).reason
  if (code === 'reader-fault') return (facts as { detail: string }).detail
  return undefined
}
