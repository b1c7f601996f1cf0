import { constant, layout, u16le, u32le, u8 } from '@myna/bytes'

/** How much of the card's protocol a reader runs itself (CCID 1.1 §5.1, dwFeatures). */
export type CcidLevel = 'character' | 'tpdu' | 'short-apdu' | 'extended-apdu'

const levelBits: Readonly<Record<CcidLevel, number>> = {
  character: 0,
  tpdu: 0x0001_0000,
  'short-apdu': 0x0002_0000,
  'extended-apdu': 0x0004_0000,
}

// What an APDU-level reader does by itself: parameters from the ATR (02), voltage (08), clock (10),
// baud rate (20), negotiation (40), IFSD (400). It does not power a card that was put in (04).
export const AUTOMATIC = 0x047a

// CCID 1.1 table 5.1-1. Written down a second time on purpose: the driver has its own table, and a
// mistake in either shows as a disagreement.
const functional = layout('CCID class descriptor', {
  bLength: constant(u8, 54),
  bDescriptorType: constant(u8, 0x21),
  bcdCCID: constant(u16le, 0x0110),
  bMaxSlotIndex: u8,
  bVoltageSupport: constant(u8, 0x07), // 5 V, 3 V, 1.8 V
  dwProtocols: u32le,
  dwDefaultClock: constant(u32le, 4000),
  dwMaximumClock: constant(u32le, 4000),
  bNumClockSupported: constant(u8, 0),
  dwDataRate: constant(u32le, 10_752),
  dwMaxDataRate: u32le,
  bNumDataRatesSupported: constant(u8, 0),
  dwMaxIFSD: u32le,
  dwSynchProtocols: constant(u32le, 0),
  dwMechanical: constant(u32le, 0),
  dwFeatures: u32le,
  dwMaxCCIDMessageLength: u32le,
  bClassGetResponse: constant(u8, 0xff),
  bClassEnvelope: constant(u8, 0xff),
  wLcdLayout: constant(u16le, 0),
  bPINSupport: u8,
  bMaxCCIDBusySlots: u8,
})

/** What one reader announces. */
export interface ClassDescription {
  readonly level: CcidLevel
  readonly longestMessage: number
  readonly slots: number
  readonly busySlots: number
  /** dwFeatures without the level. */
  readonly features: number
  readonly protocols: number
  readonly fastest: number
  readonly ifsd: number
  readonly hasPinPad: boolean
}

export const ccidClassDescriptor = (one: ClassDescription): Uint8Array =>
  functional.encode({
    bMaxSlotIndex: one.slots - 1,
    dwProtocols: one.protocols,
    dwMaxDataRate: one.fastest,
    dwMaxIFSD: one.ifsd,
    dwFeatures: one.features | levelBits[one.level],
    dwMaxCCIDMessageLength: one.longestMessage,
    bPINSupport: one.hasPinPad ? 1 : 0,
    bMaxCCIDBusySlots: one.busySlots,
  })
