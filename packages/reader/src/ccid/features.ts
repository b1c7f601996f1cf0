/**
 * What a reader does by itself, by the bit of dwFeatures that says so (CCID 1.1 §5.1). Whatever is
 * missing here is the driver's work.
 */
const featureBits = {
  configuresFromAtr: 0x02, // "automatic parameter configuration based on ATR data"
  activatesOnInsert: 0x04, // "automatic activation of ICC on inserting"
  choosesVoltage: 0x08, // "automatic ICC voltage selection"
  changesClock: 0x10, // "automatic ICC clock frequency change"
  changesRate: 0x20, // "automatic baud rate change"
  negotiatesParameters: 0x40, // "automatic parameters negotiation made by the CCID"
  sendsPps: 0x80, // "automatic PPS made by the CCID according to the active parameters"
  stopsClock: 0x100, // "CCID can set ICC in clock stop mode"
  otherNads: 0x200, // "NAD value other than 00 accepted (T=1 protocol in use)"
  exchangesIfsd: 0x400, // "automatic IFSD exchange as first exchange (T=1 protocol in use)"
  wakesUp: 0x10_0000, // "USB Wake up signaling supported on card insertion and removal"
} as const

export type CcidFeature = keyof typeof featureBits

export type CcidFeatures = Readonly<Record<CcidFeature, boolean>>

export const featuresIn = (bits: number): CcidFeatures =>
  Object.fromEntries(
    Object.entries(featureBits).map(([name, bit]) => [name, (bits & bit) !== 0]),
  ) as CcidFeatures

/** At which level a reader takes commands (dwFeatures, mask 0x70000). */
export type ExchangeLevel = 'character' | 'tpdu' | 'short-apdu' | 'extended-apdu'

const levels: Readonly<Record<number, ExchangeLevel>> = {
  0x00000: 'character',
  0x10000: 'tpdu',
  0x20000: 'short-apdu',
  0x40000: 'extended-apdu',
}

/** `undefined`: it claims two levels at once. */
export const levelIn = (bits: number): ExchangeLevel | undefined => levels[bits & 0x70000]
