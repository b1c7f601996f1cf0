import type { CommandApdu } from '@myna/apdu'
import { getChallenge, getData } from './objects'
import { readBinary, readRecord } from './read'
import { changeKey, changeReferenceData, verify } from './secrets'
import { select } from './select'
import { internalAuthenticate, sign } from './sign'
import { status, type Answer, type CardState } from './state'

interface Instruction {
  readonly cla: number
  readonly ins: number
  /** `isExtended`: the command came in its extended form (ISO 7816-4 §5.1). */
  run(state: CardState, command: CommandApdu, isExtended: boolean): Answer | Promise<Answer>
}

/** Everything this card knows how to do; any other instruction is 6D00. */
export const instructions: readonly Instruction[] = [
  { cla: 0x00, ins: 0xa4, run: select },
  { cla: 0x00, ins: 0xb0, run: readBinary },
  { cla: 0x00, ins: 0xb2, run: readRecord },
  { cla: 0x00, ins: 0x20, run: verify },
  { cla: 0x00, ins: 0x24, run: changeReferenceData },
  { cla: 0x80, ins: 0x32, run: changeKey },
  { cla: 0x80, ins: 0x2a, run: sign },
  { cla: 0x00, ins: 0x84, run: getChallenge },
  { cla: 0x00, ins: 0xca, run: getData },
  { cla: 0x00, ins: 0x88, run: internalAuthenticate },
  { cla: 0x80, ins: 0xae, run: setSessionKey },
  { cla: 0x80, ins: 0xa2, run: () => status(0x6a86) }, // SET PUBLIC IC KEY: no right P1-P2 is known
  { cla: 0x80, ins: 0xfc, run: () => status(0x6700) }, // an iPhone's; what that answers is not known
]

/**
 * Secure messaging is in 券面事項入力補助 only, and no reader needs it. This card never agrees to a
 * session: it answers what a real one answers to a key it cannot decrypt.
 */
function setSessionKey({ application, verified }: CardState): Answer {
  if (application === undefined) return status(0x6982)
  const { status: refusal, after } = application.sessionKey
  return status(after !== undefined && verified.has(after) ? 0x6a80 : refusal)
}
