import {
  bits,
  constant,
  layout,
  named,
  reserved,
  rest,
  restLength,
  u32le,
  u8,
  type Field,
  type Value,
} from '@myna/bytes'

// Messages of CCID Rev 1.1 §6, each with its own names in the comments. All begin with the same ten
// bytes: type, dwLength, bSlot, bSeq and three bytes of their own. What a plain APDU needs is here;
// the rest is in more-messages.ts, which a page loads only for readers that need it.

export { HEADER_SIZE, messageSize } from './message-size'

/** Gives the card power and asks for its ATR (§6.1.1). */
export const iccPowerOn = layout('PC_to_RDR_IccPowerOn', {
  type: constant(u8, 0x62),
  length: constant(u32le, 0),
  slot: u8, // bSlot
  sequence: u8, // bSeq
  voltage: named(u8, { automatic: 0, '5V': 1, '3V': 2, '1.8V': 3 }), // bPowerSelect
  reserved: reserved(2), // abRFU
})

/** A message that only names its slot. */
export const slotMessage = (name: string, type: number) =>
  layout(name, {
    type: constant(u8, type),
    length: constant(u32le, 0),
    slot: u8,
    sequence: u8,
    reserved: reserved(3),
  })

/** Takes power from the card (§6.1.2). */
export const iccPowerOff = slotMessage('PC_to_RDR_IccPowerOff', 0x63)

/** Asks whether a card is there (§6.1.3). */
export const getSlotStatus = slotMessage('PC_to_RDR_GetSlotStatus', 0x65)

/** The half of an abort that goes the way of the messages (§6.1.13); the other is a control request. */
export const abort = slotMessage('PC_to_RDR_Abort', 0x72)

/** How a message is part of a longer APDU: wLevelParameter out, bChainParameter in. */
export const chains = { whole: 0, first: 1, last: 2, middle: 3, more: 0x10 } as const

export type Chain = keyof typeof chains

/** A message that carries bytes for the card (§6.1.4, §6.1.11). */
export const cardMessage = (name: string, type: number) =>
  layout(name, {
    type: constant(u8, type),
    length: restLength(u32le),
    slot: u8,
    sequence: u8,
    waitingTime: u8, // bBWI
    chain: named(u8, chains), // wLevelParameter, low byte
    reserved: reserved(1), // and its high byte, always 0
    data: rest, // abData
  })

/** A command for the card, or a part of one (§6.1.4). */
export const xfrBlock = cardMessage('PC_to_RDR_XfrBlock', 0x6f)

const answerTypes = {
  dataBlock: 0x80,
  slotStatus: 0x81,
  parameters: 0x82,
  escape: 0x83,
  dataRate: 0x84,
} as const

export type AnswerType = keyof typeof answerTypes

const status: Field<{
  card: 'active' | 'inactive' | 'absent'
  command: 'done' | 'failed' | 'wait'
}> = bits({
  card: [0, ['active', 'inactive', 'absent']], // bmICCStatus
  command: [6, ['done', 'failed', 'wait']], // bmCommandStatus
})

/** The answer to anything (§6.2): RDR_to_PC_DataBlock, RDR_to_PC_SlotStatus and the others. */
export const answer = layout('RDR_to_PC', {
  type: named(u8, answerTypes),
  length: restLength(u32le), // dwLength
  slot: u8, // bSlot
  sequence: u8, // bSeq
  status, // bStatus
  error: u8, // bError
  specific: u8, // bChainParameter in a data block, bClockStatus, bProtocolNum
  data: rest, // abData: an ATR or a response APDU
})

export type Answer = Value<typeof answer>
