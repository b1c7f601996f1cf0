import { CardError } from '@myna/apdu'

/**
 * A part of the driver that only some readers need, and that a page downloads when one of them is
 * met. A page that has lost its server hears of it by that name.
 *
 * @throws CardError `server-unreachable`
 */
export const loadPart = <T>(part: Promise<T>): Promise<T> =>
  part.catch((cause: unknown) => {
    throw new CardError('server-unreachable', {}, { cause })
  })
