import { constant, layout, MalformedBytes, u16le, u32le, u8 } from '@myna/bytes'
import { featuresIn, levelIn, type CcidFeatures, type ExchangeLevel } from './features'

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
  display: u16le, // wLcdLayout: lines in the high byte, characters of a line in the low one
  pinSupport: u8, // bPINSupport
  busySlots: u8, // bMaxCCIDBusySlots
})

export type Protocol = 'T=0' | 'T=1'

export type Voltage = '5V' | '3V' | '1.8V'

/** What a reader says of one CCID function, and by quirks what is true of it. */
export interface CcidFacts {
  /** bcdCCID, as it is written: `1.10`. */
  readonly release: string
  /** How many cards it takes at a time. */
  readonly slots: number
  readonly voltages: readonly Voltage[]
  readonly protocols: readonly Protocol[]
  /** kHz; `choices` 0: any, or only the default one. */
  readonly clock: { readonly usual: number; readonly highest: number; readonly choices: number }
  /** bit/s to the card; `choices` 0: every rate between the two that the standard knows. */
  readonly rate: { readonly usual: number; readonly highest: number; readonly choices: number }
  /** Bytes of INF it takes in one T=1 block. */
  readonly maximumIfsd: number
  readonly features: CcidFeatures
  readonly level: ExchangeLevel
  /** dwMaxCCIDMessageLength: bytes of the longest message, its ten-byte header included. */
  readonly maximumMessage: number
  readonly display: { readonly lines: number; readonly columns: number } | undefined
  /** What its own keys are good for. */
  readonly pinPad: { readonly verify: boolean; readonly modify: boolean }
  /** How many slots may be at work at a time. */
  readonly busySlots: number
  /** It loses messages of exactly 64 bytes, 128 bytes and so on. */
  readonly avoidsFullPackets?: true
  /** Slots that are not what the descriptor says. */
  readonly otherSlots?: Readonly<Record<number, FactsPatch>>
}

/** What is otherwise in one reader or slot. */
export type FactsPatch = Partial<Omit<CcidFacts, 'features' | 'otherSlots'>> & {
  readonly features?: Partial<CcidFeatures>
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
  const said = functionalDescriptor.decode(descriptor)
  const level = levelIn(said.features)
  if (level === undefined)
    throw new MalformedBytes(
      `CCID functional descriptor.dwFeatures 0x${said.features.toString(16)}`,
    )
  return {
    release: printRelease(said.release),
    slots: said.lastSlot + 1,
    voltages: namesIn(said.voltages, ['5V', '3V', '1.8V']),
    protocols: namesIn(said.protocols, ['T=0', 'T=1']),
    clock: { usual: said.defaultClock, highest: said.maximumClock, choices: said.clocks },
    rate: { usual: said.dataRate, highest: said.maximumDataRate, choices: said.dataRates },
    maximumIfsd: said.maximumIfsd,
    features: featuresIn(said.features),
    level,
    maximumMessage: said.maximumMessage,
    display:
      said.display === 0 ? undefined : { lines: said.display >> 8, columns: said.display & 0xff },
    pinPad: { verify: (said.pinSupport & 1) !== 0, modify: (said.pinSupport & 2) !== 0 },
    busySlots: Math.max(1, said.busySlots), // six interfaces say 0 and mean 1
  }
}

/** The names of the bits that are set, lowest bit first. */
const namesIn = <const Name extends string>(bits: number, names: readonly Name[]): Name[] =>
  names.filter((_, bit) => (bits & (1 << bit)) !== 0)

/** Some readers have the two bytes of bcdCCID the wrong way round: 10.01 is 1.10. */
function printRelease(bcd: number): string {
  const [high, low] = [bcd >> 8, bcd & 0xff]
  const [major, minor] = high === 0x10 && low === 0x01 ? [1, 0x10] : [high, low]
  return `${major.toString(16)}.${minor.toString(16).padStart(2, '0')}`
}
