export { findCcid, type CcidFacts, type ExchangeLevel } from './ccid/descriptor'
export { ccidReader } from './ccid/reader'
export type { Channel } from './channel'
export { openUsbReader, requestReader, type RequestOptions } from './open-usb'
