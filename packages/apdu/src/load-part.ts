import { CardError } from './error'

/**
 * A part of a program that a page downloads when it is needed. A page that has lost its server hears
 * of it by that name.
 *
 * @throws CardError `server-unreachable`
 */
export const loadPart = <T>(part: Promise<T>): Promise<T> =>
  part.catch((cause: unknown) => {
    throw new CardError('server-unreachable', {}, { cause })
  })
