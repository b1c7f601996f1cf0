import { readDer, type DerObject } from './der'
import { MalformedBytes } from './malformed'

/** What one DER object must be, and what it is read as. */
export interface DerField<T> {
  /** Whether an object with this tag can be one: how an OPTIONAL one is told from what follows it. */
  accepts(tag: number): boolean
  /** Reads the object; `where` is the field's full name, for the error. @throws MalformedBytes */
  read(object: DerObject, where: string): T
}

/** A field that may be left out. */
export interface DerOptionalField<T> extends DerField<T> {
  readonly isOptional: true
}

const misfit = (where: string, what: string) => new MalformedBytes(`${where}: ${what}`)

/** An object with one tag, whose content is read by `read`. */
const tagged = <T>(tag: number, read: DerField<T>['read']): DerField<T> => ({
  accepts: (found) => found === tag,
  read(object, where) {
    if (object.tag !== tag) throw misfit(where, `tag ${object.tag} where ${tag} is due`)
    return read(object, where)
  },
})

/** Whatever stands there. */
export const derAny: DerField<DerObject> = { accepts: () => true, read: (object) => object }

/** Whatever has this tag, for what is only passed on, or not read at all. */
export const derTagged = (tag: number): DerField<DerObject> => tagged(tag, (object) => object)

/** The two's complement bytes of an INTEGER: DER keeps them minimal, their sign is yours to check. */
export const derInteger = tagged(0x02, ({ content }) => content)
/** A number small enough to count with. */
export const derEnumerated = tagged(0x0a, ({ content }, where) => {
  if (content.length !== 1) throw misfit(where, 'an ENUMERATED no table has')
  return content[0]!
})
/** NULL, which says something by being there: DER lets it have no content. */
export const derNull = tagged(0x05, () => true as const)
export const derOctets = tagged(0x04, ({ content }) => content)
/** The bits as they stand, the first byte saying how many of the last are unused. */
export const derBits = tagged(0x03, ({ content }) => content)
/** A BIT STRING of whole bytes. */
export const derBitBytes = tagged(0x03, ({ content }, where) => {
  if (content[0] !== 0) throw misfit(where, 'not whole bytes')
  return content.subarray(1)
})
/** `BOOLEAN DEFAULT FALSE`: in DER it is TRUE or not there (X.690 §11.5). */
export const derTrueOrAbsent: DerOptionalField<boolean> = {
  isOptional: true,
  ...tagged(0x01, ({ content }, where) => {
    if (content[0] === 0) throw misfit(where, 'FALSE, the default, written out')
    return true
  }),
}

/** An object identifier in dotted form. The first number carries two arcs (X.690 §8.19.4). */
export const derObjectId = tagged(0x06, ({ content }) => {
  let text = ''
  let arc = 0
  for (const byte of content) {
    arc = arc * 0x80 + (byte & 0x7f)
    if (byte >= 0x80) continue
    if (text !== '') text += `.${arc}`
    else if (arc >= 80) text = `2.${arc - 80}`
    else text = arc >= 40 ? `1.${arc - 40}` : `0.${arc}`
    arc = 0
  }
  return text
})

const digits = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

/** A UTCTime up to 2049 or a GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5), of a day that exists. */
export const derTime: DerField<Date> = {
  accepts: (tag) => tag === 0x17 || tag === 0x18,
  read({ tag, content }, where) {
    if (!derTime.accepts(tag)) throw misfit(where, 'no time')
    const text = digits(content)
    if (tag === 0x18 && text < '2050') throw misfit(where, 'GeneralizedTime before 2050')
    return dateOf(tag === 0x18 ? text : `${text < '50' ? '20' : '19'}${text}`, where)
  },
}

/** A GeneralizedTime of any year, of a day that exists. */
export const derGeneralizedTime = tagged(0x18, ({ content }, where) =>
  dateOf(digits(content), where),
)

