import type { KeyPair } from './card/jpki'
import {
  ageAt,
  birthdayAfter,
  dayInJapan,
  daysAfter,
  digitsOf,
  eraOf,
  isLeap,
  momentInJapan,
  type Day,
} from './people-dates'
import type { PersonRow } from './people-row'
import {
  issueCertificate,
  otherName,
  testCa,
  testKey,
  type CertificateKind,
  type Generation,
  type Holder,
} from './test-ca'

/** A key pair of a person, and what an office knows of its certificate. */
export type IssuedPair = KeyPair & {
  /** Four bytes, as hexadecimal digits. */
  readonly serial: string
  /** An office has revoked it; whoever checks revocation has to be told so by hand. */
  readonly revoked?: true
}

/** When what was issued for a person. */
export interface Dates {
  readonly birth: Day
  readonly certificates: Day
  readonly card: Day
  readonly cardExpiry: Day
  /** Of the pair before; only of who has just renewed. */
  readonly former?: Day
}

const MAJORITY = 18

/** The dates of a person as of `now`: issued about a year ago, unless the row is about dates. */
export function datesOf(row: PersonRow, now: Date): Dates {
  const today = dayInJapan(now)
  const usual = { year: today.year - (row.expired ? 7 : 1), month: 1, day: 20 }
  if (row.renewed) return renewedDates(today)
  const birth = birthOf(row, usual, today)
  return { birth, certificates: usual, card: usual, cardExpiry: cardExpiryOf(usual, birth) }
}

/** Ten years, or five for who was a minor when the card was made. */
const cardExpiryOf = (issued: Day, birth: Day): Day =>
  birthdayAfter(issued, birth, ageAt(issued, birth) < MAJORITY ? 5 : 10)

/** The old pair ends on a birthday in a month; the new one was issued some days ago. */
function renewedDates(today: Day): Dates {
  const birthday = daysAfter(today, 30)
  const former = daysAfter({ ...birthday, year: birthday.year - 5 }, 10)
  const birth = { ...birthday, year: birthday.year - 30, day: Math.min(birthday.day, 28) }
  return {
    birth,
    certificates: daysAfter(today, -5),
    former,
    card: former,
    cardExpiry: cardExpiryOf(former, birth),
  }
}

function birthOf({ born }: PersonRow, issued: Day, today: Day): Day {
  if ('yearsBefore' in born)
    return { year: issued.year - born.yearsBefore, month: born.month, day: born.day }
  if ('leapDayYearsBefore' in born) {
    let year = issued.year - born.leapDayYearsBefore
    while (!isLeap(year)) year--
    return { year, month: 2, day: 29 }
  }
  const birthday = daysAfter(today, born.inDays)
  const birth = { ...birthday, year: birthday.year - born.turns }
  if (birth.month !== 2 || birth.day !== 29 || isLeap(birth.year)) return birth
  // nobody was born on that day: who is to be of age already is, and who is not yet still waits
  return { ...birth, ...(born.inDays === 0 ? { month: 2, day: 28 } : { month: 3, day: 1 }) }
}

const PINS = { authentication: '1234', signing: 'ABC123' } as const

export interface PairWish {
  readonly kind: CertificateKind
  readonly issued: Day
  /** The pair before the present one. */
  readonly isFormer?: true
}

/** Issues one certificate of a person. The same wish gives the same bytes. */
export async function issuePair(
  name: string,
  row: PersonRow,
  { kind, issued, isFormer }: PairWish,
  now: Date,
): Promise<IssuedPair> {
  const generation: Generation = row.expired || isFormer ? 1 : 2 // each issues for about four years
  const ca = await testCa(kind, generation, now)
  const holder = holderOf(name, row, { kind, issued, ...(isFormer ? { isFormer } : {}) }, now)
  const isMissing = kind === 'signing' && row.noSigning
  return {
    key: holder.key,
    serial: holder.serial,
    caCertificate: ca.certificate,
    pin: PINS[kind],
    ...(isMissing ? {} : { certificate: await issueCertificate(ca, holder) }),
    ...(row.revoked === kind ? { revoked: true } : {}),
  }
}

const PHONE_SIGNING_POLICY = '1.2.392.200149.8.5.1.0.40' // by analogy with a report; see `pki.md` §1.4

function holderOf(
  name: string,
  row: PersonRow,
  { kind, issued, isFormer }: PairWish,
  now: Date,
): Holder {
  const { prefecture = 'Tokyo-to', municipality = 'Kakuu-shi' } = row
  const { birth } = datesOf(row, now)
  const isSigning = kind === 'signing'
  const end = isSigning ? 'S' : 'A'
  const letters = name.slice(0, 3).toUpperCase()
  const digit = row.number.toString(36).toUpperCase()
  const id = ['CN', `99999${digit}TEST${letters}13999003${end}`] as const
  const country = ['C', 'JP'] as const
  const place = [['L', prefecture] as const, ['L', municipality] as const]
  const keys = isFormer ? 'former' : row.ownKeys ? name : 'shared'
  return {
    key: testKey(`${keys}${isSigning ? 'Signing' : 'Authentication'}` as 'sharedSigning'),
    serial: `${isSigning ? '0222' : '0111'}${isFormer ? '32' : '33'}${hexByte(row.number)}`,
    subject: isSigning ? [country, ...place, id] : [country, id],
    prefecture,
    municipality,
    notBefore: momentInJapan(issued, [10, 0, 0]),
    notAfter: momentInJapan(birthdayAfter(issued, birth, 5), [23, 59, 59]),
    ...(isSigning ? { otherNames: sixAttributes(row, birth) } : {}),
    ...(isSigning && row.profile === 'android' ? { policy: PHONE_SIGNING_POLICY } : {}),
  }
}

const hexByte = (value: number) => value.toString(16).padStart(2, '0')

/** Name, birth date, sex, address and the two rows of substitute flags, in the order of real ones. */
function sixAttributes(row: PersonRow, birth: Day): Uint8Array[] {
  const { name, sex, substitutes = [] } = row
  const address = row.formerAddress ?? row.address
  const flags = (text: string, set: readonly number[]) =>
    [...text].map((_, index) => (set.includes(index) ? '1' : '0')).join('')
  return [
    otherName(1, name),
    otherName(4, `${eraOf(birth).number}${digitsOf(birth)}`),
    otherName(3, sex),
    otherName(5, address),
    otherName(2, flags(name, substitutes)),
    otherName(6, flags(address, [])),
  ]
}
