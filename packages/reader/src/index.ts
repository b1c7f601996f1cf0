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
export {
  openHidReader,
  requestHidReader,
  type HidOptions,
  type HidRequestOptions,
} from './hid/hid-reader'
export { openSmartCardReader, type SmartCardOptions } from './smart-card/smart-card-reader'
export type {
  SmartCardAccessMode,
  SmartCardConnection,
  SmartCardContext,
  SmartCardDisposition,
  SmartCardProtocol,
  SmartCardReaderStateIn,
  SmartCardReaderStateOut,
  SmartCardResourceManager,
  SmartCardResponseCode,
  SmartCardTransactionCallback,
} from './smart-card/web-smart-card'
export { diagnose, type DoctorOptions } from './doctor/diagnose'
export type {
  BrowserFinding,
  BrowserVerdict,
  Diagnosis,
  ReaderFinding,
  ReaderVerdict,
} from './doctor/findings'
export {
  knownReaders,
  type KnownReader,
  type ReaderReason,
  type ReaderStatus,
} from './doctor/known-readers'
export {
  operatingSystemOf,
  type OperatingSystem,
  type SystemHints,
} from './doctor/operating-system'
