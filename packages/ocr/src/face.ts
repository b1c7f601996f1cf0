// Reads the three printed fields off an upright front.
import { cut, inARow, MARGIN, widened } from './cuttings'
import { foursIn } from './digit-groups'
import { placesOf, type Places } from './digit-places'
import type { TextLine } from './lines'
import { wipe, type Box, type Gray } from './picture'
import { DOTS_PER_MM } from './plane'
import {
  birthDate,
  dateIn,
  expiryDate,
  type BirthDate,
  type CalendarDate,
  type DateText,
} from './printed-dates'
import type { Character, Recogniser } from './recogniser'
import { parted } from './touching'
import { agreedDigits, type Hope } from './votes'

/**
 * Why a field was not read. `impossible`: a date that cannot be; `ambiguous`: two places fit;
 * `birthday-differs`: birth and expiry do not share month and day as they must on this kind of card.
 */
export type WhyUnread = 'not-found' | 'unclear' | 'impossible' | 'ambiguous' | 'birthday-differs'

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
    const { date, agreed } = seen
    if (date.of === 'birth') dates.birth = dateField(agreed, birthDate, now)
    else dates.expiry = dateField(agreed, expiryDate, now)
    // name and address stand outside these lines and are then never looked at
    if (dated.length === 2) break
  }
  const places = lines.filter((line) => !dated.includes(line)).flatMap(foursIn)
  return { ...dates, code: await readCode(card, places, recogniser, signal) }
}

function dateField<Value>(
  agreed: DateText | undefined,
  meaning: (date: DateText, now: Date) => Value | undefined,
  now: Date,
): Field<Value> {
  if (agreed === undefined) return unread('unclear')
  const value = meaning(agreed, now)
  return value === undefined ? unread('impossible') : read(value)
}

/** Lines that could hold a date; first those beside the photo, where descriptions put them. */
function dateLines(lines: readonly TextLine[], photo: Box): TextLine[] {
  const beside = ({ x, y, height }: Box) =>
    x > photo.x + photo.width * 0.7 && y + height > photo.y - mm(4)
  const fitting = lines.filter(
    ({ width, height }) =>
      height >= mm(1.7) && height <= mm(4.4) && width >= mm(14) && width <= mm(62),
  )
  return [...fitting.filter(beside), ...fitting.filter((line) => !beside(line))]
}

/** A date with the numbers on which both engines agree, if they do. */
async function readDateLine(
  card: Gray,
  line: TextLine,
  recogniser: Recogniser,
  signal: AbortSignal,
): Promise<{ date: DateText; agreed: DateText | undefined } | undefined> {
  const picture = cut(card, line)
  try {
    let unclear: { date: DateText; agreed: undefined } | undefined
    for (const times of WIDTHS) {
      const characters = await charactersAt(picture, times, recogniser, signal)
      const date = dateIn(characters.map(({ text }) => text).join(''))
      if (date === undefined) continue
      const agreed = await agreedDate(picture, line, characters, date, recogniser, signal)
      if (agreed !== undefined) return { date, agreed }
      unclear ??= { date, agreed }
    }
    return unclear
  } finally {
    wipe(picture)
  }
}

/** Widths at which a line is tried: wide figures come apart for the engine, narrow ones run together. */
const WIDTHS = [1, 0.8, 1.2]

/** The line's characters, their boxes as the picture has them. */
async function charactersAt(
  picture: Gray,
  times: number,
  recogniser: Recogniser,
  signal: AbortSignal,
): Promise<Character[]> {
  const sized = times === 1 ? picture : widened(picture, times)
  try {
    const { characters } = await recogniser.readDate(sized, signal)
    return characters
      .filter(({ text }) => text.trim() !== '')
      .map(({ text, box }) => ({
        text: text.trim(),
        box: { ...box, x: box.x / times, width: box.width / times },
      }))
  } finally {
    if (sized !== picture) wipe(sized)
  }
}

async function agreedDate(
  picture: Gray,
  line: TextLine,
  characters: readonly Character[],
  date: DateText,
  recogniser: Recogniser,
  signal: AbortSignal,
): Promise<DateText | undefined> {
  // one more, where there is one: beside its neighbour 日 cannot stand on a digit that was left out
  const known = characters.slice(date.from, date.to + 1)
  const patches = parted(picture, patchesInCut(line), line.height)
  const places = placesOf(known, patches, line.height)
  if (places === undefined) return undefined
  // 元 is no digit, and the eras leave it no other meaning
  const names = (['year', 'month', 'day'] as const).filter((name) => date[name] !== '元')
  const numbers = names.map((name) => numberAt(date, name, places))
  const groups = numbers.map(({ boxes }) => boxes)
  // in a short row with wide gaps an engine sees digits that are not there; evenly set, it errs elsewhere
  const rows = [groups, [groups.flat()]].map((some) => inARow(picture, some, line.height))
  try {
    const size = numbers.reduce((sum, number) => sum + number.size, 0)
    const digits = names.map((name) => date[name]).join('')
    // what has left a digit out has no vote
    const first = digits.length === size ? [{ engine: 'readDate', digits } as const] : []
    const agreed = await agreedDigits(rows, first, recogniser, signal)
    return agreed?.length === size ? withDigits(date, numbers, agreed) : undefined
  } finally {
    wipe(...rows)
  }
}

/** One of a date's numbers as the ink has it. */
interface NumberPlace {
  readonly name: 'year' | 'month' | 'day'
  /** Digits that touch have one box between them. */
  readonly boxes: readonly Box[]
  /** How many digits it has, those the first reading left out among them. */
  readonly size: number
}

function numberAt(date: DateText, name: NumberPlace['name'], places: Places): NumberPlace {
  const from = date.places[name] - date.from
  const to = from + date[name].length
  const leftOut = places.leftOut.filter(({ after }) => after >= from && after <= to)
  const boxes = [...places.boxes.slice(from, to), ...leftOut.map(({ box }) => box)]
    .toSorted((a, b) => a.x - b.x)
    .filter((box, at, all) => at === 0 || box.x !== all[at - 1]!.x)
  return { name, boxes, size: date[name].length + leftOut.length }
}

/** The date with its numbers replaced by others of the sizes that the ink has. */
function withDigits(date: DateText, numbers: readonly NumberPlace[], digits: string): DateText {
  let at = 0
  const replaced = numbers.map(({ name, size }) => [name, digits.slice(at, (at += size))])
  return { ...date, ...Object.fromEntries(replaced) }
}

/** The line's patches as the cut picture has them, which begins a margin before the line. */
const patchesInCut = ({ x, y, patches }: TextLine): Box[] =>
  patches.map((patch) => ({
    ...patch,
    x: patch.x - Math.max(0, x - MARGIN),
    y: patch.y - Math.max(0, y - MARGIN),
  }))

/** Most places that look like four digits are none; both engines see that at once. */
const mayBeFour: Hope = (votes) =>
  votes.length < 2 || votes.some(({ digits }) => digits.length === 4)

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
      const digits = await agreedDigits([picture], [], recogniser, signal, mayBeFour)
      if (digits?.length === 4) seen.add(digits)
      else unclear = true
    } finally {
      wipe(picture)
    }
  }
  if (seen.size > 1) return unread('ambiguous')
  const [code] = seen
  return code !== undefined ? read(code) : unread(unclear ? 'unclear' : 'not-found')
}
