import {
  derAny,
  derExplicit,
  derImplicitSequence,
  derList,
  derObjectId,
  readDerAs,
  type DerObject,
} from '@myna/bytes'
import { readBirthDate, type BirthDate } from './birth-date'
import { orRefuse, type UnverifiedCertificate } from './certificate'
import { Refusal } from './refusal'
import { Sensitive } from './sensitive'

/** A name or an address, and where the register has a character the certificate cannot show. */
export interface RegisteredText {
  readonly text: string
  /**
   * Whether the text is what the register says. `length-differs` and `malformed`: the flags do not
   * fit the text, and nobody knows; `absent`: there are none.
   */
  readonly substitutes: 'none' | 'some' | 'absent' | 'length-differs' | 'malformed'
  /** Which characters (code points, from 0) stand for another one; known for `some` only. */
  readonly substitutedAt: readonly number[]
}

/** The law's four attributes, each only if the certificate has it. */
export interface PersonalAttributes {
  readonly name?: Sensitive<RegisteredText>
  readonly birthDate?: Sensitive<BirthDate>
  readonly sex?: Sensitive<Sex>
  readonly address?: Sensitive<RegisteredText>
}

export interface Sex {
  /** The digit in the certificate. Sources differ on the one for "other", so any is taken. */
  readonly code: string
  readonly meaning: 'male' | 'female' | 'other'
}

/** Object identifiers below 1.2.392.200149.8.5.5 (`pki.md` §1.3): matched by identifier, never by place. */
const ARC = '1.2.392.200149.8.5.5.'
const fields = {
  name: `${ARC}1`,
  nameSubstitutes: `${ARC}2`,
  sex: `${ARC}3`,
  birthDate: `${ARC}4`,
  address: `${ARC}5`,
  addressSubstitutes: `${ARC}6`,
} as const
type FieldName = keyof typeof fields

const OTHER_NAME = 0xa0
const UTF8_STRING = 0x0c

const otherName = derImplicitSequence(0, 'OtherName', {
  typeId: derObjectId,
  value: derExplicit(0, derAny),
})

/**
 * Reads the attributes out of a signing certificate's subjectAltName. Ask only for what you may have:
 * the certificate discloses all four. Unknown otherNames (furigana and 旧氏 are coming) are passed over.
 *
 * @throws Refusal `attributes-missing`, `attribute-duplicate`, `attribute-malformed`
 */
export function readAttributes({
  extensions: { subjectAltName },
}: UnverifiedCertificate): PersonalAttributes {
  if (subjectAltName === undefined) throw new Refusal('attributes-missing')
  const texts = textsIn(subjectAltName)
  const { name, address, birthDate, sex } = texts
  if (Object.keys(texts).length === 0) throw new Refusal('attributes-missing')
  return {
    ...(name === undefined
      ? {}
      : { name: new Sensitive(registeredText(name, texts.nameSubstitutes)) }),
    ...(birthDate === undefined ? {} : { birthDate: new Sensitive(readBirthDate(birthDate)) }),
    ...(sex === undefined ? {} : { sex: new Sensitive(readSex(sex)) }),
    ...(address === undefined
      ? {}
      : { address: new Sensitive(registeredText(address, texts.addressSubstitutes)) }),
  }
}

function textsIn(value: Uint8Array<ArrayBuffer>): Partial<Record<FieldName, string>> {
  const names = orRefuse('attribute-malformed', () =>
    readDerAs(value, derList(derAny), 'subjectAltName'),
  )
  const texts: Partial<Record<FieldName, string>> = {}
  const seen = new Set<string>()
  for (const object of names) {
    if (object.tag !== OTHER_NAME) continue
    const { typeId, value: inner } = orRefuse('attribute-malformed', () =>
      otherName.read(object, 'OtherName'),
    )
    if (seen.has(typeId)) throw new Refusal('attribute-duplicate', typeId)
    seen.add(typeId)
    const field = (Object.keys(fields) as FieldName[]).find((key) => fields[key] === typeId)
    if (field !== undefined) texts[field] = textOf(inner, field)
  }
  return texts
}

function textOf({ tag, content }: DerObject, field: FieldName): string {
  if (tag !== UTF8_STRING) throw new Refusal('attribute-malformed', `${field}: no UTF8String`)
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(content)
}

function registeredText(text: string, flags: string | undefined): RegisteredText {
  const substitutedAt: readonly number[] = []
  if (flags === undefined) return { text, substitutes: 'absent', substitutedAt }
  if (!/^[01]*$/.test(flags)) return { text, substitutes: 'malformed', substitutedAt }
  if (flags.length !== [...text].length)
    return { text, substitutes: 'length-differs', substitutedAt }
  const places = [...flags].flatMap((flag, index) => (flag === '1' ? [index] : []))
  return { text, substitutes: places.length === 0 ? 'none' : 'some', substitutedAt: places }
}

const sexes: Readonly<Record<string, Sex['meaning']>> = { '1': 'male', '2': 'female' }

function readSex(code: string): Sex {
  if (!/^\d$/.test(code)) throw new Refusal('attribute-malformed', 'sex: not one digit')
  return { code, meaning: sexes[code] ?? 'other' }
}
