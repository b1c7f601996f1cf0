import type { KeyPair } from './card/jpki'
import { virtualCard, type VirtualCard } from './card/card'
import { deadChip, foreignCard } from './card/other-cards'
import type { Chip } from './chip'
import {
  issueCertificate,
  otherName,
  testCa,
  testKey,
  type CertificateKind,
  type Holder,
} from './test-ca'

/** A person who does not exist, and what is special about their card. */
interface PersonRow {
  readonly ja: string
  readonly en: string
  readonly name: string
  readonly sex: '1' | '2' | '3'
  /** Month and day; the year follows from `now`. */
  readonly birthday: readonly [month: number, day: number]
  /** Last digits of the serial numbers of the card's certificates. */
  readonly number: number
  readonly expired?: true
  readonly noSigning?: true
  readonly authenticationTries?: number
  readonly prefecture?: string
  readonly municipality?: string
  readonly address: string
}

const plain = { sex: '2', birthday: [6, 15], address: '東京都架空市見本町１丁目２番３号' } as const

/** Everybody a demonstration or a test can meet. All names and addresses are plainly invented. */
export const people = {
  hanako: { ...plain, ja: 'ふつうのカード', en: 'An ordinary card', name: '見本　花子', number: 1 },
  expired: {
    ...plain,
    ja: '電子証明書の期限切れ',
    en: 'Certificate expired',
    name: '見本　期限切',
    number: 2,
    expired: true,
  },
  revoked: {
    ...plain,
    ja: '電子証明書の失効',
    en: 'Certificate revoked',
    name: '見本　失効',
    number: 3,
  },
  locked: {
    ...plain,
    ja: 'パスワードがロック',
    en: 'Password locked',
    name: '見本　施錠',
    number: 4,
    authenticationTries: 0,
  },
  lastTry: {
    ...plain,
    ja: 'あと1回でロック',
    en: 'One try left',
    name: '見本　崖子',
    number: 5,
    authenticationTries: 1,
  },
  long: {
    ...plain,
    ja: '長い証明書',
    en: 'A long certificate',
    name: '寿限無　寿限無五劫の擦り切れ海砂利水魚の',
    number: 6,
    prefecture: 'Kakuu-no-Totemo-Naganagashii-Onamae-no-Todofuken-Desu-yo-to',
    municipality: 'Jugemu-Jugemu-Gokonosurikire-Kaijarisuigyono-Suigyo-shi',
    address: '東京都架空市見本町寿限無寿限無五劫の擦り切れ１２３番地４５６　見本荘７８９号室',
  },
  under15: {
    ...plain,
    ja: '15歳未満（署名用なし）',
    en: 'Under 15 (no signing certificate)',
    name: '見本　童子',
    number: 7,
    noSigning: true,
  },
} satisfies Record<string, PersonRow>

export type PersonName = keyof typeof people

/** Cards that are no working My Number card. */
export const otherCards = {
  wrong: { ja: '別のカード', en: 'Another kind of card', chip: foreignCard },
  dead: { ja: 'こわれたチップ', en: 'A dead chip', chip: deadChip },
} satisfies Record<string, { ja: string; en: string; chip: () => Chip }>

/** A person with a card: certificates issued, PINs known to whoever tests with it. */
export interface Person {
  readonly name: PersonName
  readonly authentication: KeyPair & { readonly serial: string }
  readonly signing: KeyPair & { readonly serial: string }
}

const PINS = { authentication: '1234', signing: 'ABC123' } as const

/**
 * Issues a person's certificates as of `now`. The same moment gives the same bytes; another one only
 * moves the dates: issued about a year ago, good to the fifth birthday after.
 */
export async function issuePerson(
  name: PersonName,
  { now }: { readonly now: Date },
): Promise<Person> {
  const row: PersonRow = people[name]
  const pair = async (kind: CertificateKind) => {
    const holder = holderOf(name, row, kind, now)
    const ca = await testCa(kind, row.expired ? 1 : 2, now) // each issues for about four years
    const isMissing = kind === 'signing' && row.noSigning
    const tries = kind === 'authentication' ? row.authenticationTries : undefined
    return {
      key: holder.key,
      serial: holder.serial,
      caCertificate: ca.certificate,
      pin: PINS[kind],
      ...(isMissing ? {} : { certificate: await issueCertificate(ca, holder) }),
      ...(tries === undefined ? {} : { triesLeft: tries }),
    }
  }
  const [authentication, signing] = await Promise.all([pair('authentication'), pair('signing')])
  return { name, authentication, signing }
}

/** The card of a person, fresh from the office: its counters are its own from here on. */
export const cardOf = (person: Person): VirtualCard => virtualCard(person)

function holderOf(name: PersonName, row: PersonRow, kind: CertificateKind, now: Date): Holder {
  const { prefecture = 'Tokyo-to', municipality = 'Kakuu-shi' } = row
  const serialStart = kind === 'signing' ? '0222' : '0111'
  const year = now.getUTCFullYear() - (row.expired ? 7 : 1)
  const [month, day] = row.birthday
  const letter = name.slice(0, 3).toUpperCase()
  const end = kind === 'signing' ? 'S' : 'A'
  const id = ['CN', `99999${row.number}TEST${letter}13999003${end}`] as const
  const country = ['C', 'JP'] as const
  const place = [['L', prefecture] as const, ['L', municipality] as const]
  return {
    key: testKey(`${name}${kind === 'signing' ? 'Signing' : 'Authentication'}`),
    serial: `${serialStart}330${row.number}`,
    subject: kind === 'signing' ? [country, ...place, id] : [country, id],
    prefecture,
    municipality,
    notBefore: new Date(Date.UTC(year, 0, 20, 1, 0, 0)), // 10:00 in Tokyo
    notAfter: new Date(Date.UTC(year + 4, month - 1, day, 14, 59, 59)), // 23:59:59 in Tokyo
    ...(kind === 'signing' ? { otherNames: fourAttributes(row, year) } : {}),
  }
}

/** Name, birth date, sex, address and the two rows of substitute flags, in the order of real ones. */
function fourAttributes({ name, sex, birthday, address }: PersonRow, issued: number): Uint8Array[] {
  const [month, day] = birthday.map((part) => String(part).padStart(2, '0'))
  const flags = (text: string) => '0'.repeat([...text].length)
  return [
    otherName(1, name),
    otherName(4, `4${issued - 30}${month}${day}`), // 平成
    otherName(3, sex),
    otherName(5, address),
    otherName(2, flags(name)),
    otherName(6, flags(address)),
  ]
}
