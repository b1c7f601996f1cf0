import { constant, hex, layout, rest, u16le, u32le, u8 } from '@myna/bytes'

/** Commands of the chip; an answer has the code of its command and one more (readers.md §3.1). */
export const codes = {
  inSetRf: 0x00,
  inSetProtocol: 0x02,
  inCommRf: 0x04,
  switchRf: 0x06,
  getFirmwareVersion: 0x20,
  setCommandType: 0x2a,
} as const

export type CommandName = keyof typeof codes

/** InSetRF for Type B at 106 kbit/s both ways: send set and type, receive set and type. */
export const TYPE_B_106 = hex('03 07 0f 07')

/** InSetProtocol: every setting with its first value, as key and value. */
export const DEFAULTS = hex(
  '0018 0101 0201 0300 0400 0500 0600 0708 0800 0900 0a00 0b00 0c00 0e04 0f00 1000 1100 1200 1306',
)

/** InSetProtocol for Type B: initial guard time 20; SOF and EOF sent and expected. */
export const TYPE_B_PROTOCOL = hex('0014 0901 0a01 0b01 0c01')

/** The command set this driver is written for. */
export const COMMAND_TYPE = hex('01')
export const RF_OFF = hex('00')

const MOST_TENTHS = 0xffff // of a millisecond: 6.55 s

/** InCommRF: a frame for the card, and how long to listen, in tenths of a millisecond. */
export const exchangeRequest = layout('InCommRF', { timeout: u16le, frame: rest })

/** One millisecond more than asked for, as every known driver does; at most 6.55 s. */
export const tenths = (milliseconds: number): number =>
  Math.min(Math.ceil(milliseconds + 1) * 10, MOST_TENTHS)

/** Its answer. The frame is there only if no bit of the status is set. */
export const exchangeAnswer = layout('answer to InCommRF', {
  status: u32le,
  bits: u8, // valid bits of the last byte; 8, where whole bytes are sent
  frame: rest,
})

/** Its answer when something went wrong: some firmware leaves out everything after the status. */
export const exchangeFailure = layout('answer to InCommRF', { status: u32le, rest })

/** The answer of commands that only set something: 0, or what was wrong. */
export const settingAnswer = layout('answer to a setting', { status: constant(u8, 0), rest })

/** What a set bit of InCommRF's status means for the card. Bits in no row are the reader's own trouble. */
export const statusBits = [
  { bit: 0x0000_0080, means: 'timeout' },
  { bit: 0x0000_0001, means: 'garbled' }, // protocol
  { bit: 0x0000_0002, means: 'garbled' }, // parity
  { bit: 0x0000_0004, means: 'garbled' }, // CRC
  { bit: 0x0000_0008, means: 'garbled' }, // collision
  { bit: 0x0000_0010, means: 'garbled' }, // overflow
  { bit: 0x8000_0000, means: 'garbled' }, // receive length
] as const
