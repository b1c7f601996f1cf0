import { constant, layout, named, reserved, rest, restLength, u16le, u32le, u8 } from '@myna/bytes'
import { cardMessage, slotMessage } from './messages'

// The messages of CCID Rev 1.1 §6 that a reader of APDUs does not need.

const header = (type: number) => ({ type: constant(u8, type), length: restLength(u32le) })

/** Asks how the slot talks to the card (§6.1.5). */
export const getParameters = slotMessage('PC_to_RDR_GetParameters', 0x6c)

/** Back to the parameters the reader begins with (§6.1.6). */
export const resetParameters = slotMessage('PC_to_RDR_ResetParameters', 0x6d)

/** How the slot shall talk to the card from now on (§6.1.7). Whether the card agrees, PPS said. */
export const setParameters = layout('PC_to_RDR_SetParameters', {
  ...header(0x61),
  slot: u8,
  sequence: u8,
  protocol: named(u8, { 'T=0': 0, 'T=1': 1 }), // bProtocolNum
  reserved: reserved(2),
  parameters: rest, // abProtocolDataStructure: one of the next two
})

/** abProtocolDataStructure for T=0 (§6.1.7). */
export const t0Parameters = layout('T=0 parameters', {
  rates: u8, // bmFindexDindex: TA1
  convention: named(u8, { direct: 0, inverse: 2 }), // bmTCCKST0
  guardTime: u8, // bGuardTimeT0: TC1
  waitingInteger: u8, // bWaitingIntegerT0: TC2
  clockStop: u8, // bClockStop
})

/** abProtocolDataStructure for T=1 (§6.1.7). */
export const t1Parameters = layout('T=1 parameters', {
  rates: u8, // bmFindexDindex: TA1
  checks: named(u8, {
    'LRC, direct': 0x10,
    'CRC, direct': 0x11,
    'LRC, inverse': 0x12,
    'CRC, inverse': 0x13,
  }), // bmTCCKST1
  guardTime: u8, // bGuardTimeT1: TC1
  waitingIntegers: u8, // bmWaitingIntegersT1: BWI and CWI, as in TB3
  clockStop: u8, // bClockStop
  ifsc: u8, // bIFSC
  nad: u8, // bNadValue
})

/** A message of the maker's own (§6.1.8). */
export const escape = layout('PC_to_RDR_Escape', {
  ...header(0x6b),
  slot: u8,
  sequence: u8,
  reserved: reserved(3),
  data: rest,
})

/** Stops or starts the card's clock (§6.1.9). */
export const iccClock = layout('PC_to_RDR_IccClock', {
  type: constant(u8, 0x6e),
  length: constant(u32le, 0),
  slot: u8,
  sequence: u8,
  clock: named(u8, { restart: 0, stop: 1 }), // bClockCommand
  reserved: reserved(2),
})

/** Which class GET RESPONSE and ENVELOPE are sent with, by readers that send them (§6.1.10). */
export const t0Apdu = layout('PC_to_RDR_T0APDU', {
  type: constant(u8, 0x6a),
  length: constant(u32le, 0),
  slot: u8,
  sequence: u8,
  changes: u8, // bmChanges: 1 the first of the next two, 2 the second
  classGetResponse: u8, // bClassGetResponse
  classEnvelope: u8, // bClassEnvelope
})

/** Lets the person type a PIN at the reader's own keys (§6.1.11). */
export const secure = cardMessage('PC_to_RDR_Secure', 0x69)

/** abPINDataStructure for verification (§6.1.11), after its bPINOperation. */
export const pinVerification = layout('PIN verification', {
  operation: constant(u8, 0), // bPINOperation
  timeOut: u8, // bTimeOut, seconds; 0: as the reader likes
  format: u8, // bmFormatString
  block: u8, // bmPINBlockString
  lengthFormat: u8, // bmPINLengthFormat
  mostDigits: u8, // wPINMaxExtraDigit: its low byte comes first
  leastDigits: u8,
  complete: u8, // bEntryValidationCondition: 1 longest PIN, 2 key pressed, 4 time is over
  messages: u8, // bNumberMessage
  language: u16le, // wLangId
  message: u8, // bMsgIndex
  prologue: u8, // bTeoPrologue: NAD, PCB and LEN for a reader that needs T=1 blocks
  prologuePcb: u8,
  prologueLength: u8,
  template: rest, // abPINApdu: the command, with a place for the digits
})

/** Moves the card (§6.1.12). */
export const mechanical = layout('PC_to_RDR_Mechanical', {
  type: constant(u8, 0x71),
  length: constant(u32le, 0),
  slot: u8,
  sequence: u8,
  act: named(u8, { accept: 1, eject: 2, capture: 3, lock: 4, unlock: 5 }), // bFunction
  reserved: reserved(2),
})

/** Speed by hand (§6.1.14): kHz and bit/s. The answer has both as they are now. */
export const setRates = layout('PC_to_RDR_SetDataRateAndClockFrequency', {
  type: constant(u8, 0x73),
  length: constant(u32le, 8),
  slot: u8,
  sequence: u8,
  reserved: reserved(3),
  clock: u32le, // dwClockFrequency
  rate: u32le, // dwDataRate
})

/** abData of RDR_to_PC_DataRateAndClockFrequency (§6.2.5). */
export const rates = layout('RDR_to_PC_DataRateAndClockFrequency', { clock: u32le, rate: u32le })
