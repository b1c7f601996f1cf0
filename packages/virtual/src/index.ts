export {
  virtualCard,
  type CardContent,
  type VirtualCard,
  type VirtualCardOptions,
} from './card/card'
export { contactAtrs, contactlessAnswers } from './card/atr'
export { testCvAnchors, type CvAnchor } from './card/cv'
export type { CardHolder, CardImages, CardKeys, CardSecret } from './card/holder'
export { deadChip, foreignCard } from './card/other-cards'
export type { JpkiContent, KeyPair } from './card/jpki'
export type { ProfileName } from './card/profiles'
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
export {
  cardOf,
  issuePerson,
  otherCards,
  revokedSerials,
  type Person,
  type PersonSecrets,
  type Printed,
} from './people'
export type { IssuedPair } from './people-certificates'
export { people, type PersonName } from './people-table'
export { virtualPicc, type Heard, type PiccFacts, type VirtualPicc } from './picc/picc'
export type { PiccFault, PiccFaults } from './picc/picc-faults'
export {
  virtualRcS300,
  type RcS300DeviceOptions,
  type VirtualRcS300,
} from './rc-s300/rc-s300-device'
export {
  virtualRcS380,
  type RcS380Faults,
  type RcS380Options,
  type VirtualRcS380,
} from './rc-s380/rc-s380-device'
export { virtualReader } from './reader'
export { VirtualSlot, type Garbling, type PullOut } from './slot'
export { testAnchors } from './test-ca'
export { transcriptCard, type TranscriptCard } from './transcript-card'
export type {
  AlternateDescription,
  DeviceDescription,
  EndpointDescription,
} from './usb-descriptors'
export {
  virtualUsbDevice,
  type DeviceSide,
  type Firmware,
  type Setup,
  type UsbFunction,
  type VirtualUsbDevice,
} from './usb-device'
export type { InTransfer, PendingIn, TransferStatus } from './usb-pipe'
export { putIntoVpcd } from './vpcd'
export { virtualWebUsb, type VirtualWebUsb } from './web-usb'
export {
  virtualHidDevice,
  type HidDeviceOptions,
  type HidFaults,
  type VirtualHidDevice,
} from './hid-device'
export { virtualWebHid, type VirtualWebHid } from './web-hid'
export { virtualSmartCard, type OtherProgram, type VirtualSmartCard } from './smart-card'
