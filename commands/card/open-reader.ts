import { isCardError, type AnyCardError, type Reader, type Waiting } from '@myna/apdu'
import { knownReaders, openUsbReader } from '@myna/reader'

/** None is there, or none that was named. */
export class NoReader extends Error {
  override readonly name = 'NoReader'
}

/** Several work, and nobody said which. */
export class SeveralReaders extends Error {
  override readonly name = 'SeveralReaders'
  readonly names: readonly string[]

  constructor(names: readonly string[]) {
    super('several readers')
    this.names = names
  }
}

const SMART_CARD_CLASS = 0x0b
const VENDOR_CLASS = 0xff

/**
 * Opens the one reader of this computer that works, or the one whose name has `part` in it.
 *
 * @throws CardError of a reader that does not work, when no other does
 * @throws NoReader, SeveralReaders
 */
export async function openReader(
  usb: USB,
  part: string | undefined,
  waiting: Waiting,
): Promise<Reader> {
  const devices = (await usb.getDevices()).filter(
    (device) => isCandidate(device) && (device.productName ?? '').includes(part ?? ''),
  )
  const opened: Reader[] = []
  const errors: { readonly error: AnyCardError; readonly isLikely: boolean }[] = []
  for (const device of devices) {
    try {
      opened.push(await openUsbReader(device, waiting))
    } catch (error) {
      if (!isCardError(error) || error.code === 'cancelled') {
        await Promise.all(opened.map((reader) => reader.close()))
        throw error
      }
      errors.push({ error, isLikely: isLikely(device) })
    }
  }
  if (opened.length === 1) return opened[0]!
  await Promise.all(opened.map((reader) => reader.close()))
  if (opened.length > 1) throw new SeveralReaders(opened.map(({ name }) => name))
  const reason = errors.find((one) => one.isLikely)?.error
  throw reason ?? new NoReader('no reader')
}

const hasClass = (device: USBDevice, wanted: number): boolean =>
  (device.configuration ?? device.configurations[0])?.interfaces.some(({ alternates }) =>
    alternates.some(({ interfaceClass }) => interfaceClass === wanted),
  ) ?? false

const isKnown = ({ vendorId, productId }: USBDevice): boolean =>
  knownReaders.some((row) => row.vendorId === vendorId && row.productIds.includes(productId))

/** Of the class of card readers, or a model we know: what is wrong with it is worth telling. */
export const isLikely = (device: USBDevice): boolean =>
  isKnown(device) || hasClass(device, SMART_CARD_CLASS)

const isCandidate = (device: USBDevice): boolean =>
  isLikely(device) || hasClass(device, VENDOR_CLASS)
