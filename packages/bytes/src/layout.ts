import type { Field, FixedField } from './field'
import { MalformedBytes } from './malformed'

type Fields = Readonly<Record<string, Field<unknown>>>

type ValueOf<F extends Fields> = {
  [K in keyof F as F[K] extends FixedField ? never : K]: F[K] extends Field<infer T> ? T : never
}

/** A binary layout; made by `layout`. */
export interface Layout<F extends Fields> {
  readonly name: string
  /** Bytes before the `rest` field, or all of them if there is none. */
  readonly headerSize: number
  encode(value: ValueOf<F>): Uint8Array<ArrayBuffer>
  /** @throws MalformedBytes that names the field. */
  decode(bytes: Uint8Array): ValueOf<F>
}

/** The TypeScript type of what a layout carries. */
export type Value<L> = L extends Layout<infer F> ? ValueOf<F> : never

/**
 * Declares a binary layout: fields in the order of the specification. Encoding, decoding and the
 * type of the value all come from this one table.
 *
 * @example
 *   const header = layout('PC_to_RDR_GetSlotStatus', {
 *     type: constant(u8, 0x65),
 *     length: restLength(u32le),
 *     slot: u8, // bSlot
 *   })
 */
export function layout<const F extends Fields>(name: string, fields: F): Layout<F> {
  const list = Object.entries(fields) as [string, Field<unknown>][]
  const headerSize = list.reduce((size, [, field]) => size + (field.size ?? 0), 0)
  const hasRest = list.at(-1)?.[1].size === undefined
  if (list.slice(0, -1).some(([, field]) => field.size === undefined))
    throw new TypeError(`${name}: only the last field may be the rest`)

  return {
    name,
    headerSize,
    encode(value) {
      const values = value as Readonly<Record<string, unknown>>
      const tail = hasRest ? (values[list.at(-1)![0]] as Uint8Array).length : 0
      const bytes = new Uint8Array(headerSize + tail)
      const view = new DataView(bytes.buffer)
      let at = 0
      for (const [key, field] of list) {
        field.write(view, at, values[key], tail)
        at += field.size ?? tail
      }
      return bytes
    },
    decode(bytes) {
      const tail = bytes.length - headerSize
      if (tail < 0 || (tail > 0 && !hasRest))
        throw new MalformedBytes(`${name} takes ${headerSize} bytes, ${bytes.length} came`)
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const values: Record<string, unknown> = {}
      let at = 0
      for (const [key, field] of list) {
        const value = field.read(view, at, tail, `${name}.${key}`)
        if (!('fixed' in field)) values[key] = value
        at += field.size ?? tail
      }
      return values as ValueOf<F>
    },
  }
}
