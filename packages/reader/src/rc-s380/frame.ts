import { MalformedBytes, sameBytes } from '@myna/bytes'

// Frames of the NFC Port-100 chip (readers.md §3.1):
//   00 00 FF FF FF | LEN lo hi | LCS | D6 or D7, code, data … | DCS | 00

const START = Uint8Array.of(0x00, 0x00, 0xff, 0xff, 0xff)
const ACKNOWLEDGEMENT = Uint8Array.of(0x00, 0x00, 0xff, 0x00, 0xff, 0x00)
const HEAD = START.length + 3 // up to LCS
const TAIL = 2 // DCS, postamble
const COMMAND = 0xd6
const ANSWER = 0xd7

/** Bytes of the longest frame: the chip carries 290 of data for the air, and some of its own. */
export const LONGEST_FRAME = HEAD + 2 + 290 + 16 + TAIL

/**
 * What ends a command that the chip is busy with, and resets its ear. It sends the same to say that it has taken a
 * command.
 */
export const acknowledgement = (): Uint8Array => ACKNOWLEDGEMENT.slice()

export function commandFrame(code: number, data: Uint8Array): Uint8Array {
  const length = 2 + data.length
  const frame = new Uint8Array(HEAD + length + TAIL)
  frame.set(START)
  frame.set([length & 0xff, length >> 8], START.length)
  frame[HEAD - 1] = -(frame[5]! + frame[6]!) & 0xff // LCS
  frame.set([COMMAND, code], HEAD)
  frame.set(data, HEAD + 2)
  frame[HEAD + length] = checksum(frame.subarray(HEAD, HEAD + length)) // DCS
  return frame
}

/** Bytes of the frame that begins here, or `undefined` while that is not known yet. */
export function frameLength(head: Uint8Array): number | undefined {
  if (head.length === START.length && sameBytes(head, START)) return START.length // an error frame
  if (head.length < ACKNOWLEDGEMENT.length) return undefined
  if (head[3] === 0x00) return ACKNOWLEDGEMENT.length
  if (head.length < HEAD) return undefined
  return HEAD + head[5]! + head[6]! * 0x100 + TAIL
}

export type ReaderFrame =
  | { readonly is: 'acknowledgement' }
  | { readonly is: 'error' }
  | { readonly is: 'answer'; readonly code: number; readonly data: Uint8Array }

/** Reads a frame of the reader. @throws MalformedBytes */
export function readFrame(frame: Uint8Array): ReaderFrame {
  if (sameBytes(frame, ACKNOWLEDGEMENT)) return { is: 'acknowledgement' }
  if (sameBytes(frame, START)) return { is: 'error' }
  const length = frame.length - HEAD - TAIL
  const [low = 0, high = 0, lcs = 0] = frame.subarray(START.length, HEAD)
  if (
    length < 2 ||
    !sameBytes(frame.subarray(0, START.length), START) ||
    low + high * 0x100 !== length
  )
    throw new MalformedBytes(`Port-100 frame of ${frame.length} bytes`)
  if (((low + high + lcs) & 0xff) !== 0) throw new MalformedBytes('Port-100 frame.LCS is wrong')
  const body = frame.subarray(HEAD, HEAD + length)
  if (checksum(body) !== frame[HEAD + length])
    throw new MalformedBytes('Port-100 frame.DCS is wrong')
  if (body[0] !== ANSWER) throw new MalformedBytes('Port-100 frame is no answer')
  return { is: 'answer', code: body[1]!, data: body.slice(2) }
}

/** What makes the sum of all bytes zero. */
const checksum = (bytes: Uint8Array): number => -bytes.reduce((sum, byte) => sum + byte, 0) & 0xff
