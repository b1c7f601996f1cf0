import { CardError } from '@myna/apdu'
import { bulkPair, type UsbDriver } from '../usb-driver'
import { frameLength, LONGEST_FRAME } from './frame'
import { rcS380Reader } from './reader'

const INTERFACE = 0 // its only one

export const rcS380Driver: UsbDriver = {
  async plan(device, name) {
    const pair = bulkPair(device, INTERFACE)
    if (pair === undefined) {
      const reason = 'it has not the endpoints of an RC-S380'
      throw new CardError('reader-unknown', { reader: name, reason })
    }
    return {
      interfaceNumber: INTERFACE,
      ...pair,
      maximumMessage: LONGEST_FRAME,
      messageSize: frameLength,
      openReader: (channel) => rcS380Reader(channel, name),
    }
  },
}
