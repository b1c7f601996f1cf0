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
export type { CcidFaults, Timing } from './ccid-device-faults'
export type { LineFault, LineFaults } from './ccid-device-line-faults'
export type { PinPad } from './ccid-device-pin-pad'
export type { PpsManners } from './contact-card'
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
