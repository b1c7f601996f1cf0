// What the date lines of the front say, and which dates can be.

export interface CalendarDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

export const eras = {
  明治: { from: 18680125, first: 1868 },
  大正: { from: 19120730, first: 1912 },
  昭和: { from: 19261225, first: 1926 },
  平成: { from: 19890108, first: 1989 },
  令和: { from: 20190501, first: 2019 },
} as const

export type Era = keyof typeof eras

/** Japanese nationals' birth dates are printed with an era, others' in Western years. */
export interface BirthDate extends CalendarDate {
  readonly era?: Era
  readonly eraYear?: number
}

/** A printed date whose numbers are still text: they are read a second time before they count. */
export interface DateText {
  readonly of: 'birth' | 'expiry'
  readonly era: Era | undefined
  readonly year: string
  readonly month: string
  readonly day: string
  /** Where in the text each of the three begins, */
  readonly places: { readonly year: number; readonly month: number; readonly day: number }
  /** and where the whole begins and, after 日, ends. */
  readonly from: number
  readonly to: number
}

const PATTERN =
  /(?<era>明治|大正|昭和|平成|令和)?(?<![0-9])(?<year>[0-9]{1,4}|元)年(?<month>[0-9]{1,2})月(?<day>[0-9]{1,2})日(?<end>生|ま|で|有|効)?/du

/** The date in a line of text without blanks, or `undefined` if it is none of the two. */
export function dateIn(text: string): DateText | undefined {
  const match = PATTERN.exec(text)
  if (!match) return undefined
  const { era, year, month, day, end } = match.groups as Record<string, string | undefined>
  const at = (name: string) => match.indices!.groups![name]![0]
  const places = { year: at('year'), month: at('month'), day: at('day') }
  const western = year!.length === 4
  // an era year has one or two digits or is 元; a year without an era has four
  if (era !== undefined ? western || year!.length === 3 : !western) return undefined
  const of = era !== undefined ? 'birth' : end === '生' ? 'birth' : end ? 'expiry' : undefined
  if (of === undefined || (of === 'birth' && end !== undefined && end !== '生')) return undefined
  return {
    of,
    era: era as Era | undefined,
    year: year!,
    month: month!,
    day: day!,
    places,
    from: match.index,
    to: places.day + day!.length + 1,
  }
}

/** The birth date, or `undefined` for one that nobody living can have. */
export function birthDate(text: DateText, now: Date): BirthDate | undefined {
  const eraYear = text.year === '元' ? 1 : Number(text.year)
  const year = text.era === undefined ? eraYear : eras[text.era].first + eraYear - 1
  const date = { year, month: Number(text.month), day: Number(text.day) }
  if (!isDate(date) || numbered(date) > numbered(today(now)) || year < today(now).year - 125)
    return undefined
  if (text.era === undefined) return date
  return eraYear >= 1 && isOf(text.era, date) ? { ...date, era: text.era, eraYear } : undefined
}

/** Cards live ten years at most; one that has ended lately is still a card. */
export function expiryDate(text: DateText, now: Date): CalendarDate | undefined {
  const date = { year: Number(text.year), month: Number(text.month), day: Number(text.day) }
  const { year } = today(now)
  return isDate(date) && date.year >= 2016 && date.year <= year + 11 ? date : undefined
}

/**
 * Whether a card ends on its holder's birthday, as a Japanese national's does. For 29 February no
 * source says which day a common year has, so both neighbours count.
 */
export function endsOnBirthday(birth: CalendarDate, expiry: CalendarDate): boolean {
  if (birth.month === expiry.month && birth.day === expiry.day) return true
  if (birth.month !== 2 || birth.day !== 29 || isDate({ ...birth, year: expiry.year })) return false
  return (expiry.month === 2 && expiry.day === 28) || (expiry.month === 3 && expiry.day === 1)
}

const numbered = ({ year, month, day }: CalendarDate) => year * 10000 + month * 100 + day

function isOf(era: Era, date: CalendarDate): boolean {
  const at = numbered(date)
  const starts = Object.values(eras).map(({ from }) => from)
  const next = starts.find((from) => from > eras[era].from) ?? Infinity
  return at >= eras[era].from && at < next
}

function isDate({ year, month, day }: CalendarDate): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year > 0
}

/** The calendar date in Japan. */
function today(now: Date): CalendarDate {
  const there = new Date(now.getTime() + 9 * 3_600_000)
  return {
    year: there.getUTCFullYear(),
    month: there.getUTCMonth() + 1,
    day: there.getUTCDate(),
  }
}
