import { passing } from '../ceremony/events'

/**
 * The server believed the login; its session is there already. Cancelling it keeps the element from
 * going to `redirect-url`.
 */
export class MynaSignedInEvent extends Event {
  /** What the server answered, parsed from JSON; `undefined` if it was empty. */
  readonly answer: unknown

  constructor(answer: unknown) {
    super('myna-signed-in', { ...passing, cancelable: true })
    this.answer = answer
  }
}

declare global {
  interface HTMLElementEventMap {
    'myna-signed-in': MynaSignedInEvent
  }
}
