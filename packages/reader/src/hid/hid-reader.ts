import {
  cancellable,
  CardError,
  cardOver,
  stopIfCancelled,
  type Card,
  type Reader,
  type Waiting,
} from '@myna/apdu'
import { within } from '../time-limit'
import { hidExchange } from './hid-exchange'
import { webHidError } from './web-hid-error'

const PARTING = 2000 // milliseconds to say goodbye

export interface HidOptions extends Waiting {
  /** Where the devices are: the browser's own unless told otherwise. */
  readonly hid?: HID
  /** A number from 0 to 65535, for the channel of each exchange. */
  readonly random?: () => number
}

export interface HidRequestOptions extends HidOptions {
  /**
   * Which devices the browser's window offers. No reader of this kind is sold for the My Number card,
   * so only you know which device you mean.
   */
  readonly filters: readonly HIDDeviceFilter[]
}

/**
 * Lets the person choose a device that carries APDUs in HID reports, and opens it. Call it inside a
 * click.
 *
 * @throws CardError `browser-unsupported`, `insecure-context`, `policy-forbids`,
 *   `permission-denied`, and everything `openHidReader` throws
 */
export async function requestHidReader(options: HidRequestOptions): Promise<Reader> {
  const { hid = hidHere(), filters, signal } = options
  stopIfCancelled(signal)
  const asked = hid.requestDevice({ filters: [...filters] }).catch((cause: unknown) => {
    throw webHidError('ask', 'HID', cause)
  })
  const [device] = await cancellable(asked, signal)
  if (device === undefined) throw new CardError('permission-denied', {}) // closed without a choice
  return openHidReader(device, { ...options, hid })
}

/**
 * Opens a device that carries APDUs in HID reports of 64 bytes (`readers.md` §7).
 *
 * The framing knows commands and answers and nothing else. So this reader cannot tell whether a card
 * is there: `connect` succeeds at once and gives no power, and a missing card shows only in the
 * answer to the first command. Nor can it take power away. So `powerOff` selects the application
 * again that was selected last, which makes a My Number card forget a verified PIN (`card.md` §2).
 *
 * @throws CardError `reader-busy`, `reader-gone`, `reader-fault`, `cancelled`
 */
export async function openHidReader(
  device: HIDDevice,
  { hid = hidHere(), signal, random = anyChannel }: HidOptions = {},
): Promise<Reader> {
  const name = device.productName || 'HID'
  stopIfCancelled(signal)
  const opening = device.open().catch((cause: unknown) => {
    throw webHidError('open', name, cause)
  })
  try {
    await cancellable(opening, signal)
  } catch (error) {
    if (signal?.aborted) void opening.then(() => device.close()).catch(() => {})
    throw error
  }
  return readerOver(device, hid, name, random)
}

function readerOver(device: HIDDevice, hid: HID, name: string, random: () => number): Reader {
  const exchange = hidExchange(device, name, random)
  let selection: Uint8Array | undefined // the SELECT of the current application
  let session = 0 // a card of an earlier session answers no more
  let closing: Promise<void> | undefined
  let isOpen = true

  const end = (): void => {
    isOpen = false
    hid.removeEventListener('disconnect', noticeUnplug)
    exchange.end()
  }
  const noticeUnplug = ({ device: unplugged }: HIDConnectionEvent): void => {
    if (unplugged === device) end()
  }
  hid.addEventListener('disconnect', noticeUnplug)
  const gone = () => new CardError('reader-gone', { reader: name, attempt: 'none' })

  /** Ends the session; the card forgets a verified PIN when its application is selected again. */
  const leave = async (): Promise<void> => {
    session++
    const again = selection
    selection = undefined
    if (again === undefined || !isOpen) return
    const late = () => new CardError('reader-fault', { reader: name, detail: '', attempt: 'none' })
    await within(PARTING, {}, late, (waiting) => exchange.ask(again, waiting)).catch(() => {})
  }

  const cardOfSession = (mine: number): Card =>
    cardOver({
      reader: name,
      async exchange(command, signal) {
        if (!isOpen) throw gone()
        if (mine !== session) throw new CardError('card-removed', { attempt: 'none' })
        if (selectsApplication(command)) selection = command.slice()
        // the bytes are wiped by whoever gave them, perhaps before their turn comes
        return exchange.ask(command.slice(), { signal })
      },
      powerOff: () => (mine === session ? leave() : Promise.resolve()),
    })

  return {
    name,
    async connect({ signal } = {}) {
      stopIfCancelled(signal)
      if (!isOpen) throw gone()
      if (selection !== undefined) await leave()
      return cardOfSession(++session)
    },
    close() {
      closing ??= leave().then(() => {
        end()
        return device.close().catch(() => {}) // it may be gone already
      })
      return closing
    },
  }
}

const selectsApplication = ([, ins, p1]: Uint8Array): boolean => ins === 0xa4 && p1 === 0x04

const anyChannel = (): number => crypto.getRandomValues(new Uint16Array(1))[0]!

function hidHere(): HID {
  const hid = (globalThis.navigator as { readonly hid?: HID } | undefined)?.hid
  if (hid !== undefined) return hid
  throw globalThis.isSecureContext === false
    ? new CardError('insecure-context', {})
    : new CardError('browser-unsupported', {})
}
