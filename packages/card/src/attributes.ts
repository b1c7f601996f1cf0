import type { Card, Waiting } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import { openApplication } from './application'
import { inputSupport } from './generation'
import { readable, readRecord, type CardRecord } from './record'

/** A day of the Gregorian calendar. A part the register does not know is left out. */
export interface PartialDate {
  readonly year?: number
  readonly month?: number
  readonly day?: number
}

/** As the card says it: 1 male, 2 female; anything else is not told. */
export type Sex = 'male' | 'female' | 'not-told'

/** 基本4情報: what is printed on the card's face as text. */
export interface Attributes {
  /** Family and given name with an ideographic space between them. */
  readonly name: string
  /** From the prefecture on, without a postal code. */
  readonly address: string
  readonly birthDate: PartialDate
  readonly sex: Sex
}

/** Selects 券面事項入力補助AP. @throws CardError `card-wrong` */
export const openInputSupport = (card: Card, waiting: Waiting = {}): Promise<void> =>
  openApplication(card, inputSupport, waiting)

const ATTRIBUTES = 0xff20
const NAME = 0xdf22
const ADDRESS = 0xdf23
const BIRTH_DATE = 0xdf24
const SEX = 0xdf25

/**
 * Reads the four attributes (EF 0002 of 券面事項入力補助). Present 照合番号B (`number-b`) first: it opens
 * these and not the 12-digit number, which the application's PIN would open as well.
 *
 * @throws CardError `record-unreadable`; `card-refused` while nothing was presented
 */
export async function readAttributes(card: Card, waiting: Waiting = {}): Promise<Attributes> {
  return attributesOf(await readAttributeRecord(card, waiting))
}

export const readAttributeRecord = (card: Card, waiting: Waiting): Promise<CardRecord> =>
  readRecord(card, 'attributes', inputSupport.attributes, ATTRIBUTES, waiting)

export const attributesOf = (record: CardRecord): Promise<Attributes> =>
  readable('attributes', () => ({
    name: utf8(record.get(NAME).value),
    address: utf8(record.get(ADDRESS).value),
    birthDate: dateFrom(ascii(record.get(BIRTH_DATE).value)),
    sex: sexFrom(ascii(record.get(SEX).value)),
  }))

/** The bytes whose digest EF 0003 holds: from the name to the end, without the offsets before it. */
export function digestedPart(record: CardRecord): Uint8Array {
  const { encoded } = record.get(NAME)
  for (let at = 0; at + encoded.length <= record.content.length; at++)
    if (record.content.subarray(at, at + encoded.length).every((byte, i) => byte === encoded[i]))
      return record.content.subarray(at)
  throw new RangeError('an object of a record stands in it')
}

export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new MalformedBytes('a text is no UTF-8')
  }
}

export function ascii(bytes: Uint8Array): string {
  if (bytes.some((byte) => byte > 0x7e)) throw new MalformedBytes('a text is no ASCII')
  return String.fromCharCode(...bytes)
}

/**
 * `YYYYMMDD`, with zeros for what is not known. A day needs its month, a month its year.
 *
 * @throws MalformedBytes for what is no date
 */
export function dateFrom(text: string): PartialDate {
  const [, year = 0, month = 0, day = 0] = (/^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? []).map(Number)
  const isDate =
    /^\d{8}$/.test(text) &&
    month <= 12 &&
    (day === 0 || (month > 0 && day <= daysIn(year, month))) &&
    (month === 0 || year > 0)
  if (!isDate) throw new MalformedBytes('a date is none')
  return { ...(year ? { year } : {}), ...(month ? { month } : {}), ...(day ? { day } : {}) }
}

/** Days of a month; of February in a year that is not known, 29. */
export const daysIn = (year: number, month: number): number =>
  month === 2 && year % 4 !== 0
    ? 28
    : month === 2 && year % 100 === 0 && year % 400 !== 0 && year !== 0
      ? 28
      : ([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0)

export const sexFrom = (code: string): Sex =>
  code === '1' ? 'male' : code === '2' ? 'female' : 'not-told'
