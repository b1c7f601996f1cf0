import {
  constant,
  join,
  layout,
  MalformedBytes,
  readTlvs,
  rest,
  restLength,
  u32le,
  u8,
  type FixedField,
  u16be,
  u32be,
} from '@myna/bytes'

// What goes into an Escape message and comes out of it: pseudo-APDUs in the manner of PC/SC part 3
// §3.2, with Sony's INS 0x50 (readers.md §2.2).

/** PC_to_RDR_Escape (CCID 1.1 §6.1.8). */
export const escapeMessage = layout('PC_to_RDR_Escape', {
  type: constant(u8, 0x6b),
  length: restLength(u32le), // dwLength
  slot: constant(u8, 0),
  sequence: u8, // bSeq
  reserved: constant(u8, 0),
  reservedToo: constant(u8, 0),
  andThis: constant(u8, 0),
  data: rest,
})

/** Steps of a session; the reader remembers it beyond the life of a page. */
export const sessionSteps = { start: 0x81, end: 0x82, fieldOff: 0x83, fieldOn: 0x84 } as const

export type SessionStep = keyof typeof sessionSteps

export const manageSession = (step: SessionStep): Uint8Array =>
  Uint8Array.of(0xff, 0x50, 0x00, 0x00, 0x02, sessionSteps[step], 0x00, 0x00)

/** To what the reader brings a Type B card by itself: called and chosen, or with ISO-DEP opened. */
export const layers = { selected: 3, isoDep: 4 } as const

export const switchToTypeB = (layer: keyof typeof layers): Uint8Array =>
  Uint8Array.of(0xff, 0x50, 0x00, 0x02, 0x04, 0x8f, 0x02, 0x01, layers[layer], 0x00)

/** Says "I am still here"; the reader ends sessions of those who do not. */
export const keepAlive = (): Uint8Array => Uint8Array.of(0xff, 0x56, 0x00, 0x00, 0x00)

/** What the reader adds and takes away around the bytes sent; a bit that is set switches off. */
export const flags = {
  /** CRC and ISO-DEP blocks are the reader's business: the bytes are an APDU. */
  apdu: 0x0000,
  /** The CRC is its business, and nothing else (Type B has no parity): the bytes are a frame. */
  frame: 0x001c,
} as const

const OBJECTS = 15 // bytes of the objects beside the data

const objectsLength: FixedField = {
  ...constant(u16be, 0),
  write: (into, at, _, restSize) => into.setUint16(at, OBJECTS + restSize),
}

const exchangeLayout = layout('transparent exchange', {
  command: constant(u32be, 0xff50_0001),
  extended: constant(u8, 0x00),
  objects: objectsLength,
  flagsObject: constant(u16be, 0x9002),
  flags: u16be,
  timerObject: constant(u16be, 0x5f46),
  timerLength: constant(u8, 4),
  microseconds: u32le,
  dataObject: constant(u16be, 0x9582), // always in the long form of its length
  dataLength: restLength(u16be),
  data: rest,
})
const LONGEST_ANSWER = Uint8Array.of(0x00, 0x00, 0x00) // Le, in its extended form

/** Sends bytes to the card and listens so long for its own. The timer is mandatory. */
export function transparentExchange(
  as: keyof typeof flags,
  milliseconds: number,
  data: Uint8Array,
): Uint8Array {
  const microseconds = Math.min(Math.ceil(milliseconds * 1000), 0xffff_ffff)
  const head = exchangeLayout.encode({ flags: flags[as], microseconds, data })
  const whole = join(head, LONGEST_ANSWER)
  head.fill(0) // the data may hold a PIN
  return whole
}

/** What the reader says became of a pseudo-APDU. */
export type Outcome =
  | { readonly is: 'done'; readonly data: Uint8Array | undefined }
  | { readonly is: 'silence' } // no card answers
  | { readonly is: 'noise' } // something answers that is no frame
  | { readonly is: 'taken' } // another program has the reader
  | { readonly is: 'refused'; readonly status: string }

/** Tags of the objects that matter; others (8F, 92, 5F51, Sony's FF6D) tell nothing we need. */
const STATUS = 0xc0
const RECEPTION = 0x96
const DATA = 0x97

const DONE = 0x9000
const statusWords: Readonly<Record<number, 'silence' | 'taken'>> = {
  0x6400: 'silence',
  0x6401: 'silence',
  0x698a: 'taken',
}
const MALFORMED = 0x01 // in the status object: something came, and was no frame

/** Reads an answer: objects, then a status word for all of it. @throws MalformedBytes */
export function readOutcome(answer: Uint8Array): Outcome {
  if (answer.length < 2) throw new MalformedBytes(`RC-S300 answer of ${answer.length} bytes`)
  const whole = wordAt(answer, answer.length - 2)
  if (whole !== DONE) return failed(whole, 0)
  const objects = readTlvs(answer.subarray(0, -2))
  const valueOf = (tag: number) => objects.find((object) => object.tag === tag)?.value
  const status = valueOf(STATUS)
  if (status !== undefined && status.length !== 3)
    throw new MalformedBytes(`RC-S300 answer.status of ${status.length} bytes`)
  if (status !== undefined && wordAt(status, 1) !== DONE)
    return failed(wordAt(status, 1), status[0]!)
  if ((valueOf(RECEPTION)?.[0] ?? 0) !== 0) return { is: 'noise' } // CRC, collision, parity, framing
  return { is: 'done', data: valueOf(DATA) }
}

function failed(status: number, reason: number): Outcome {
  const known = statusWords[status]
  if (known === 'silence') return { is: reason === MALFORMED ? 'noise' : 'silence' }
  if (known !== undefined) return { is: known }
  return { is: 'refused', status: status.toString(16).padStart(4, '0') }
}

const wordAt = (bytes: Uint8Array, at: number): number => bytes[at]! * 0x100 + bytes[at + 1]!
