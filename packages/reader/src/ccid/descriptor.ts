import { constant, layout, MalformedBytes, u16be, u16le, u32le, u8 } from '@myna/bytes'

/** The CCID functional descriptor: what the reader can do (CCID 1.1 §5.1). */
const functionalDescriptor = layout('CCID functional descriptor', {
  length: constant(u8, 54), // bLength
  type: u8, // bDescriptorType: 0x21, in some readers 0xFF
  release: u16le, // bcdCCID
  lastSlot: u8, // bMaxSlotIndex
  voltages: u8, // bVoltageSupport
  protocols: u32le, // dwProtocols
  defaultClock: u32le, // dwDefaultClock, kHz
  maximumClock: u32le, // dwMaximumClock, kHz
  clocks: u8, // bNumClockSupported
  dataRate: u32le, // dwDataRate, bit/s
  maximumDataRate: u32le, // dwMaxDataRate, bit/s
  dataRates: u8, // bNumDataRatesSupported
  maximumIfsd: u32le, // dwMaxIFSD
  synchronousProtocols: u32le, // dwSynchProtocols
  mechanical: u32le, // dwMechanical
  features: u32le, // dwFeatures
  maximumMessage: u32le, // dwMaxCCIDMessageLength, header included
  classGetResponse: u8, // bClassGetResponse
  classEnvelope: u8, // bClassEnvelope
  display: u16be, // wLcdLayout
  pinSupport: u8, // bPINSupport
  busySlots: u8, // bMaxCCIDBusySlots
})

/** At which level a reader takes commands (dwFeatures, mask 0x70000). */
export type ExchangeLevel = 'character' | 'tpdu' | 'short-apdu' | 'extended-apdu'

const levels: Readonly<Record<number, ExchangeLevel>> = {
  0x00000: 'character',
  0x10000: 'tpdu',
  0x20000: 'short-apdu',
  0x40000: 'extended-apdu',
}

/** What the driver needs to know about one CCID function. */
export interface CcidFacts {
  readonly level: ExchangeLevel
  /** dwMaxCCIDMessageLength: bytes of the longest message, its ten-byte header included. */
  readonly maximumMessage: number
}

const INTERFACE = 0x04
const FUNCTIONAL_TYPES = [0x21, 0xff] // five readers use the vendor type

/**
 * Finds the CCID functional descriptor of one interface in a raw configuration descriptor. It stands
 * after the interface descriptor, in some readers only after the last endpoint. Type 0x21 is HID's
 * too, so the length counts as well.
 *
 * @returns `undefined` for an interface without one.
 * @throws MalformedBytes when the descriptors do not chain.
 */
export function findCcid(
  configuration: Uint8Array,
  interfaceNumber: number,
): CcidFacts | undefined {
  let current = -1
  for (let at = 0; at < configuration.length;) {
    const [size = 0, type = 0, number = 0] = configuration.subarray(at, at + 3)
    if (size < 2 || at + size > configuration.length)
      throw new MalformedBytes(`configuration descriptor breaks off at byte ${at}`)
    if (type === INTERFACE) current = number
    if (current === interfaceNumber && size === 54 && FUNCTIONAL_TYPES.includes(type))
      return ccidFacts(configuration.subarray(at, at + size))
    at += size
  }
  return undefined
}

function ccidFacts(descriptor: Uint8Array): CcidFacts {
  const { features, maximumMessage } = functionalDescriptor.decode(descriptor)
  const level = levels[features & 0x70000]
  if (level === undefined)
    throw new MalformedBytes(`CCID functional descriptor.dwFeatures 0x${features.toString(16)}`)
  return { level, maximumMessage }
}
