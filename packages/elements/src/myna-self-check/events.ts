import { passing } from '../ceremony/events'

/** A self-check has come to its end. What was found stays on the screen: it is the person's. */
export class MynaCheckedEvent extends Event {
  constructor() {
    super('myna-checked', passing)
  }
}

declare global {
  interface HTMLElementEventMap {
    'myna-checked': MynaCheckedEvent
  }
}
