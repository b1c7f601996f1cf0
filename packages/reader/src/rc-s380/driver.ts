import type { VendorDriver } from '../vendor-driver'
import { frameLength, LONGEST_FRAME } from './frame'
import { rcS380Reader } from './reader'

export const driver: VendorDriver = {
  maximumMessage: LONGEST_FRAME,
  messageSize: frameLength,
  openReader: rcS380Reader,
}
