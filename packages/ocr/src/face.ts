// Reads the three printed fields off an upright front.
import { around, foursIn } from './digit-groups'
import type { TextLine } from './lines'
import { emptyGray, wipe, type Box, type Gray } from './picture'
import { DOTS_PER_MM } from './plane'
import {
  birthDate,
  dateIn,
  expiryDate,
  type BirthDate,
  type CalendarDate,
  type DateText,
} from './printed-dates'
import type { Character, ReadText, Recogniser } from './recogniser'

/** Why a field was not read. `impossible`: a date that cannot be; `ambiguous`: two places fit. */
export type WhyUnread = 'not-found' | 'unclear' | 'impossible' | 'ambiguous'

export type Field<Value> =
  | { readonly is: 'read'; readonly value: Value }
  | { readonly is: 'unread'; readonly why: WhyUnread }

export interface CardFace {
  readonly birth: Field<BirthDate>
  readonly expiry: Field<CalendarDate>
  /** The four digits of the security code, as text: it may begin with 0. */
  readonly code: Field<string>
}

export const unread = (why: WhyUnread) => ({ is: 'unread', why }) as const
export const read = <Value>(value: Value): Field<Value> => ({ is: 'read', value })

export interface FrontPrint {
  readonly card: Gray
  readonly lines: readonly TextLine[]
  readonly photo: Box
}

const mm = (value: number) => value * DOTS_PER_MM

export async function readFace(
  { card, lines, photo }: FrontPrint,
  recogniser: Recogniser,
  now: Date,
  signal: AbortSignal,
): Promise<CardFace> {
  const dates: { birth: Field<BirthDate>; expiry: Field<CalendarDate> } = {
    birth: unread('not-found'),
    expiry: unread('not-found'),
  }
  const dated: TextLine[] = []
  for (const line of dateLines(lines, photo)) {
    const seen = await readDateLine(card, line, recogniser, signal)
    if (seen === undefined) continue
    dated.push(line)
    if (seen.of === 'birth') dates.birth = seen.agreed ? dateField(birthDate(seen, now)) : unread('unclear')
    else dates.expiry = seen.agreed ? dateField(expiryDate(seen, now)) : unread('unclear')
    // name and address stand outside these lines and are then never looked at
    if (dated.length === 2) break
  }
  const places = lines.filter((line) => !dated.includes(line)).flatMap(foursIn)
  return { ...dates, code: await readCode(card, places, recogniser, signal) }
}

const dateField = <Value>(value: Value | undefined): Field<Value> =>
  value === undefined ? unread('impossible') : read(value)

/** Lines that could hold a date; first those beside the photo, where descriptions put them. */
function dateLines(lines: readonly TextLine[], photo: Box): TextLine[] {
  const beside = ({ x, y, height }: Box) => x > photo.x + photo.width * 0.7 && y + height > photo.y - mm(4)
  const fitting = lines.filter(
    ({ width, height }) => height >= mm(1.7) && height <= mm(4.4) && width >= mm(14) && width <= mm(62),
  )
  return [...fitting.filter(beside), ...fitting.filter((line) => !beside(line))]
}

/** A date and whether both engines read the same digits in it. */
async function readDateLine(
  card: Gray,
  line: TextLine,
  recogniser: Recogniser,
  signal: AbortSignal,
): Promise<(DateText & { agreed: boolean }) | undefined> {
  const picture = cut(card, line)
  try {
    const seen = await recogniser.readDate(picture, signal)
    const characters = seen.characters.filter(({ text }) => text.trim() !== '')
    const date = dateIn(textOf(characters))
    if (date === undefined) return undefined
    const parts = [date.year, date.month, date.day]
    let agreed = true
    for (const [index, part] of parts.entries()) {
      if (part === '元') continue
      const place = date.places[index]!
      const again = await secondLook(picture, characters, place, part.length, recogniser, signal)
      if (again !== part) {
        agreed = false
        break
      }
    }
    return { ...date, agreed }
  } finally {
    wipe(picture)
  }
}

/** The same digits cut out of the line and read by the other engine. */
async function secondLook(
  line: Gray,
  characters: readonly Character[],
  from: number,
  count: number,
  recogniser: Recogniser,
  signal: AbortSignal,
): Promise<string> {
  const own = around(characters.slice(from, from + count).map(({ box }) => box))
  const before = characters[from - 1]?.box
  const after = characters[from + count]?.box
  // up to the middle of the gap on both sides: the engine's boxes are not exact
  const left = before ? (before.x + before.width + own.x) / 2 : own.x - 4
  const right = after ? (own.x + own.width + after.x) / 2 : own.x + own.width + 4
  const digits = cut(line, { x: left, y: 0, width: right - left, height: line.height }, 0)
  try {
    return textOf((await recogniser.readDigits(digits, signal)).characters)
  } finally {
    wipe(digits)
  }
}

async function readCode(
  card: Gray,
  places: readonly Box[],
  recogniser: Recogniser,
  signal: AbortSignal,
): Promise<Field<string>> {
  const seen = new Set<string>()
  let unclear = false
  for (const place of places) {
    const picture = cut(card, place)
    try {
      const first = digitsOf(await recogniser.readDigits(picture, signal))
      if (first === undefined) continue
      const second = digitsOf(await recogniser.readDate(picture, signal))
      if (first === second) seen.add(first)
      else unclear = true
    } finally {
      wipe(picture)
    }
  }
  if (seen.size > 1) return unread('ambiguous')
  const [code] = seen
  return code !== undefined ? read(code) : unread(unclear ? 'unclear' : 'not-found')
}

const textOf = (characters: readonly Character[]) =>
  characters.map(({ text }) => text.trim()).join('')

function digitsOf({ characters }: ReadText): string | undefined {
  const text = textOf(characters)
  return /^[0-9]{4}$/.test(text) ? text : undefined
}

/** A copy of a part with some paper around it, as the engines like it. */
function cut({ width, height, data }: Gray, box: Box, margin = 10): Gray {
  const left = Math.max(0, Math.floor(box.x - margin))
  const top = Math.max(0, Math.floor(box.y - margin))
  const right = Math.min(width, Math.ceil(box.x + box.width + margin))
  const bottom = Math.min(height, Math.ceil(box.y + box.height + margin))
  const part = emptyGray(Math.max(1, right - left), Math.max(1, bottom - top))
  for (let y = 0; y < part.height; y++)
    part.data.set(
      data.subarray((top + y) * width + left, (top + y) * width + left + part.width),
      y * part.width,
    )
  return part
}
