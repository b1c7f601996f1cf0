export {
  deadChip,
  foreignCard,
  virtualCard,
  type VirtualCard,
  type VirtualCardOptions,
} from './card'
export type { JpkiContent, KeyPair } from './card-files'
export {
  virtualCcidDevice,
  virtualCompositeReader,
  type CcidDeviceOptions,
  type VirtualCcidDevice,
} from './ccid-device'
export type { CcidLevel } from './ccid-device-descriptor'
export type { CcidFaults } from './ccid-device-faults'
export type { Chip } from './chip'
export { cardOf, issuePerson, otherCards, people, type Person, type PersonName } from './people'
export { virtualReader } from './reader'
export { VirtualSlot, type PullOut } from './slot'
export { testAnchors } from './test-ca'
export { transcriptCard, type TranscriptCard } from './transcript-card'
export type { DeviceDescription } from './usb-descriptors'
export type { Setup, VirtualUsbDevice } from './usb-device'
export type { InTransfer, PendingIn, TransferStatus } from './usb-pipe'
export { virtualWebUsb, type VirtualWebUsb } from './web-usb'
export {
  virtualHidDevice,
  type HidDeviceOptions,
  type HidFaults,
  type VirtualHidDevice,
} from './hid-device'
export { virtualWebHid, type VirtualWebHid } from './web-hid'
export { virtualSmartCard, type OtherProgram, type VirtualSmartCard } from './smart-card'
