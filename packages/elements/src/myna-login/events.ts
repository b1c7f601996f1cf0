import { passing } from '../ceremony/events'

/** The server believed the login; its session is there already. */
export class MynaSignedInEvent extends Event {
  /** What the server answered, parsed from JSON; `undefined` if it was empty. */
  readonly answer: unknown

  constructor(answer: unknown) {
    super('myna-signed-in', passing)
    this.answer = answer
  }
}

declare global {
  interface HTMLElementEventMap {
    'myna-signed-in': MynaSignedInEvent
  }
}
