import type { CommandApdu } from '@myna/apdu'
import { answerOf, status, type Answer, type CardState } from './state'

export function getChallenge(
  { random }: CardState,
  { p1, p2, data, expect }: CommandApdu,
  isExtended: boolean,
): Answer {
  if (p1 !== 0 || p2 !== 0) return status(0x6a86)
  if (data !== undefined || expect === undefined) return status(0x6700)
  return isExtended ? status(0x6985) : { status: 0x9000, data: random(expect) }
}

/**
 * Objects of the card itself (`card.md` §7). Some cards have some of them inside an application, too;
 * this one only while none is selected. One that is too long for Le is refused with 6700.
 */
export async function getData(
  state: CardState,
  { p1, p2, data, expect }: CommandApdu,
): Promise<Answer> {
  if (data !== undefined || expect === undefined) return status(0x6700)
  const object = state.application ? undefined : state.objects.get(p1 * 0x100 + p2)
  return object === undefined ? status(0x6a88) : answerOf(await object(), expect)
}
