/** Whether an ordinary page can use a reader: as it is, after something was done, or never. */
export type ReaderStatus = 'works' | 'works-with-a-step' | 'cannot'

/** Why a reader has its status. The person's words for each are in @myna/elements. */
export type ReaderReason =
  | 'own-protocol' // a vendor interface with the maker's protocol, and we have a driver for it
  | 'own-protocol-kernel-driver' // likewise, but Linux has a driver that takes it first
  | 'vendor-class-ccid' // CCID under the vendor class: the system's smart card service takes it first
  | 'smart-card-class' // class 0x0B: browsers refuse it

const statuses: Readonly<Record<ReaderReason, ReaderStatus>> = {
  'own-protocol': 'works',
  'own-protocol-kernel-driver': 'works-with-a-step',
  'vendor-class-ccid': 'works-with-a-step',
  'smart-card-class': 'cannot',
}

/** A reader met in Japan, by the numbers it has on USB. */
export interface KnownReader {
  readonly name: string
  readonly vendorId: number
  readonly productIds: readonly number[]
  readonly cards: 'contact' | 'contactless' | 'both' | 'unknown'
  readonly status: ReaderStatus
  readonly reason: ReaderReason
  /** What the row rests on is a likeness to other models, not a descriptor of this one. */
  readonly isPresumed?: true
}

type Row = Omit<KnownReader, 'status'>

/**
 * Readers of which a descriptor or a measurement is public (`readers.md` §1.4, §4, §6). Readers that
 * are on sale and not here were left out because nobody has published what they announce.
 */
const rows: readonly Row[] = [
  {
    name: 'Sony RC-S300/S, RC-S300/P',
    vendorId: 0x054c,
    productIds: [0x0dc8, 0x0dc9],
    cards: 'contactless',
    reason: 'own-protocol',
  },
  {
    name: 'Sony RC-S660/U',
    vendorId: 0x054c,
    productIds: [0x0d8f],
    cards: 'contactless',
    reason: 'own-protocol',
    isPresumed: true,
  },
  {
    name: 'Sony RC-S380/S, RC-S380/P',
    vendorId: 0x054c,
    productIds: [0x06c1, 0x06c3],
    cards: 'contactless',
    reason: 'own-protocol-kernel-driver',
  },
  {
    name: 'NTT Com SCR3310-NTTCom',
    vendorId: 0x04e6,
    productIds: [0x511a],
    cards: 'contact',
    reason: 'vendor-class-ccid',
  },
  {
    name: 'NTT Com SCR331-DI-NTTCom',
    vendorId: 0x04e6,
    productIds: [0x5120],
    cards: 'both',
    reason: 'vendor-class-ccid',
  },
  {
    name: 'SCM SDI010, SDI011, SCL010, SCL01x',
    vendorId: 0x04e6,
    productIds: [0x5121, 0x512b, 0x512c, 0x5291, 0x5292],
    cards: 'contactless',
    reason: 'vendor-class-ccid',
  },
  {
    name: 'SCM SCR3310, SCR3310 v2',
    vendorId: 0x04e6,
    productIds: [0x5116],
    cards: 'contact',
    reason: 'smart-card-class',
  },
  {
    name: 'Identiv SCR3500 A, B, C',
    vendorId: 0x04e6,
    productIds: [0x5814, 0x5815, 0x581d],
    cards: 'contact',
    reason: 'smart-card-class',
  },
  {
    name: 'Identiv uTrust 2700 R',
    vendorId: 0x04e6,
    productIds: [0x5810],
    cards: 'contact',
    reason: 'smart-card-class',
  },
  {
    name: 'Identiv uTrust 3700 F, 4701 F',
    vendorId: 0x04e6,
    productIds: [0x5790, 0x5724],
    cards: 'unknown',
    reason: 'smart-card-class',
  },
  {
    name: 'Gemalto IDBridge CT30 (PC Twin)',
    vendorId: 0x08e6,
    productIds: [0x3437],
    cards: 'contact',
    reason: 'smart-card-class',
  },
  {
    name: 'ACS ACR39U',
    vendorId: 0x072f,
    productIds: [0xb100],
    cards: 'contact',
    reason: 'smart-card-class',
  },
  {
    name: 'ACS ACR1251',
    vendorId: 0x072f,
    productIds: [0x221a, 0x221b],
    cards: 'both',
    reason: 'smart-card-class',
  },
  {
    name: 'Alcor AU9540',
    vendorId: 0x058f,
    productIds: [0x9540],
    cards: 'contact',
    reason: 'smart-card-class',
  },
  {
    name: 'Panasonic 7A-Smart (built in)',
    vendorId: 0x04da,
    productIds: [0x117a],
    cards: 'unknown',
    reason: 'smart-card-class',
  },
  {
    name: 'HP keyboards with a reader (JP)',
    vendorId: 0x03f0,
    productIds: [0x124a, 0x184a],
    cards: 'contact',
    reason: 'smart-card-class',
  },
  {
    name: 'Hitachi biometric readers',
    vendorId: 0x04a4,
    productIds: [0x00c7, 0x00d4],
    cards: 'unknown',
    reason: 'smart-card-class',
  },
  {
    name: 'Toppan Forms TC63CUT021',
    vendorId: 0x23eb,
    productIds: [0x0003],
    cards: 'unknown',
    reason: 'smart-card-class',
  },
  {
    name: 'Flight Incredist',
    vendorId: 0x2925,
    productIds: [0x700a],
    cards: 'unknown',
    reason: 'smart-card-class',
  },
]

export const knownReaders: readonly KnownReader[] = rows.map((row) => ({
  ...row,
  status: statuses[row.reason],
}))

/** The row of a device, if it has one. */
export const knownReader = ({
  vendorId,
  productId,
}: Pick<USBDevice, 'vendorId' | 'productId'>): KnownReader | undefined =>
  knownReaders.find((row) => row.vendorId === vendorId && row.productIds.includes(productId))
