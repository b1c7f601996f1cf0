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
const AUTOMATIC = 0x047a

// CCID 1.1 table 5.1-1. Written down a second time on purpose: the driver has its own table, and a
// mistake in either shows as a disagreement.
const functional = layout('CCID class descriptor', {
  bLength: constant(u8, 54),
  bDescriptorType: constant(u8, 0x21),
  bcdCCID: constant(u16le, 0x0110),
  bMaxSlotIndex: constant(u8, 0),
  bVoltageSupport: constant(u8, 0x07), // 5 V, 3 V, 1.8 V
  dwProtocols: constant(u32le, 0x0002), // T=1
  dwDefaultClock: constant(u32le, 4000),
  dwMaximumClock: constant(u32le, 4000),
  bNumClockSupported: constant(u8, 0),
  dwDataRate: constant(u32le, 10_752),
  dwMaxDataRate: constant(u32le, 344_086),
  bNumDataRatesSupported: constant(u8, 0),
  dwMaxIFSD: constant(u32le, 254),
  dwSynchProtocols: constant(u32le, 0),
  dwMechanical: constant(u32le, 0),
  dwFeatures: u32le,
  dwMaxCCIDMessageLength: u32le,
  bClassGetResponse: constant(u8, 0xff),
  bClassEnvelope: constant(u8, 0xff),
  wLcdLayout: constant(u16le, 0),
  bPINSupport: constant(u8, 0),
  bMaxCCIDBusySlots: constant(u8, 1),
})

export const ccidClassDescriptor = (level: CcidLevel, longestMessage: number): Uint8Array =>
  functional.encode({
    dwFeatures: AUTOMATIC | levelBits[level],
    dwMaxCCIDMessageLength: longestMessage,
  })
