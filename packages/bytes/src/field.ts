import { MalformedBytes } from './malformed'

/** One field of a binary layout. `size` is in bytes; only `rest` has none. */
export interface Field<T> {
  readonly size: number | undefined
  /** Writes the value at `at`. `rest` bytes follow the fixed part, and their number is told. */
  write(into: DataView, at: number, value: T, restSize: number): void
  /** Reads the value; `where` is the field's full name, for the error. */
  read(from: DataView, at: number, restSize: number, where: string): T
}

/** A field that carries nothing the caller could choose, so it is not part of the value. */
export interface FixedField extends Field<undefined> {
  readonly fixed: true
}

type Getter = 'getUint8' | 'getUint16' | 'getUint32'
type Setter = 'setUint8' | 'setUint16' | 'setUint32'

const unsigned = (size: 1 | 2 | 4, littleEndian: boolean): Field<number> => {
  const get = `getUint${size * 8}` as Getter
  const set = `setUint${size * 8}` as Setter
  return {
    size,
    write(into, at, value) {
      if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * size))
        throw new RangeError(`${value} does not fit into ${size} bytes`)
      into[set](at, value, littleEndian)
    },
    read: (from, at) => from[get](at, littleEndian),
  }
}

export const u8 = unsigned(1, true)
export const u16le = unsigned(2, true)
export const u16be = unsigned(2, false)
export const u32le = unsigned(4, true)
export const u32be = unsigned(4, false)

/** A fixed number of bytes. */
export const octets = (size: number): Field<Uint8Array> => ({
  size,
  write(into, at, value) {
    if (value.length !== size) throw new RangeError(`${size} bytes expected, not ${value.length}`)
    bytesOf(into).set(value, at)
  },
  read: (from, at) => bytesOf(from).slice(at, at + size),
})

/** All bytes that remain. Only as the last field. */
export const rest: Field<Uint8Array> = {
  size: undefined,
  write: (into, at, value) => bytesOf(into).set(value, at),
  read: (from, at) => bytesOf(from).slice(at),
}

/** Always the same number: a message type, a reserved byte. Anything else is refused. */
export const constant = (field: Field<number>, expected: number): FixedField => ({
  fixed: true,
  size: field.size,
  write: (into, at, _, restSize) => field.write(into, at, expected, restSize),
  read(from, at, restSize, where) {
    const found = field.read(from, at, restSize, where)
    if (found !== expected) throw new MalformedBytes(`${where} is ${found}, not ${expected}`)
    return undefined
  },
})

/** Reserved for future use: written as zero, and whatever comes is ignored. */
export const reserved = (size: number): FixedField => ({
  fixed: true,
  size,
  write: () => {},
  read: () => undefined,
})

/** The number of bytes in the layout's `rest` field. */
export const restLength = (field: Field<number>): FixedField => ({
  fixed: true,
  size: field.size,
  write: (into, at, _, restSize) => field.write(into, at, restSize, restSize),
  read(from, at, restSize, where) {
    const promised = field.read(from, at, restSize, where)
    if (promised !== restSize)
      throw new MalformedBytes(`${where} promises ${promised} bytes, ${restSize} came`)
    return undefined
  },
})

/** A number with a name for each value it may have. */
export const named = <const Names extends Readonly<Record<string, number>>>(
  field: Field<number>,
  names: Names,
): Field<keyof Names & string> => ({
  size: field.size,
  write: (into, at, value, restSize) => field.write(into, at, names[value] as number, restSize),
  read(from, at, restSize, where) {
    const found = field.read(from, at, restSize, where)
    const name = Object.keys(names).find((key) => names[key] === found)
    if (name === undefined)
      throw new MalformedBytes(`${where} is ${found}, not ${Object.keys(names).join(' or ')}`)
    return name
  },
})

type BitNames = Readonly<Record<string, readonly [shift: number, names: readonly string[]]>>

/**
 * One byte made of small choices: `[lowest bit, names in the order of their value]`. A choice takes
 * as many bits as its names need; bits outside every choice are reserved (see `reserved`).
 */
export const bits = <const Names extends BitNames>(
  choices: Names,
): Field<{ [K in keyof Names]: Names[K][1][number] }> => ({
  size: 1,
  write(into, at, value) {
    let byte = 0
    for (const [key, [shift, names]] of Object.entries(choices))
      byte |= names.indexOf(value[key] as string) << shift
    into.setUint8(at, byte)
  },
  read(from, at, _, where) {
    const byte = from.getUint8(at)
    const value: Record<string, string> = {}
    for (const [key, [shift, names]] of Object.entries(choices)) {
      const found = (byte >> shift) & (2 ** Math.ceil(Math.log2(names.length)) - 1)
      const name = names[found]
      if (name === undefined)
        throw new MalformedBytes(`${where}.${key} is ${found}, not ${names.join(' or ')}`)
      value[key] = name
    }
    return value as { [K in keyof Names]: Names[K][1][number] }
  },
})

const bytesOf = (view: DataView): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
