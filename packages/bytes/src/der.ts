import { faultOfUniversal } from './der-types'
import { MalformedBytes } from './malformed'

/** Most levels a certificate of this field needs is eleven; more is an attack on the stack. */
const MOST_DEPTH = 24
const MOST_LENGTH_BYTES = 3

/**
 * Checks that bytes are one DER object and nothing else (X.690 §10, §11): definite lengths in their
 * shortest form, primitive strings, and for each universal type the one encoding it may have.
 *
 * Libraries read BER and so accept many spellings of one certificate; a signature or a hash over
 * "the same" certificate then says less than it seems to. Values left at their DEFAULT cannot be
 * told without the ASN.1 module: that is up to whoever reads the fields (`derSequence`).
 *
 * @throws MalformedBytes with the offset of the fault
 */
export function requireDer(bytes: Uint8Array): void {
  const end = checkObject(bytes, 0, bytes.length, 0)
  if (end !== bytes.length)
    throw new MalformedBytes(`DER: ${bytes.length - end} bytes after the object`)
}

/** One object of checked DER where it stands: its bytes are views of the source, which must not change. */
export class DerObject {
  readonly #source: Uint8Array<ArrayBuffer>
  readonly #at: number
  readonly #start: number
  readonly #end: number
  /** Class, constructed or not, and number: the identifier byte. */
  readonly tag: number

  constructor(source: Uint8Array<ArrayBuffer>, at: number, { tag, start, end }: Header) {
    this.#source = source
    this.#at = at
    this.#start = start
    this.#end = end
    this.tag = tag
  }

  /** Tag, length and content: what is signed and compared. */
  get encoded(): Uint8Array<ArrayBuffer> {
    return this.#source.subarray(this.#at, this.#end)
  }

  /** What stands behind tag and length. */
  get content(): Uint8Array<ArrayBuffer> {
    return this.#source.subarray(this.#start, this.#end)
  }

  /** The objects in it, one after the other; in a primitive one there are none. */
  children(): DerObject[] {
    const children: DerObject[] = []
    if ((this.tag & CONSTRUCTED) === 0) return children
    for (let at = this.#start; at < this.#end;) {
      const header = headerAt(this.#source, at, this.#end)
      children.push(new DerObject(this.#source, at, header))
      at = header.end
    }
    return children
  }
}

/** Checks bytes as `requireDer` does, and gives the object they are. @throws MalformedBytes */
export function readDer(bytes: Uint8Array<ArrayBuffer>): DerObject {
  requireDer(bytes)
  return new DerObject(bytes, 0, headerAt(bytes, 0, bytes.length))
}

const fault = (at: number, what: string) => new MalformedBytes(`DER at byte ${at}: ${what}`)

const UNIVERSAL_CLASS = 0x00
const CLASS = 0xc0
const CONSTRUCTED = 0x20
const SET = 0x31

/** Checks the object at `at` that must end by `limit`, and returns where it ends. */
function checkObject(bytes: Uint8Array, at: number, limit: number, depth: number): number {
  if (depth > MOST_DEPTH) throw fault(at, 'nested too deeply')
  const { tag, start, end } = headerAt(bytes, at, limit)
  if ((tag & CLASS) === UNIVERSAL_CLASS) {
    const wrong = faultOfUniversal(tag, bytes, start, end)
    if (wrong !== undefined) throw fault(start, wrong)
  }
  if ((tag & CONSTRUCTED) === 0) return end
  let previous = start
  for (let child = start; child < end;) {
    const after = checkObject(bytes, child, end, depth + 1)
    if (tag === SET && child > start && !isInOrder(bytes, previous, child, after))
      throw fault(child, 'a SET out of order')
    previous = child
    child = after
  }
  return end
}

interface Header {
  readonly tag: number
  readonly start: number
  readonly end: number
}

function headerAt(bytes: Uint8Array, at: number, limit: number): Header {
  if (at + 1 >= limit) throw fault(at, 'a header that breaks off')
  const tag = bytes[at]!
  if ((tag & 0x1f) === 0x1f) throw fault(at, 'a tag of several bytes')
  let length = bytes[at + 1]!
  let start = at + 2
  if (length >= 0x80) {
    const count = length & 0x7f
    if (count === 0) throw fault(at, 'an indefinite length')
    if (count > MOST_LENGTH_BYTES) throw fault(at, 'a length of too many bytes')
    if (start + count > limit) throw fault(at, 'a header that breaks off')
    length = 0
    for (let i = 0; i < count; i++) length = length * 0x100 + bytes[start + i]!
    if (length < 0x80 || length < 0x100 ** (count - 1))
      throw fault(at, 'a length not in its shortest form')
    start += count
  }
  if (start + length > limit) throw fault(at, `${length} bytes promised, ${limit - start} there`)
  return { tag, start, end: start + length }
}

/** Octet by octet, the shorter one padded with zeros (X.690 §11.6). */
function isInOrder(bytes: Uint8Array, first: number, second: number, end: number): boolean {
  for (let i = 0; i < Math.max(second - first, end - second); i++) {
    const a = first + i < second ? bytes[first + i]! : 0
    const b = second + i < end ? bytes[second + i]! : 0
    if (a !== b) return a < b
  }
  return true
}
