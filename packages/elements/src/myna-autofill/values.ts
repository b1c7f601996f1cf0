import { inEra, type Attributes, type PartialDate, type Sex } from '@myna/card'
import { splitAddress } from './address'

/** What a form can ask of a card, by the names of the widget. */
export type FieldName =
  | 'name'
  | 'family-name'
  | 'given-name'
  | 'address'
  | 'prefecture'
  | 'municipality'
  | 'address-rest'
  | 'birth-date' // 2001-02-03
  | 'birth-date-era' // 平成13年2月3日
  | 'birth-year'
  | 'birth-month'
  | 'birth-day'
  | 'sex'

/** The fields that tell one attribute, which is what a person decides about. */
export type AttributeName = 'name' | 'address' | 'birth-date' | 'sex'

export const attributeOf: Readonly<Record<FieldName, AttributeName>> = {
  name: 'name',
  'family-name': 'name',
  'given-name': 'name',
  address: 'address',
  prefecture: 'address',
  municipality: 'address',
  'address-rest': 'address',
  'birth-date': 'birth-date',
  'birth-date-era': 'birth-date',
  'birth-year': 'birth-date',
  'birth-month': 'birth-date',
  'birth-day': 'birth-date',
  sex: 'sex',
}

/** Values of `sex` in forms: ISO/IEC 5218 and the words people use, most common first. */
export const sexValues: Readonly<Record<Sex, readonly string[]>> = {
  male: ['male', 'm', '1', '男', '男性'],
  female: ['female', 'f', '2', '女', '女性'],
  'not-told': ['not-told', 'none', 'other', '9', '0', '未回答', '回答しない', ''],
}

const two = (value: number) => String(value).padStart(2, '0')

/** The text for a field; empty for what the card does not know. */
export function valueFor(field: FieldName, attributes: Attributes): string {
  const { name, address, birthDate, sex } = attributes
  const [family = '', ...given] = name.split('　')
  const split = splitAddress(address)
  const { year, month, day } = birthDate
  const values: Readonly<Record<FieldName, string>> = {
    name,
    'family-name': given.length === 0 ? '' : family,
    'given-name': given.join('　'),
    address,
    prefecture: split.prefecture,
    municipality: split.municipality,
    'address-rest': split.rest,
    'birth-date': isWhole(birthDate) ? `${year}-${two(month!)}-${two(day!)}` : '',
    'birth-date-era': isWhole(birthDate) ? eraDate(year!, month!, day!) : '',
    'birth-year': year === undefined ? '' : String(year),
    'birth-month': month === undefined ? '' : String(month),
    'birth-day': day === undefined ? '' : String(day),
    sex: sexValues[sex][0]!,
  }
  return values[field]
}

const isWhole = ({ year, month, day }: PartialDate) =>
  year !== undefined && month !== undefined && day !== undefined

/** 元 is the first year of an era. */
export function eraDate(year: number, month: number, day: number): string {
  const era = inEra(year, month, day)
  if (era === undefined) return ''
  return `${era.era}${era.year === 1 ? '元' : era.year}年${month}月${day}日`
}

/**
 * Characters that stand for others or that many programs cannot show: 〓 and the like, the private use
 * areas (外字), and the planes and selectors that name glyphs. For marking, so that a person looks twice.
 */
const UNSURE =
  /[\u3013\uFFFD\uE000-\uF8FF\u{F0000}-\u{10FFFD}]|\p{Ideographic}[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/u

/** A text in pieces, each with whether it may look otherwise elsewhere. */
export function markUnsure(
  text: string,
): readonly { readonly text: string; readonly isUnsure: boolean }[] {
  return text
    .split(new RegExp(`(${UNSURE.source})`, 'u'))
    .map((piece, index) => ({ text: piece, isUnsure: index % 2 === 1 }))
    .filter((piece) => piece.text !== '')
}
