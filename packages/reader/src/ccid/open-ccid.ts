import { CardError, type Reader } from '@myna/apdu'
import type { Channel } from '../channel'
import type { CcidInterface } from '../usb-interface'
import type { CcidFacts } from './descriptor'
import type { ExchangeLevel } from './features'
import { correctedFacts } from './quirks'
import { ccidReader, ccidReaders } from './reader'
import { usbSide } from './side'

/** Bytes of dwMaxCCIDMessageLength below which not even a signature's command goes through. */
const leastMessage: Readonly<Record<ExchangeLevel, number>> = {
  character: 0,
  tpdu: 32,
  'short-apdu': 80,
  'extended-apdu': 32,
}

/**
 * The driver for a claimed CCID interface, with what is known about this very reader.
 *
 * @throws CardError `reader-unknown` for one that cannot be used
 */
export const openCcid = (device: USBDevice, found: CcidInterface, channel: Channel): Reader =>
  ccidReader(channel, nameOf(device), usable(device, found), usbSide(device, found.interfaceNumber))

/** The same, with one reader for each slot. */
export const openCcidSlots = (
  device: USBDevice,
  found: CcidInterface,
  channel: Channel,
): readonly Reader[] =>
  ccidReaders(
    channel,
    nameOf(device),
    usable(device, found),
    usbSide(device, found.interfaceNumber),
  )

const nameOf = ({ productName }: USBDevice) => productName ?? 'USB'

function usable(device: USBDevice, { ccid }: CcidInterface): CcidFacts {
  const { vendorId, productId } = device
  const { facts, refused } = correctedFacts(ccid, { vendorId, productId, release: bcd(device) })
  const reason = refused ?? unusable(facts)
  if (reason === undefined) return facts
  throw new CardError('reader-unknown', { reader: nameOf(device), reason })
}

function unusable({ level, maximumMessage }: CcidFacts): string | undefined {
  if (level === 'character')
    return "it leaves every byte of the card's protocol to the computer (character level)"
  if (maximumMessage < leastMessage[level])
    return `it announces messages of ${maximumMessage} bytes`
  return undefined
}

/** bcdDevice, which WebUSB gives as three numbers. */
const bcd = ({
  deviceVersionMajor,
  deviceVersionMinor,
  deviceVersionSubminor,
}: USBDevice): number =>
  deviceVersionMajor * 0x100 + deviceVersionMinor * 0x10 + deviceVersionSubminor
