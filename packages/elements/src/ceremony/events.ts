import type { AnyCardError } from '@myna/apdu'

/** They leave the shadow root, so that a page can listen anywhere. */
export const passing = { bubbles: true, composed: true } as const

/** It did not work, or the person stopped (code `cancelled`). The element shows the words itself. */
export class MynaFailedEvent extends Event {
  readonly error: AnyCardError

  constructor(error: AnyCardError) {
    super('myna-failed', passing)
    this.error = error
  }
}

/** Any widget's step, as far as all of them have it. */
export interface AnyStep {
  readonly at: string
  readonly error?: AnyCardError
}

/** A widget has come to another step. Steps never hold what a person typed or what a card said. */
export class MynaStepEvent<Step extends AnyStep = AnyStep> extends Event {
  readonly step: Step

  constructor(step: Step) {
    super('myna-step', passing)
    this.step = step
  }
}

declare global {
  interface HTMLElementEventMap {
    'myna-failed': MynaFailedEvent
    'myna-step': MynaStepEvent
  }
}
