import { base64url } from '@myna/bytes'
import { virtualCard, type VirtualCard, type VirtualCardOptions } from './card/card'
import type { CardHolder, CardImages, CardSecret } from './card/holder'
import { deadChip, foreignCard } from './card/other-cards'
import type { ProfileName } from './card/profiles'
import { cardImages } from './card-images.generated'
import type { Chip } from './chip'
import { datesOf, issuePair, type IssuedPair } from './people-certificates'
import { digitsOf, eraDigits } from './people-dates'
import { inventedNumber, securityCodeOf, type PersonRow } from './people-row'
import { people, type PersonName } from './people-table'
import { testKey } from './test-ca'

/** Cards that are no working My Number card. */
export const otherCards = {
  wrong: { ja: '別のカード', en: 'Another kind of card', chip: () => foreignCard() },
  transit: { ja: '交通系のカード', en: 'A transit card', chip: () => foreignCard('transit') },
  licence: { ja: '運転免許証', en: 'A driver’s licence', chip: () => foreignCard('licence') },
  bank: { ja: 'キャッシュカード', en: 'A bank card', chip: () => foreignCard('bank') },
  blank: { ja: '何も入っていないカード', en: 'A blank card', chip: () => foreignCard('blank') },
  otherPhone: {
    ja: '電子証明書のないスマートフォン',
    en: 'A phone without certificates',
    chip: () => foreignCard('phone'),
  },
  dead: { ja: 'こわれたチップ', en: 'A dead chip', chip: deadChip },
} satisfies Record<string, { ja: string; en: string; chip: () => Chip }>

/**
 * What opens a card, for whoever plays the person. 照合番号A is not among it: the 12-digit number is in
 * the virtual card and nowhere else.
 */
export type PersonSecrets = Readonly<
  Record<Exclude<CardSecret, 'number-a' | 'face-number-a' | 'face-number-b'>, string>
>

/** A person with a card: certificates issued, PINs known to whoever tests with it. */
export interface Person {
  readonly name: PersonName
  readonly profile: ProfileName
  readonly authentication: IssuedPair
  readonly signing: IssuedPair
  /** The pair before, of who has just renewed: on no card any more. */
  readonly former?: { readonly authentication: IssuedPair; readonly signing: IssuedPair }
  /** What the card says of the person and of itself. */
  readonly printed: Printed
  readonly secrets: PersonSecrets
}

export type Printed = Pick<
  CardHolder,
  'name' | 'address' | 'birthDate' | 'sex' | 'expiry' | 'municipality' | 'cardNumber'
> & { readonly securityCode: string }

/**
 * Issues a person's certificates as of `now`. The same moment gives the same bytes; another one only
 * moves the dates: issued about a year ago, good to the fifth birthday after.
 */
export async function issuePerson(
  name: PersonName,
  { now }: { readonly now: Date },
): Promise<Person> {
  const row: PersonRow = people[name]
  const { certificates, former } = datesOf(row, now)
  const pairs = async (wish: { issued: typeof certificates; isFormer?: true }) => {
    const [authentication, signing] = await Promise.all(
      (['authentication', 'signing'] as const).map((kind) =>
        issuePair(name, row, { kind, ...wish }, now),
      ),
    )
    return { authentication: authentication!, signing: signing! }
  }
  return {
    name,
    profile: row.profile ?? 'card',
    ...(await pairs({ issued: certificates })),
    ...(former ? { former: await pairs({ issued: former, isFormer: true }) } : {}),
    ...printedAndSecrets(row, now),
  }
}

/** Serials of the certificates that the table of people calls revoked, as their CA would tell them. */
export async function revokedSerials({ now }: { readonly now: Date }): Promise<readonly string[]> {
  const names = Object.keys(people) as PersonName[]
  const revoked = names.flatMap((name) => {
    const { revoked: kind }: PersonRow = people[name]
    return kind === undefined ? [] : [{ name, kind }]
  })
  return Promise.all(
    revoked.map(async ({ name, kind }) => (await issuePerson(name, { now }))[kind].serial),
  )
}

function printedAndSecrets(row: PersonRow, now: Date): Pick<Person, 'printed' | 'secrets'> {
  const { birth, cardExpiry } = datesOf(row, now)
  const securityCode = securityCodeOf(row)
  const numberB = `${eraDigits(birth)}${cardExpiry.year}${securityCode}`
  return {
    printed: {
      name: row.name,
      address: row.address,
      birthDate: digitsOf(birth),
      sex: row.sex === '3' ? '9' : row.sex, // the card has another number for it than the certificate
      expiry: digitsOf(cardExpiry),
      municipality: '13999', // nobody's
      cardNumber: `999999999999${String(row.number).padStart(3, '0')}`,
      securityCode,
    },
    secrets: {
      'authentication-pin': '1234',
      'signing-pin': 'ABC123',
      'input-support-pin': '5678',
      'number-b': numberB,
      'birth-date-key': numberB.slice(0, 6),
      'common-pin': '2580',
      'residents-pin': '1379',
    },
  }
}

/** No source tells how long a real card takes (`card.md` §12); these are slow, and within its FWT. */
const SLOW = { command: 150, signature: 1500 } // milliseconds

/** The card of a person, fresh from the office: its counters are its own from here on. */
export function cardOf(person: Person, options: VirtualCardOptions = {}): VirtualCard {
  const row: PersonRow = people[person.name]
  const triesLeft = { ...row.triesLeft, ...options.triesLeft }
  const times = row.slow ? { times: SLOW } : {}
  return virtualCard(
    { ...person, holder: holderOf(person, row) },
    { ...times, ...options, triesLeft },
  )
}

function holderOf({ printed, secrets }: Person, row: PersonRow): CardHolder {
  const set = row.number % 2 === 0 ? 2 : 1
  return {
    ...printed,
    numberA: inventedNumber(row),
    numberB: secrets['number-b'],
    inputSupportPin: secrets['input-support-pin'],
    commonPin: secrets['common-pin'],
    residentsPin: secrets['residents-pin'],
    images: imagesOf(printed),
    keys: {
      inputSupport: testKey(`inputSupport${set}`),
      face: testKey(`face${set}`),
      common: testKey(`common${set}`),
    },
  }
}

/** Made by make-card-images.mjs, for every text that is in the table of people. */
function imagesOf({ name, address, securityCode }: Printed): CardImages {
  const texts: Readonly<Record<string, string>> = cardImages.texts
  const image = (text: string) => base64url(texts[text]!)
  return {
    name: image(name),
    address: image(address),
    securityCode: image(securityCode),
    number: base64url(cardImages.number),
    photo: base64url(cardImages.photo),
  }
}
