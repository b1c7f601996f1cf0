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
export { putIntoVpcd } from './vpcd'
export { virtualWebUsb, type VirtualWebUsb } from './web-usb'
