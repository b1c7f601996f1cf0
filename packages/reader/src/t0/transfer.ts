import { join } from '@myna/bytes'

/** One TPDU: a header of five bytes with or without data in; data with or without, SW1 and SW2 out. */
export type Tpdu = (command: Uint8Array, answerSize: number) => Promise<Uint8Array>

const GET_RESPONSE = 0xc0
const MOST_PARTS = 300 // of one answer: GET RESPONSE after GET RESPONSE

/**
 * One APDU over T=0 (ISO 7816-3 §12.2). The reader's firmware talks with the card byte by byte; what
 * is left to do here is what T=0 cannot say: a command with data and an answer is two commands.
 *
 * A command with data is never sent twice, whatever the card answers: a VERIFY would cost two tries.
 *
 * @throws RangeError for an extended command: ENVELOPE is not spoken
 */
export async function t0Transfer(command: Uint8Array, tpdu: Tpdu): Promise<Uint8Array> {
  const header = command.subarray(0, 4)
  const p3 = command[4]
  if (p3 === undefined) return tpdu(join(header, Uint8Array.of(0)), 0) // case 1: P3 is 00
  if (command.length === 5) return withRightLength(header, p3, tpdu) // case 2
  if (p3 === 0)
    throw new RangeError(
      'T=0 takes short commands only: ENVELOPE (ISO 7816-4 §11.6.2) is not spoken',
    )

  const withoutLe = command.slice(0, 5 + p3) // a copy: it is overwritten once it was sent
  const answer = await tpdu(withoutLe, 0)
  const hasLe = command.length > withoutLe.length // case 4, else case 3
  if (!hasLe || answer.at(-2) !== 0x61) return answer
  return rest(answer, command[0]!, command.at(-1) || 256, tpdu)
}

/** Case 2: the card says 6Cxx when it has another number of bytes, and has done nothing yet. */
async function withRightLength(header: Uint8Array, le: number, tpdu: Tpdu): Promise<Uint8Array> {
  const ask = (length: number) => tpdu(join(header, Uint8Array.of(length)), length || 256)
  let answer = await ask(le)
  if (answer.at(-2) === 0x6c) answer = await ask(answer.at(-1)!)
  return answer.at(-2) === 0x61 ? rest(answer, header[0]!, le || 256, tpdu) : answer
}

/** Fetches what 61xx announces, as far as the command wanted it. */
async function rest(
  first: Uint8Array,
  cla: number,
  wanted: number,
  tpdu: Tpdu,
): Promise<Uint8Array> {
  const header = Uint8Array.of(cla & 0xef, GET_RESPONSE, 0, 0) // not part of a command chain
  const parts = [first.subarray(0, -2)]
  let missing = wanted - (first.length - 2)
  let status = first.subarray(-2)
  while (status[0] === 0x61 && missing > 0 && parts.length < MOST_PARTS) {
    const size = Math.min(status[1] || 256, missing)
    const ask = (length: number) => tpdu(join(header, Uint8Array.of(length & 0xff)), length)
    let answer = await ask(size)
    if (answer.at(-2) === 0x6c) answer = await ask(answer.at(-1) || 256)
    parts.push(answer.subarray(0, -2))
    missing -= answer.length - 2
    status = answer.subarray(-2)
    if (answer.length === 2) break
  }
  return join(...parts, status)
}
