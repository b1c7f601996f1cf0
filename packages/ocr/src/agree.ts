// Two frames must say the same. Each field is agreed on by itself.
import { read, unread, type CardFace, type Field, type WhyUnread } from './face'
import { endsOnBirthday, type BirthDate, type CalendarDate } from './printed-dates'

/** Whether the card ends on the holder's birthday; `unknown` while one of the two dates is unread. */
export type CardEnds = 'on-birthday' | 'on-another-day' | 'unknown'

export interface Agreement {
  readonly face: CardFace
  readonly ends: CardEnds
  /** Some field was read in two ways and neither is ahead. */
  readonly disputed: boolean
}

/** Frames that must say the same. */
const ENOUGH = 2
/** For a date whose birthday cannot be compared, because the other date is unread. */
const ENOUGH_ALONE = 3

export function agreementOf(faces: readonly CardFace[]): Agreement {
  const births = faces.map(({ birth }) => birth)
  const expiries = faces.map(({ expiry }) => expiry)
  const birth = settle(births, ENOUGH)
  const expiry = settle(expiries, ENOUGH)
  const code = settle(
    faces.map((face) => face.code),
    ENOUGH,
  )
  const ends = cardEnds(birth.field, expiry.field)
  const dates = believable(births, expiries, ends, birth.field, expiry.field)
  return {
    face: { ...dates, code: code.field },
    ends,
    disputed: birth.disputed || expiry.disputed || code.disputed,
  }
}

/** What the birthday says about the dates, beyond that they were read alike. */
function believable(
  births: readonly Field<BirthDate>[],
  expiries: readonly Field<CalendarDate>[],
  ends: CardEnds,
  birth: Field<BirthDate>,
  expiry: Field<CalendarDate>,
): Pick<CardFace, 'birth' | 'expiry'> {
  if (ends === 'unknown')
    return {
      birth: settle(births, ENOUGH_ALONE).field,
      expiry: settle(expiries, ENOUGH_ALONE).field,
    }
  // an era is printed for Japanese nationals, whose cards end on a birthday: one of the two is misread
  if (ends === 'on-another-day' && birth.is === 'read' && birth.value.era !== undefined)
    return { birth: unread('birthday-differs'), expiry: unread('birthday-differs') }
  return { birth, expiry }
}

export function cardEnds(birth: Field<BirthDate>, expiry: Field<CalendarDate>): CardEnds {
  if (birth.is === 'unread' || expiry.is === 'unread') return 'unknown'
  return endsOnBirthday(birth.value, expiry.value) ? 'on-birthday' : 'on-another-day'
}

function settle<Value>(
  fields: readonly Field<Value>[],
  enough: number,
): {
  field: Field<Value>
  disputed: boolean
} {
  const votes = new Map<string, { value: Value; count: number }>()
  let why: WhyUnread = 'not-found'
  for (const field of fields) {
    if (field.is === 'unread') {
      if (field.why !== 'not-found') why = field.why
      continue
    }
    const key = sameFor(field.value)
    votes.set(key, { value: field.value, count: (votes.get(key)?.count ?? 0) + 1 })
  }
  const [first, second] = [...votes.values()].toSorted((a, b) => b.count - a.count)
  if (first === undefined) return { field: unread(why), disputed: false }
  // one voice against two is still a doubt: then a third is asked for
  const ahead = first.count - (second?.count ?? 0)
  if (first.count >= enough && ahead >= ENOUGH) return { field: read(first.value), disputed: false }
  return { field: unread('unclear'), disputed: second !== undefined }
}

/** The same text for the same value, whatever the order of its parts. */
const sameFor = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(Object.entries(Object(value)).toSorted())
