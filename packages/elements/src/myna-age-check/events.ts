import type { AgeAnswer } from '@myna/token'
import { passing } from '../ceremony/events'

/** An age was checked. The answer says yes or no and how sure that is; a date of birth has no place in it. */
export class MynaAgeCheckedEvent extends Event {
  readonly answer: AgeAnswer
  /** The answer, signed by the site's server (JWS), if it signs one. */
  readonly result: string | undefined

  constructor(answer: AgeAnswer, result: string | undefined) {
    super('myna-age-checked', passing)
    this.answer = answer
    this.result = result
  }
}

declare global {
  interface HTMLElementEventMap {
    'myna-age-checked': MynaAgeCheckedEvent
  }
}
