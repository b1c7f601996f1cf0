import { CardError, type Reader } from '@myna/apdu'
import type { Channel } from '../channel'
import type { CcidInterface } from '../usb-interface'
import type { ExchangeLevel } from './features'
import { correctedFacts } from './quirks'
import { ccidReader } from './reader'
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
export function openCcid(
  device: USBDevice,
  { interfaceNumber, ccid }: CcidInterface,
  channel: Channel,
): Reader {
  const name = device.productName ?? 'USB'
  const { vendorId, productId } = device
  const { facts, refused } = correctedFacts(ccid, { vendorId, productId, release: bcd(device) })
  const reason =
    refused ??
    (facts.level === 'character'
      ? "it leaves every byte of the card's protocol to the computer (character level)"
      : facts.maximumMessage < leastMessage[facts.level]
        ? `it announces messages of ${facts.maximumMessage} bytes`
        : undefined)
  if (reason !== undefined) throw new CardError('reader-unknown', { reader: name, reason })
  return ccidReader(channel, name, facts, usbSide(device, interfaceNumber))
}

/** bcdDevice, which WebUSB gives as three numbers. */
const bcd = ({
  deviceVersionMajor,
  deviceVersionMinor,
  deviceVersionSubminor,
}: USBDevice): number =>
  deviceVersionMajor * 0x100 + deviceVersionMinor * 0x10 + deviceVersionSubminor
