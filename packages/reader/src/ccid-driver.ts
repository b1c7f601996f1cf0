import { CardError } from '@myna/apdu'
import { HEADER_SIZE, messageSize } from './ccid-messages'
import { ccidReader } from './ccid-reader'
import type { UsbDriver } from './usb-driver'
import { ccidInterfaces } from './usb-interface'

/** Readers of the CCID class, on whatever interface they announce it. */
export const ccidDriver: UsbDriver = {
  async plan(device, name) {
    const unknown = (reason: string) => new CardError('reader-unknown', { reader: name, reason })
    const [best] = await ccidInterfaces(device, name)
    if (best === undefined) throw unknown('it has no interface for smart cards')
    const { interfaceNumber, input, output, ccid } = best
    if (ccid.level === 'tpdu' || ccid.level === 'character')
      throw unknown(`it leaves the card's protocol to the computer (${ccid.level} level)`)
    return {
      interfaceNumber,
      input,
      output,
      maximumMessage: Math.max(ccid.maximumMessage, HEADER_SIZE),
      messageSize,
      openReader: (channel) => ccidReader(channel, name, ccid),
    }
  },
}
