import { join, MalformedBytes, toHex } from '@myna/bytes'

/** A command for the card, as a value. Bytes are made where they leave (ISO 7816-4 §5.1). */
export interface CommandApdu {
  readonly cla: number
  readonly ins: number
  readonly p1: number
  readonly p2: number
  /** The command data; its length becomes Lc. */
  readonly data?: Uint8Array
  /** The most bytes the answer may have (Ne): 1 to 65536. Left out: no Le is sent at all. */
  readonly expect?: number
  /** Whatever prints this command prints dots instead of its data, and of its answer's data. */
  readonly secret?: true
}

const SHORT_DATA = 255
const SHORT_EXPECT = 256
const MOST_DATA = 65_535
const MOST_EXPECT = 65_536

/**
 * Writes a command in its short form where that can carry it, otherwise in the extended form
 * (ISO 7816-4 §5.1, cases 1 to 4).
 *
 * A case 1 command is exactly four bytes: a fifth byte would turn the question for the tries left
 * into something else.
 *
 * @throws RangeError for a command no form can carry.
 */
export function encodeCommand(command: CommandApdu): Uint8Array<ArrayBuffer> {
  const { cla, ins, p1, p2, data = new Uint8Array(0), expect } = command
  if (data.length > MOST_DATA) throw new RangeError(`${data.length} bytes are too many for an APDU`)
  if (expect !== undefined && (!Number.isInteger(expect) || expect < 1 || expect > MOST_EXPECT))
    throw new RangeError(`a command cannot expect ${expect} bytes`)

  // an array of bytes would take 0x1b0 for 0xb0, which whoever looked at the command did not see
  for (const byte of [cla, ins, p1, p2])
    if (!Number.isInteger(byte) || byte < 0 || byte > 0xff)
      throw new RangeError(`CLA, INS, P1 and P2 are bytes, and ${byte} is none`)

  const header = Uint8Array.of(cla, ins, p1, p2)
  if (data.length <= SHORT_DATA && (expect ?? 0) <= SHORT_EXPECT) {
    const lc = data.length === 0 ? [] : [data.length]
    const le = expect === undefined ? [] : [expect & 0xff] // 256 is written 00
    return join(header, Uint8Array.from(lc), data, Uint8Array.from(le))
  }
  const le = expect === undefined ? [] : [(expect >> 8) & 0xff, expect & 0xff] // 65536 is 0000
  if (data.length === 0) return join(header, Uint8Array.from([0, ...le]))
  return join(
    header,
    Uint8Array.of(0, data.length >> 8, data.length & 0xff),
    data,
    Uint8Array.from(le),
  )
}

/**
 * Reads the bytes of a command, as a card does.
 *
 * @throws MalformedBytes for bytes that are none of the seven forms.
 */
export function decodeCommand(bytes: Uint8Array): CommandApdu {
  const [cla, ins, p1, p2, p3, high, low] = bytes as unknown as readonly [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (bytes.length < 4) throw new MalformedBytes(`command APDU of ${bytes.length} bytes`)
  const header = { cla, ins, p1, p2 }
  const bodyLength = bytes.length - 5
  const wrongLength = () => new MalformedBytes(`command APDU: ${bytes.length} bytes fit no case`)

  if (bytes.length === 4) return header
  if (bodyLength === 0) return { ...header, expect: p3 || SHORT_EXPECT }
  if (p3 !== 0) {
    if (bodyLength === p3) return { ...header, data: bytes.slice(5) }
    if (bodyLength === p3 + 1)
      return { ...header, data: bytes.slice(5, -1), expect: bytes.at(-1)! || SHORT_EXPECT }
    throw wrongLength()
  }

  if (bodyLength < 2) throw wrongLength()
  const extended = high * 0x100 + low
  if (bodyLength === 2) return { ...header, expect: extended || MOST_EXPECT }
  if (extended === 0) throw wrongLength()
  const data = bytes.slice(7, 7 + extended)
  if (bodyLength === 2 + extended) return { ...header, data }
  if (bodyLength !== 2 + extended + 2) throw wrongLength()
  const le = bytes.at(-2)! * 0x100 + bytes.at(-1)!
  return { ...header, data, expect: le || MOST_EXPECT }
}

/** A command as text for a trace: `00200080 04 ••••`. Secrets are dots, one for each byte. */
export function printCommand(command: CommandApdu): string {
  const { cla, ins, p1, p2, data, expect, secret } = command
  const parts = [toHex(Uint8Array.of(cla, ins, p1, p2))]
  if (data !== undefined && data.length > 0) {
    parts.push(
      toHex(
        data.length > SHORT_DATA
          ? Uint8Array.of(0, data.length >> 8, data.length)
          : Uint8Array.of(data.length),
      ),
    )
    parts.push(secret ? '•'.repeat(data.length) : toHex(data))
  }
  if (expect !== undefined)
    parts.push(
      expect > SHORT_EXPECT
        ? toHex(Uint8Array.of(expect >> 8, expect))
        : toHex(Uint8Array.of(expect)),
    )
  return parts.join(' ')
}
