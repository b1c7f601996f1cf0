import { MynaSelfCheckElement } from './element'

export { MynaFailedEvent, MynaStepEvent } from '../ceremony/events'
export { MynaSelfCheckElement } from './element'
export { MynaCheckedEvent } from './events'
export type { SelfCheckStep } from './flow'

// where there is no document (a server that renders), there is nothing to define
if (globalThis.customElements?.get('myna-self-check') === undefined)
  globalThis.customElements?.define('myna-self-check', MynaSelfCheckElement)
