import type { CommandApdu } from '@myna/apdu'
import { join, sameBytes } from '@myna/bytes'
import { rsaPrivate } from '../rsa'
import { padType1 } from '../rsa-padding'
import { sha256, sha256Info } from './digests'
import type { KeyFile } from './files'
import { signatureForms } from './signature-forms'
import {
  answerOf,
  fileOf,
  isAnswer,
  may,
  namesFile,
  status,
  type Answer,
  type CardState,
} from './state'

/** COMPUTE DIGITAL SIGNATURE: with a key of JPKI by P1 and P2, or with an application's own key. */
export async function sign(state: CardState, command: CommandApdu): Promise<Answer> {
  const { p1, p2, data, expect } = command
  const ownKey = state.application?.ownKey
  if (p2 === 0x00 && ownKey !== undefined) return provePresence(state, ownKey, command)
  const makeBlock = signatureForms[p1]
  if (makeBlock === undefined || !namesFile(p2)) return status(0x6a86)
  const file = fileOf(state, p2)
  if (isAnswer(file)) return file
  if (file.kind !== 'key') return status(0x6981)
  if (!may(state, file.access)) return status(0x6982)
  if (file.use !== 'signature') return status(0x6985) // P2 = 00 is the only form told of the others
  if (data === undefined || expect === undefined) return status(0x6700)
  const block = await makeBlock(data, state.random)
  return block === undefined ? status(0x6985) : answerOf(rsaPrivate(file.key, block), expect)
}

/**
 * `80 2A 00 00` in the two 券面 applications (`card.md` §5). Nobody told of other P1, or of other data
 * than the DigestInfo of a SHA-256, so there are none here.
 */
async function provePresence(
  state: CardState,
  ownKey: number,
  { p1, data, expect }: CommandApdu,
): Promise<Answer> {
  if (p1 !== 0x00) return status(0x6a86)
  if (data === undefined || expect === undefined) return status(0x6700)
  const prefix = data.subarray(0, sha256Info.length)
  if (data.length !== sha256Info.length + 32 || !sameBytes(prefix, sha256Info))
    return status(0x6985)
  const { key } = state.application!.files.get(ownKey) as KeyFile
  return answerOf(rsaPrivate(key, padType1(data)), expect)
}

const LONGEST_CHALLENGE = 255

/**
 * Only the key of the common application offers it, and only by its short identifier as far as is
 * known. A key that still wants its PIN says that first (`card.md` §4).
 */
export async function internalAuthenticate(
  state: CardState,
  { p1, p2, data, expect }: CommandApdu,
): Promise<Answer> {
  if (p1 !== 0x00) return status(0x6a86)
  const file = fileOf(state, p2)
  if (isAnswer(file) || file.kind !== 'key') return status(0x6985)
  if (!may(state, file.access)) return status(0x6982)
  if (file.use !== 'INTERNAL AUTHENTICATE' || !namesFile(p2) || p2 === 0x80) return status(0x6985)
  if (data === undefined || data.length > LONGEST_CHALLENGE || expect === undefined)
    return status(0x6700)
  return answerOf(rsaPrivate(file.key, padType1(join(sha256Info, await sha256(data)))), expect)
}
