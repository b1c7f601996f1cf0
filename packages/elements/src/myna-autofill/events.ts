import { passing } from '../ceremony/events'
import type { FieldName } from './values'

/** Fields of the form have been filled in. It tells which, and not with what. */
export class MynaFilledEvent extends Event {
  readonly fields: readonly FieldName[]

  constructor(fields: readonly FieldName[]) {
    super('myna-filled', passing)
    this.fields = fields
  }
}

declare global {
  interface HTMLElementEventMap {
    'myna-filled': MynaFilledEvent
  }
}
