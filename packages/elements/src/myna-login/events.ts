import type { AnyCardError } from '@myna/apdu'
import type { LoginStep } from './flow'

const passing = { bubbles: true, composed: true } as const

/** The server believed the login; its session is there already. */
export class MynaSignedInEvent extends Event {
  /** What the server answered, parsed from JSON; `undefined` if it was empty. */
  readonly answer: unknown

  constructor(answer: unknown) {
    super('myna-signed-in', passing)
    this.answer = answer
  }
}

/** It did not work, or the person stopped (code `cancelled`). The element shows the words itself. */
export class MynaFailedEvent extends Event {
  readonly error: AnyCardError

  constructor(error: AnyCardError) {
    super('myna-failed', passing)
    this.error = error
  }
}

/** The login has come to another step. */
export class MynaStepEvent extends Event {
  readonly step: LoginStep

  constructor(step: LoginStep) {
    super('myna-step', passing)
    this.step = step
  }
}

declare global {
  interface HTMLElementEventMap {
    'myna-signed-in': MynaSignedInEvent
    'myna-failed': MynaFailedEvent
    'myna-step': MynaStepEvent
  }
}
