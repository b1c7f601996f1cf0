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
 * told without the ASN.1 module: that is up to whoever reads the fields.
 *
 * @throws MalformedBytes with the offset of the fault
 */
export function requireDer(bytes: Uint8Array): void {
  const end = checkObject(bytes, 0, bytes.length, 0)
  if (end !== bytes.length)
    throw new MalformedBytes(`DER: ${bytes.length - end} bytes after the object`)
}

const fault = (at: number, what: string) => new MalformedBytes(`DER at byte ${at}: ${what}`)

/** Checks the object at `at` that must end by `limit`, and returns where it ends. */
function checkObject(bytes: Uint8Array, at: number, limit: number, depth: number): number {
  if (depth > MOST_DEPTH) throw fault(at, 'nested too deeply')
  const { tag, start, end } = headerAt(bytes, at, limit)
  const isConstructed = (tag & 0x20) !== 0
  if ((tag & 0xc0) === 0) checkUniversal(bytes, tag, start, end)
  if (isConstructed) checkChildren(bytes, tag, start, end, depth)
  return end
}

function headerAt(bytes: Uint8Array, at: number, limit: number) {
  const next = (offset: number): number => {
    if (at + offset >= limit) throw fault(at, 'a header that breaks off')
    return bytes[at + offset]!
  }
  const tag = next(0)
  if ((tag & 0x1f) === 0x1f) throw fault(at, 'a tag of several bytes')
  const first = next(1)
  let length = first
  let start = at + 2
  if (first >= 0x80) {
    const count = first & 0x7f
    if (count === 0) throw fault(at, 'an indefinite length')
    if (count > MOST_LENGTH_BYTES) throw fault(at, 'a length of too many bytes')
    length = 0
    for (let i = 0; i < count; i++) length = length * 0x100 + next(2 + i)
    if (length < 0x80 || length < 0x100 ** (count - 1))
      throw fault(at, 'a length not in its shortest form')
    start += count
  }
  if (start + length > limit) throw fault(at, `${length} bytes promised, ${limit - start} there`)
  return { tag, start, end: start + length }
}

const SET = 0x31

function checkChildren(
  bytes: Uint8Array,
  tag: number,
  start: number,
  end: number,
  depth: number,
): void {
  let previous: Uint8Array | undefined
  for (let at = start; at < end;) {
    const after = checkObject(bytes, at, end, depth + 1)
    const encoded = bytes.subarray(at, after)
    if (tag === SET && previous !== undefined && compare(previous, encoded) > 0)
      throw fault(at, 'a SET out of order')
    previous = encoded
    at = after
  }
}

/** Octet by octet, the shorter one padded with zeros (X.690 §11.6). */
function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

type Check = (content: Uint8Array) => boolean

const ascii =
  (pattern: RegExp): Check =>
  (content) =>
    content.every((byte) => byte < 0x80) && pattern.test(String.fromCharCode(...content))

const DATE = '(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])([01]\\d|2[0-3])[0-5]\\d[0-5]\\dZ'

const minimalInteger: Check = ([first, second]) =>
  first !== undefined &&
  !(
    second !== undefined &&
    ((first === 0x00 && second < 0x80) || (first === 0xff && second >= 0x80))
  )

/** X.690 §8 and §11 by universal tag: what the content may be. A type not listed is not met here. */
const universal: Readonly<Record<number, readonly [name: string, isRight: Check]>> = {
  0x01: [
    'BOOLEAN',
    (content) => content.length === 1 && (content[0] === 0x00 || content[0] === 0xff),
  ],
  0x02: ['INTEGER', minimalInteger],
  0x03: ['BIT STRING', bitString],
  0x04: ['OCTET STRING', () => true],
  0x05: ['NULL', (content) => content.length === 0],
  0x06: ['OBJECT IDENTIFIER', objectIdentifier],
  0x0a: ['ENUMERATED', minimalInteger],
  0x0c: ['UTF8String', isUtf8],
  0x13: ['PrintableString', ascii(/^[A-Za-z0-9 '()+,\-./:=?]*$/)],
  0x14: ['TeletexString', () => true],
  0x16: ['IA5String', (content) => content.every((byte) => byte < 0x80)],
  0x17: ['UTCTime', ascii(new RegExp(`^\\d\\d${DATE}$`))], // RFC 5280 §4.1.2.5.1
  0x18: ['GeneralizedTime', ascii(new RegExp(`^\\d{4}${DATE}$`))], // RFC 5280 §4.1.2.5.2
  0x1a: ['VisibleString', ascii(/^[ -~]*$/)],
  0x1c: ['UniversalString', (content) => content.length % 4 === 0],
  0x1e: ['BMPString', (content) => content.length % 2 === 0],
  0x30: ['SEQUENCE', () => true],
  0x31: ['SET', () => true],
}

function checkUniversal(bytes: Uint8Array, tag: number, start: number, end: number): void {
  const row = universal[tag]
  if (row === undefined) throw fault(start, `a type DER does not have in this form (tag ${tag})`)
  const [name, isRight] = row
  if (!isRight(bytes.subarray(start, end))) throw fault(start, `an impossible ${name}`)
}

function bitString(content: Uint8Array): boolean {
  const [unused, last] = [content[0], content.at(-1)]
  if (unused === undefined || last === undefined || unused > 7) return false
  if (content.length === 1) return unused === 0
  return (last & (2 ** unused - 1)) === 0
}

function objectIdentifier(content: Uint8Array): boolean {
  if (content.length === 0 || (content.at(-1)! & 0x80) !== 0) return false
  return content.every(
    (byte, index) => byte !== 0x80 || (index > 0 && (content[index - 1]! & 0x80) !== 0),
  )
}

function isUtf8(content: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
    return true
  } catch {
    return false // the decoder's way of saying so
  }
}
