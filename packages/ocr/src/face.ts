// Reads the three printed fields off an upright front.
import { foursIn } from './digit-groups'
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
    if (seen.of === 'birth')
      dates.birth = seen.agreed ? dateField(birthDate(seen, now)) : unread('unclear')
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
  const beside = ({ x, y, height }: Box) =>
    x > photo.x + photo.width * 0.7 && y + height > photo.y - mm(4)
  const fitting = lines.filter(
    ({ width, height }) =>
      height >= mm(1.7) && height <= mm(4.4) && width >= mm(14) && width <= mm(62),
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
  const picture = cut(card, line, MARGIN)
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
  const parts = (['year', 'month', 'day'] as const).filter((part) => date[part] !== '元')
  const groups = parts.map((part) => {
    const from = date.places[part] - date.from
    return distinct(places.slice(from, from + date[part].length))
  })
  const again = await secondLook(card, groups, line.height, recogniser, signal)
  return again === parts.map((part) => date[part]).join('')
}

/** Touching digits have one box between them. */
const distinct = (boxes: readonly Box[]) =>
  boxes.filter((box, at) => at === 0 || box.x !== boxes[at - 1]!.x)

/** Boxes as the card has them, where those of a cut line begin at its margin. */
const inCard = (characters: readonly Character[], line: Box): Character[] =>
  characters.map(({ text, box }) => ({
    text,
    box: { ...box, x: box.x + line.x - MARGIN, y: box.y + line.y - MARGIN },
  }))

/** The digits without the kanji between them, as one line for the other engine. */
async function secondLook(
  card: Gray,
  groups: readonly (readonly Box[])[],
  gap: number,
  recogniser: Recogniser,
  signal: AbortSignal,
): Promise<string> {
  const picture = inARow(card, groups, gap)
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
    const picture = cut(card, place, MARGIN)
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

/** A copy of a part of the card: its paper white, its ink black. */
function cut({ width, height, data }: Gray, box: Box, margin: number): Gray {
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
  stretch(part)
  return part
}

/** Flattens the light within one small part: from its own ink and paper to black and white. */
function stretch({ data }: Gray): void {
  const levels = data.toSorted()
  const ink = levels[Math.floor(levels.length * 0.03)]!
  const paper = Math.max(levels[Math.floor(levels.length * 0.75)]!, ink + 1)
  for (let at = 0; at < data.length; at++) data[at] = ((data[at]! - ink) / (paper - ink)) * 255
}

/** Gap between two digits as a share of the one between two numbers. */
const WITHIN = 0.2

/**
 * Copies of digits side by side without what was between them, evenly spaced in each group: wide
 * figures stand so far apart that the engine takes the gaps for blanks.
 */
function inARow(card: Gray, groups: readonly (readonly Box[])[], gap: number): Gray {
  const boxes = groups.flat()
  const parts = boxes.map((box) => cut(card, box, 1))
  const within = Math.round(gap * WITHIN)
  const top = Math.min(...boxes.map(({ y }) => y))
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - top
  const inked = parts.reduce((sum, part) => sum + part.width, 0)
  const width = inked + boxes.length * within + groups.length * gap
  const row = emptyGray(width + 2 * MARGIN, height + 2 + 2 * MARGIN)
  row.data.fill(255)
  let x = MARGIN
  let at = 0
  for (const group of groups) {
    for (const box of group) {
      const part = parts[at++]!
      const down = box.y - top + MARGIN
      for (let y = 0; y < part.height; y++)
        row.data.set(
          part.data.subarray(y * part.width, (y + 1) * part.width),
          (y + down) * row.width + x,
        )
      x += part.width + within
    }
    x += gap
  }
  wipe(...parts)
  return row
}
