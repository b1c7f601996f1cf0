import type { CommandApdu } from '@myna/apdu'
import { answerOf, fileOf, isAnswer, may, status, type Answer, type CardState } from './state'

export async function readBinary(
  state: CardState,
  { p1, p2, data, expect }: CommandApdu,
): Promise<Answer> {
  if (data !== undefined || expect === undefined) return status(0x6700)
  const isShort = (p1 & 0x80) !== 0
  if (isShort && (p1 & 0x60) !== 0) return status(0x6a86)
  const file = fileOf(state, isShort ? p1 : 0)
  if (isAnswer(file)) return file
  if (file.kind !== 'data') return status(0x6981)
  if (!may(state, file.access)) return status(0x6982)
  const offset = isShort ? p2 : p1 * 0x100 + p2
  const content = await file.content()
  if (offset >= content.length) return status(0x6b00)
  return { status: 0x9000, data: content.slice(offset, offset + expect) }
}

const ONE_RECORD = 0x04 // the record whose number is P1 (ISO 7816-4 §11.4.3)
const RECORDS_FROM = 0x05

export function readRecord(state: CardState, { p1, p2, data, expect }: CommandApdu): Answer {
  if (data !== undefined || expect === undefined) return status(0x6700)
  const mode = p2 & 0x07
  if (mode === RECORDS_FROM) return status(0x6a81) // some cards do not have this form
  if (mode !== ONE_RECORD) return status(0x6a86)
  const file = fileOf(state, p2 >> 3)
  if (isAnswer(file)) return file
  if (file.kind !== 'records') return status(0x6981)
  if (!may(state, file.access)) return status(0x6982)
  const record = file.records[p1 - 1]
  return record === undefined ? status(0x6a83) : answerOf(record, expect)
}
