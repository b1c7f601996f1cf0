import { CardError } from '@myna/apdu'
import type { UsbDriver } from '../usb-driver'
import { ccidInterfaces, isIccd } from '../usb-interface'
import { LONGEST_SHORT_MESSAGE, messageSize } from './message-size'
import { openCcid, openCcidSlots } from './open-ccid'

/** Readers of the CCID class, on whatever interface they announce it. */
export const ccidDriver: UsbDriver = {
  async plan(device, name) {
    const [best] = await ccidInterfaces(device, name)
    if (best === undefined) {
      const reason = isIccd(device)
        ? 'it speaks ICCD, without bulk endpoints'
        : 'it has no interface for smart cards'
      throw new CardError('reader-unknown', { reader: name, reason })
    }
    const { interfaceNumber, input, output, ccid } = best
    return {
      interfaceNumber,
      input,
      output,
      // some announce less than the short APDUs they carry (readers of 261 to 264 bytes)
      maximumMessage: Math.max(ccid.maximumMessage, LONGEST_SHORT_MESSAGE),
      messageSize,
      openReader: (channel) => openCcid(device, best, channel),
      openSlots: (channel) => openCcidSlots(device, best, channel),
    }
  },
}
