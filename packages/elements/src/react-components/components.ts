// For React 18 and older, which set attributes only and do not hear events of their own; React 19 needs
// nothing but the types of `@myna/elements/react`. The tags are defined by `@myna/elements/myna-…`.
import { createComponent, type EventName } from '@lit/react'
import type { MynaFailedEvent, MynaStepEvent } from '../ceremony/events'
import { MynaAgeCheckElement } from '../myna-age-check/element'
import type { MynaAgeCheckedEvent } from '../myna-age-check/events'
import { MynaAutofillElement } from '../myna-autofill/element'
import type { MynaFilledEvent } from '../myna-autofill/events'
import { MynaLoginElement } from '../myna-login/element'
import type { MynaSignedInEvent } from '../myna-login/events'
import { MynaSelfCheckElement } from '../myna-self-check/element'
import type { MynaCheckedEvent } from '../myna-self-check/events'

/** What `import * as React from 'react'` gives: the site's own, so that there is one. */
export type ReactModule = Parameters<typeof createComponent>[0]['react']

/** What every element tells. */
const common = {
  onFailed: 'myna-failed' as EventName<MynaFailedEvent>,
  onStep: 'myna-step' as EventName<MynaStepEvent>,
}

/** `<myna-login>` as a component: its properties, `onSignedIn`, `onFailed`, `onStep`. */
export const loginComponent = (react: ReactModule) =>
  createComponent({
    react,
    tagName: 'myna-login',
    elementClass: MynaLoginElement,
    events: { ...common, onSignedIn: 'myna-signed-in' as EventName<MynaSignedInEvent> },
  })

/** `<myna-age-check>` as a component: its properties, `onAgeChecked`, `onFailed`, `onStep`. */
export const ageCheckComponent = (react: ReactModule) =>
  createComponent({
    react,
    tagName: 'myna-age-check',
    elementClass: MynaAgeCheckElement,
    events: { ...common, onAgeChecked: 'myna-age-checked' as EventName<MynaAgeCheckedEvent> },
  })

/** `<myna-autofill>` as a component: its properties, `onFilled`, `onFailed`, `onStep`. */
export const autofillComponent = (react: ReactModule) =>
  createComponent({
    react,
    tagName: 'myna-autofill',
    elementClass: MynaAutofillElement,
    events: { ...common, onFilled: 'myna-filled' as EventName<MynaFilledEvent> },
  })

/** `<myna-self-check>` as a component: its properties, `onChecked`, `onFailed`, `onStep`. */
export const selfCheckComponent = (react: ReactModule) =>
  createComponent({
    react,
    tagName: 'myna-self-check',
    elementClass: MynaSelfCheckElement,
    events: { ...common, onChecked: 'myna-checked' as EventName<MynaCheckedEvent> },
  })
