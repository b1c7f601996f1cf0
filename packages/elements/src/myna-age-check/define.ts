import { MynaAgeCheckElement } from './element'

export { MynaFailedEvent, MynaStepEvent } from '../ceremony/events'
export { httpAgeServer, type AgeServer } from './age-server'
export { MynaAgeCheckElement } from './element'
export { MynaAgeCheckedEvent } from './events'
export type { AgeStep, Unanswered } from './flow'

// where there is no document (a server that renders), there is nothing to define
if (globalThis.customElements?.get('myna-age-check') === undefined)
  globalThis.customElements?.define('myna-age-check', MynaAgeCheckElement)
