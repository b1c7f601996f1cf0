import type { CommandApdu } from '@myna/apdu'
import { sameBytes } from '@myna/bytes'
import type { ChangeRule, SecretFile } from './files'
import { fileOf, isAnswer, namesFile, OK, status, type Answer, type CardState } from './state'

export function verify(state: CardState, { p1, p2, data, expect }: CommandApdu): Answer {
  if (p1 !== 0x00 || !namesFile(p2)) return status(0x6a86)
  const file = fileOf(state, p2)
  if (isAnswer(file)) return file
  if (file.kind !== 'secret') return status(0x6981)
  if (expect !== undefined) return status(0x6700) // a question with Le is no question for the tries
  if (data === undefined) return status(0x63c0 + file.triesLeft) // also when verified: never 9000
  if (file.triesLeft === 0) return status(0x6984)
  return present(state, file, data)
}

function present(state: CardState, file: SecretFile, value: Uint8Array): Answer {
  if (sameBytes(value, file.value)) {
    file.triesLeft = file.tries
    state.verified.add(state.file!)
    return OK
  }
  file.triesLeft-- // a value of the wrong length counts as wrong, too
  state.verified.delete(state.file!)
  return status(0x63c0 + file.triesLeft)
}

/** JPKI and 券面事項入力補助. */
export const changeReferenceData = (state: CardState, command: CommandApdu): Answer =>
  change(state, command, 'CHANGE REFERENCE DATA', 0x01)

/** 共通カード and 住基. */
export const changeKey = (state: CardState, command: CommandApdu): Answer =>
  change(state, command, 'CHANGE KEY', 0x00)

/** A secret of another application's form, or one that cannot be changed, does not tell more. */
function change(
  state: CardState,
  { p1, p2, data, expect }: CommandApdu,
  by: ChangeRule['by'],
  rightP1: number,
): Answer {
  if (p1 !== rightP1 || !namesFile(p2)) return status(0x6a86)
  const file = fileOf(state, p2)
  if (isAnswer(file)) return file
  if (file.kind !== 'secret') return status(0x6981)
  if (file.change?.by !== by) return status(0x6985)
  if (!state.verified.has(state.file!)) return status(0x6982)
  const { least, most } = file.change
  if (expect !== undefined || data === undefined || data.length < least || data.length > most)
    return status(0x6700)
  file.value = data
  return OK
}
