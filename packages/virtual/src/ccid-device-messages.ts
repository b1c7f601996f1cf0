import { join } from '@myna/bytes'

// CCID 1.1 §6 once more, from the reader's side and by hand: the driver's tables are another reading
// of the same pages, and neither is made from the other.

export const HEADER = 10

/** PC_to_RDR_…: what each message is called, its answer (RDR_to_PC_…), and whether it has data. */
export const requests = {
  0x61: { name: 'SetParameters', answer: 0x82, data: true },
  0x62: { name: 'IccPowerOn', answer: 0x80, data: false },
  0x63: { name: 'IccPowerOff', answer: 0x81, data: false },
  0x65: { name: 'GetSlotStatus', answer: 0x81, data: false },
  0x69: { name: 'Secure', answer: 0x80, data: true },
  0x6a: { name: 'T0APDU', answer: 0x81, data: false },
  0x6b: { name: 'Escape', answer: 0x83, data: true },
  0x6c: { name: 'GetParameters', answer: 0x82, data: false },
  0x6d: { name: 'ResetParameters', answer: 0x82, data: false },
  0x6e: { name: 'IccClock', answer: 0x81, data: false },
  0x6f: { name: 'XfrBlock', answer: 0x80, data: true },
  0x71: { name: 'Mechanical', answer: 0x81, data: false },
  0x72: { name: 'Abort', answer: 0x81, data: false },
  0x73: { name: 'SetDataRateAndClockFrequency', answer: 0x84, data: true },
} as const

export type RequestName = (typeof requests)[keyof typeof requests]['name']

export interface Request {
  /** `undefined`: a type nobody has heard of. */
  readonly name: RequestName | undefined
  readonly answer: number
  readonly slot: number
  readonly sequence: number
  /** Bytes 7 to 9: bPowerSelect, or bBWI and wLevelParameter, … */
  readonly specific: readonly [number, number, number]
  readonly data: Uint8Array
  /** The bError its form deserves: the place of the field that is wrong (§6.2.6). */
  readonly wrong: number | undefined
}

/** Offsets of fields, as bError names them. */
export const WRONG = {
  length: 1,
  slot: 5,
  powerSelect: 7,
  protocol: 7,
  levelParameter: 8,
  prologue: 22,
} as const

const SLOT_STATUS = 0x81

export function readRequest(message: Uint8Array, longestMessage: number, slots: number): Request {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength)
  const row = requests[message[0] as keyof typeof requests] as
    (typeof requests)[keyof typeof requests] | undefined
  const promised = view.getUint32(1, true)
  const slot = view.getUint8(5)
  const hasWrongLength =
    promised !== message.length - HEADER ||
    message.length > longestMessage ||
    (row?.data === false && promised !== 0)
  return {
    name: row?.name,
    answer: row?.answer ?? SLOT_STATUS,
    slot,
    sequence: view.getUint8(6),
    specific: [view.getUint8(7), view.getUint8(8), view.getUint8(9)],
    data: message.slice(HEADER),
    wrong: hasWrongLength ? WRONG.length : slot >= slots ? WRONG.slot : undefined,
  }
}

/** Bytes the message that begins here wants to have; `undefined` until it has said so. */
export const promisedSize = (head: Uint8Array): number | undefined =>
  head.length < 5
    ? undefined
    : HEADER + new DataView(head.buffer, head.byteOffset).getUint32(1, true)

export const ACTIVE = 0 // bmICCStatus
export const INACTIVE = 1
export const ABSENT = 2

export interface Reply {
  readonly answer: number
  readonly slot: number
  readonly sequence: number
  readonly card: typeof ACTIVE | typeof INACTIVE | typeof ABSENT
  readonly command: 'done' | 'failed' | 'wait'
  readonly error: number
  /** bChainParameter, bClockStatus or bProtocolNum. */
  readonly specific: number
  readonly data: Uint8Array
}

/** What an answer says besides what its request decides. `error` makes it a failed one. */
export type Outcome = Partial<Pick<Reply, 'error' | 'specific' | 'data'>>

export function writeReply(reply: Reply): Uint8Array {
  const { answer, slot, sequence, card, command, error, specific, data } = reply
  const header = new Uint8Array(HEADER)
  const view = new DataView(header.buffer)
  view.setUint8(0, answer)
  view.setUint32(1, data.length, true)
  view.setUint8(5, slot)
  view.setUint8(6, sequence)
  view.setUint8(7, card | (['done', 'failed', 'wait'].indexOf(command) << 6))
  view.setUint8(8, error)
  view.setUint8(9, specific)
  return join(header, data)
}
