export {
  findCcid,
  type CcidFacts,
  type FactsPatch,
  type Protocol,
  type Voltage,
} from './ccid/descriptor'
export type { CcidFeature, CcidFeatures, ExchangeLevel } from './ccid/features'
export { ccidReader, ccidReaders } from './ccid/reader'
export type { CcidSide } from './ccid/side'
export type { Channel } from './channel'
export { openUsbReader, openUsbReaders, requestReader, type RequestOptions } from './open-usb'
