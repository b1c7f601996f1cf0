// Reads the three printed fields off an upright front.
import { around, foursIn } from './digit-groups'
import { placesOf } from './digit-places'
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
    return { ...date, agreed: await confirmed(card, line, characters, date, recogniser, signal) }
  } finally {
    wipe(picture)
  }
}

/** Whether the other engine reads the same year, month and day. */
async function confirmed(
  card: Gray,
  line: TextLine,
  characters: readonly Character[],
  date: DateText,
  recogniser: Recogniser,
  signal: AbortSignal,
): Promise<boolean> {
  const known = characters.slice(date.from, date.to)
  const places = placesOf(inCard(known, line), line.patches, line.height)
  if (places === undefined) return false
  for (const part of ['year', 'month', 'day'] as const) {
    if (date[part] === '元') continue
    const from = date.places[part] - date.from
    const digits = places.slice(from, from + date[part].length)
    if ((await secondLook(card, digits, recogniser, signal)) !== date[part]) return false
  }
  return true
}

/** Boxes as the card has them, where those of a cut line begin at its margin. */
const inCard = (characters: readonly Character[], line: Box): Character[] =>
  characters.map(({ text, box }) => ({
    text,
    box: { ...box, x: box.x + line.x - MARGIN, y: box.y + line.y - MARGIN },
  }))

/** The same digits cut out of the line and read by the other engine. */
async function secondLook(
  card: Gray,
  digits: readonly Box[],
  recogniser: Recogniser,
  signal: AbortSignal,
): Promise<string> {
  const picture = framed(card, around(digits))
  try {
    return textOf((await recogniser.readDigits(picture, signal)).characters)
  } finally {
    wipe(picture)
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
    const picture = framed(card, place)
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

/** Paper around what is cut out, as the engines like it. */
const MARGIN = 10

/** A copy of a part of the card with what is around it. */
function cut({ width, height, data }: Gray, box: Box, margin = MARGIN): Gray {
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

/** A copy of a part alone on a ground of its own paper, so that neighbours do not reach in. */
function framed(card: Gray, box: Box): Gray {
  const part = cut(card, box, 2)
  const paper = part.data.toSorted()[Math.floor(part.data.length * 0.9)]!
  const frame = emptyGray(part.width + 2 * MARGIN, part.height + 2 * MARGIN)
  frame.data.fill(paper)
  for (let y = 0; y < part.height; y++)
    frame.data.set(
      part.data.subarray(y * part.width, (y + 1) * part.width),
      (y + MARGIN) * frame.width + MARGIN,
    )
  wipe(part)
  return frame
}
