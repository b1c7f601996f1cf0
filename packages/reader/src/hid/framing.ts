import { constant, layout, rest, u16be, u8, MalformedBytes, join } from '@myna/bytes'

/** Bytes of a report, its number not counted. */
export const REPORT_SIZE = 64
/** Report number 0: the device has reports of one kind and does not number them. */
export const REPORT_ID = 0
/** Bytes of the longest message: its length has two bytes. */
export const MOST_MESSAGE = 0xffff

const TAG = 0x05 // "an APDU is in here"

/**
 * One report of the framing that Ledger's devices speak and published (`readers.md` §7): a message is
 * cut into reports of 64 bytes, filled up with zeros. The first also has the message's length.
 */
const report = layout('HID report', {
  channel: u16be,
  tag: constant(u8, TAG),
  sequence: u16be,
  data: rest,
})

const HEADER_SIZE = 5
const LENGTH_SIZE = 2
const ROOM = REPORT_SIZE - HEADER_SIZE

/** The reports that carry a message, each of 64 bytes. @throws RangeError for one that is too long */
export function reportsOf(channel: number, message: Uint8Array): Uint8Array<ArrayBuffer>[] {
  if (message.length > MOST_MESSAGE)
    throw new RangeError(`a HID message has at most ${MOST_MESSAGE} bytes`)
  const content = join(Uint8Array.of(message.length >> 8, message.length & 0xff), message)
  const count = Math.ceil(content.length / ROOM)
  const reports = Array.from({ length: count }, (_, sequence) => {
    const data = new Uint8Array(ROOM) // zeros
    data.set(content.subarray(sequence * ROOM, (sequence + 1) * ROOM))
    return report.encode({ channel, sequence, data })
  })
  content.fill(0) // it may hold a PIN
  return reports
}

/** Puts the reports of one message together. */
export interface MessageCollector {
  /**
   * Takes a report. Reports of another channel are someone else's, or left over, and are dropped.
   *
   * @returns the message when this was its last report
   * @throws MalformedBytes for a report that cannot follow the one before
   */
  take(bytes: Uint8Array): Uint8Array | undefined
}

export function messageCollector(channel: number): MessageCollector {
  let expected = 0
  let missing = 0
  let parts: Uint8Array[] = []

  return {
    take(bytes) {
      if (bytes.length < HEADER_SIZE)
        throw new MalformedBytes(`HID report of ${bytes.length} bytes`)
      if (bytes[0]! * 0x100 + bytes[1]! !== channel) return undefined
      const { sequence, data } = report.decode(bytes)
      if (sequence !== expected)
        throw new MalformedBytes(`HID report ${sequence} came, ${expected} was due`)
      expected++
      if (sequence === 0 && data.length < LENGTH_SIZE)
        throw new MalformedBytes('HID report 0: no room for a length')
      if (sequence === 0) missing = data[0]! * 0x100 + data[1]!

      const part = data.subarray(sequence === 0 ? LENGTH_SIZE : 0).slice(0, missing)
      if (part.length === 0 && missing > 0) throw new MalformedBytes('HID report without content')
      parts.push(part)
      missing -= part.length
      if (missing > 0) return undefined
      const message = join(...parts)
      parts = []
      return message
    },
  }
}
