import { MynaLoginElement } from './element'

export type { OpenReader } from '../ceremony/open-reader'
export { MynaLoginElement } from './element'
export { MynaFailedEvent, MynaStepEvent } from '../ceremony/events'
export { MynaSignedInEvent } from './events'
export type { LoginStep } from './flow'

// where there is no document (a server that renders), there is nothing to define
if (globalThis.customElements?.get('myna-login') === undefined)
  globalThis.customElements?.define('myna-login', MynaLoginElement)
