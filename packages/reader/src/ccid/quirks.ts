import type { CcidFacts, FactsPatch } from './descriptor'

/** Who a device says it is. */
export interface DeviceNumbers {
  readonly vendorId: number
  readonly productId: number
  /** bcdDevice: 0x0627 is release 6.27. */
  readonly release: number
}

interface Quirk {
  readonly vendor: number
  /** Left out: every product of this vendor that speaks CCID. */
  readonly products?: readonly number[]
  /** Left out: every release. `below` is the first good one. */
  readonly releases?: readonly number[] | { readonly below: number }
  readonly why: string
  /** What is true instead of what it says. */
  readonly facts?: FactsPatch
  readonly slots?: Readonly<Record<number, FactsPatch>>
  /** It cannot be used at all. */
  readonly isRefused?: true
}

const noPinPad = { pinPad: { verify: false, modify: false } } as const
const chained = { level: 'extended-apdu' } as const

/** A release that the CCID driver project refuses, and the first that it does not. */
const badBelow = (vendor: number, product: number, below: number): Quirk => ({
  vendor,
  products: [product],
  releases: { below },
  why: 'its firmware loses or garbles messages',
  isRefused: true,
})

/**
 * What readers are in spite of what they say. From the public CCID driver project (`readers.md` §5.4),
 * and none of it seen by us on hardware. Readers that send stray empty packets (GemPC Twin and Key,
 * Dell SCRK) or take a second over their first answer (ACR122U, TWN4, SCL011, uTrust 3700 F) need no
 * row: every reader may do both.
 */
const quirks: readonly Quirk[] = [
  {
    vendor: 0x04e6,
    products: [0x5111, 0x5120, 0x5121], // SCR331-DI, SCR331-DI-NTTCom, SDI010
    why: 'slot 1 is contactless and runs the protocol itself, whatever dwFeatures says of slot 0',
    slots: { 1: { level: 'short-apdu', features: { exchangesIfsd: true } } },
  },
  {
    vendor: 0x09be,
    products: [0x0002], // MySmartPad
    why: 'it takes whole T=1 blocks but announces shorter ones',
    facts: { maximumIfsd: 254 },
  },
  {
    vendor: 0x0b97,
    products: [0x7762, 0x7772], // O2 Micro Oz776
    why: 'messages that fill their last packet do not arrive',
    facts: { avoidsFullPackets: true },
  },
  {
    vendor: 0x058f,
    products: [0x9540], // Alcor AU9540
    why: 'announced speeds above 200 kbit/s do not work',
    facts: { rate: { usual: 10_753, highest: 200_000, choices: 0 } },
  },
  {
    vendor: 0x0529,
    products: [0x0620], // SafeNet eToken 5110
    releases: [0x0012, 0x0013],
    why: 'the token hangs when it is told an IFSD',
    facts: { features: { exchangesIfsd: true } },
  },
  {
    vendor: 0x0d46,
    products: [0x3010], // Kobil TriBank
    why: 'it announces extended APDUs and cannot carry them',
    facts: { level: 'short-apdu' },
  },
  {
    vendor: 0x046a,
    products: [0x00a1], // Cherry KC 1000 SC
    releases: [0x0100],
    why: 'it announces short APDUs and gives answers above 128 bytes in a chain',
    facts: chained,
  },
  {
    vendor: 0x1fc9,
    products: [0x0117], // NXP PN7362AU
    why: 'it announces short APDUs and chains them',
    facts: chained,
  },
  {
    vendor: 0x076b,
    products: [0x3031, 0x3a21, 0x6632], // OMNIKEY 3x21, Aviator, 6121
    why: 'the chip announces keys it does not have, and chains APDUs whatever level it announces',
    facts: { ...noPinPad, ...chained },
  },
  {
    vendor: 0x046a,
    products: [0x00a7], // Cherry SmartTerminal XX44
    why: 'an OMNIKEY chip without keys',
    facts: { ...noPinPad, ...chained },
  },
  {
    vendor: 0x0bf8,
    products: [0x1024], // Fujitsu D323
    why: 'an OMNIKEY chip without keys',
    facts: { ...noPinPad, ...chained },
  },
  {
    vendor: 0x25dd,
    products: [0x3111], // bit4id miniLector
    why: 'an OMNIKEY chip without keys',
    facts: { ...noPinPad, ...chained },
  },
  {
    vendor: 0x0783,
    products: [0x0006], // C3PO LTC31 v2
    why: 'it announces keys it does not have',
    facts: noPinPad,
  },
  {
    vendor: 0x03f0, // HP
    why: 'keyboards: the digits go to the computer too',
    facts: noPinPad,
  },
  {
    vendor: 0x04f2, // Chicony
    why: 'keyboards: the digits go to the computer too',
    facts: noPinPad,
  },
  {
    vendor: 0x0bf8,
    products: [0x1017], // Fujitsu
    why: 'a keyboard: the digits go to the computer too',
    facts: noPinPad,
  },
  badBelow(0x04e6, 0xe001, 0x0516), // SCR331
  badBelow(0x04e6, 0x5111, 0x0620), // SCR331-DI
  badBelow(0x04e6, 0xe003, 0x0510), // SPR532
  badBelow(0x04e6, 0x5291, 0x0112), // SCL010
  badBelow(0x0d46, 0x3001, 0x0037), // KAAN Base
  badBelow(0x0d46, 0x3002, 0x0037), // KAAN Advanced
  badBelow(0x09c3, 0x0008, 0x0203), // ActivCard V2
  badBelow(0x0dc3, 0x1004, 0x0502), // ASE IIIe
  badBelow(0x0dc3, 0x1102, 0x0607), // ASE IIIe KB
  badBelow(0x0dc3, 0x0900, 0x0200), // Athena IDProtect Key v2
  badBelow(0x058f, 0x9520, 0x0102), // Alcor AU9520
  badBelow(0x072f, 0x2200, 0x0206), // ACR122U
  badBelow(0x08c3, 0x0401, 0x5000), // Precise 250 MC
  badBelow(0x08c3, 0x0402, 0x5000), // Precise 200 MC
  badBelow(0x0b0c, 0x0050, 0x0101), // Todos Argos Mini II
  badBelow(0x03f0, 0x0036, 0x0124), // HP keyboard
  badBelow(0x062d, 0x0001, 0x0102), // THRC
]

/** A reader as it is: what it says, corrected. `refused` says why it cannot be used at all. */
export function correctedFacts(
  facts: CcidFacts,
  device: DeviceNumbers,
): { readonly facts: CcidFacts; readonly refused: string | undefined } {
  const rows = quirks.filter((row) => fits(row, device))
  return {
    facts: rows.reduce(
      (before, row) => ({
        ...patched(before, row.facts),
        ...(row.slots === undefined ? {} : { otherSlots: row.slots }),
      }),
      facts,
    ),
    refused: rows.find(({ isRefused }) => isRefused)?.why,
  }
}

/** What holds for one slot. */
export const factsOfSlot = (facts: CcidFacts, slot: number): CcidFacts =>
  patched(facts, facts.otherSlots?.[slot])

function fits({ vendor, products, releases }: Quirk, device: DeviceNumbers): boolean {
  if (vendor !== device.vendorId) return false
  if (products !== undefined && !products.includes(device.productId)) return false
  if (releases === undefined) return true
  return 'below' in releases ? device.release < releases.below : releases.includes(device.release)
}

const patched = (facts: CcidFacts, { features, ...others }: FactsPatch = {}): CcidFacts => ({
  ...facts,
  ...others,
  features: { ...facts.features, ...features },
})