function dateOf(text: string, where: string): Date {
  const part = (at: number) => Number(text.slice(at, at + 2))
  const [year, month, day] = [part(0) * 100 + part(2), part(4), part(6)]
  const date = new Date(Date.UTC(year, month - 1, day, part(8), part(10), part(12)))
  // 30 February is the second of March to Date, and the year 33 is 1933
  if (date.getUTCDate() !== day || date.getUTCFullYear() !== year)
    throw misfit(where, 'a date that does not exist')
  return date
}

type Fields = Readonly<Record<string, DerField<unknown>>>

export type DerValue<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends DerField<infer T> ? T : never
}

/**
 * Declares a SEQUENCE: fields in the order of the ASN.1 module, and nothing after the last.
 *
 * @example
 *   const validity = derSequence('Validity', { notBefore: derTime, notAfter: derTime })
 */
export function derSequence<const F extends Fields>(
  name: string,
  fields: F,
): DerField<DerValue<F>> {
  return tagged(0x30, derFields(name, fields))
}

/** As `derSequence`, for a SEQUENCE that carries another tag: `[0] IMPLICIT SEQUENCE`. */
export function derImplicitSequence<const F extends Fields>(
  number: number,
  name: string,
  fields: F,
): DerField<DerValue<F>> {
  return tagged(0xa0 | number, derFields(name, fields))
}

function derFields<const F extends Fields>(
  name: string,
  fields: F,
): (object: DerObject) => DerValue<F> {
  const list = Object.entries(fields).map(
    ([key, field]) => [key, field, `${name}.${key}`, 'isOptional' in field] as const,
  )
  return (object) => {
    const objects = object.children()
    const values: Record<string, unknown> = {}
    let at = 0
    for (const [key, field, where, isOptional] of list) {
      const next = objects[at]
      if (isOptional && (next === undefined || !field.accepts(next.tag))) continue
      if (next === undefined) throw misfit(where, 'missing')
      values[key] = field.read(next, where)
      at++
    }
    if (at < objects.length) throw misfit(name, 'more than its fields')
    return values as DerValue<F>
  }
}

const listOf =
  <T>(field: DerField<T>, least: number): DerField<readonly T[]>['read'] =>
  (object, where) => {
    const values = object.children().map((child) => field.read(child, where))
    if (values.length < least) throw misfit(where, 'empty')
    return values
  }

/** Declares a SEQUENCE OF: one kind of object, `least` times or more. */
export const derList = <T>(field: DerField<T>, least = 1): DerField<readonly T[]> =>
  tagged(0x30, listOf(field, least))

/** Declares a SET OF: its members are in order, DER has seen to that. */
export const derSet = <T>(field: DerField<T>): DerField<readonly T[]> =>
  tagged(0x31, listOf(field, 1))

/** As `derList`, for one that carries another tag. */
export const derImplicitList = <T>(
  number: number,
  field: DerField<T>,
  least = 1,
): DerField<readonly T[]> => tagged(0xa0 | number, listOf(field, least))

/** OPTIONAL: `undefined` when what stands there is something else. */
export const derOptional = <T>(field: DerField<T>): DerOptionalField<T | undefined> => ({
  ...field,
  isOptional: true,
})

/** `[number] EXPLICIT`: the object stands in an envelope of its own. */
export const derExplicit = <T>(number: number, field: DerField<T>): DerField<T> =>
  tagged(0xa0 | number, (object, where) => {
    const [inner, ...more] = object.children()
    if (inner === undefined || more.length > 0) throw misfit(where, 'not one object in its tag')
    return field.read(inner, where)
  })

/** `[number] IMPLICIT` of a primitive type: the content, of which nothing but the number is known. */
export const derImplicit = (number: number): DerField<Uint8Array<ArrayBuffer>> =>
  tagged(0x80 | number, ({ content }) => content)

/** An OCTET STRING, or whatever holds bytes, whose bytes are DER themselves. @throws MalformedBytes */
export const readDerAs = <T>(
  bytes: Uint8Array<ArrayBuffer>,
  field: DerField<T>,
  where: string,
): T => field.read(readDer(bytes), where)
