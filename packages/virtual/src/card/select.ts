import type { CommandApdu } from '@myna/apdu'
import { encodeTlv, hex, toHex } from '@myna/bytes'
import { answerOf, enter, OK, status, type Answer, type CardState } from './state'

const CARD_MANAGER = hex('a0000001510000')
const NO_DATA = 0x0c // P2
const FCI = 0x00
const MOST_NAME = 16 // ISO 7816-4 §8.2.1.2

export function select(
  state: CardState,
  { p1, p2, data = new Uint8Array(0), expect }: CommandApdu,
): Answer {
  if (p1 === 0x04) return selectApplication(state, p2, data, expect)
  if (p1 === 0x00 && data.length === 0)
    return state.application && p2 === 0x00 ? OK : status(0x6a86)
  if (p1 === 0x00) return status(0x6a82) // there is no 3F00 to select
  if (p1 !== 0x02 || p2 !== NO_DATA) return status(0x6a86)
  if (data.length !== 2 || expect !== undefined) return status(0x6700)
  const file = data[0]! * 0x100 + data[1]!
  if (!state.application?.files.has(file)) return status(0x6a82)
  state.file = file
  return OK
}

/** The beginning of a name is enough; of several that begin so, the first on the card is taken. */
function selectApplication(
  state: CardState,
  p2: number,
  name: Uint8Array,
  expect: number | undefined,
): Answer {
  if (p2 !== NO_DATA && p2 !== FCI) return status(0x6a86)
  if (p2 === FCI && expect === undefined) return status(0x6700) // an FCI wants an Le
  if (p2 === NO_DATA && expect !== undefined) return status(0x6700)
  if (name.length === 0 || name.length > MOST_NAME) return status(0x6a82)
  const asked = toHex(name)
  const found = state.applications.find((application) => toHex(application.name).startsWith(asked))
  if (found === undefined && !toHex(CARD_MANAGER).startsWith(asked)) return status(0x6a82)
  enter(state, found) // the card manager is the state after a reset (`card.md` §1.3)
  if (p2 === NO_DATA) return OK
  // real cards answer with an FCI whose bytes nobody has published; this one names the application
  return answerOf(encodeTlv(0x6f, encodeTlv(0x84, found?.name ?? CARD_MANAGER)), expect!)
}
