import { MynaAutofillElement } from './element'

export { MynaFailedEvent, MynaStepEvent } from '../ceremony/events'
export { MynaAutofillElement } from './element'
export { MynaFilledEvent } from './events'
export type { AutofillStep } from './flow'
export type { FieldName } from './values'

// where there is no document (a server that renders), there is nothing to define
if (globalThis.customElements?.get('myna-autofill') === undefined)
  globalThis.customElements?.define('myna-autofill', MynaAutofillElement)
