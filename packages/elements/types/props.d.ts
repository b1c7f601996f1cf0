// Made by make-manifest.ts from the elements. Types only: nothing of it runs.
import type { MynaAgeCheckElement, MynaAgeCheckedEvent, MynaAutofillElement, MynaCheckedEvent, MynaFailedEvent, MynaFilledEvent, MynaLoginElement, MynaSelfCheckElement, MynaSignedInEvent, MynaStepEvent } from '@myna/elements'

export interface MynaLoginElementProps {
  'challenge-url'?: string | undefined
  'verify-url'?: string | undefined
  'renewal-url'?: string | undefined
  'redirect-url'?: string | undefined
  'policy-url'?: string | undefined
  'keeps'?: string | undefined
  'name'?: string | undefined
  'required'?: boolean | undefined
  'purpose'?: string | undefined
  'transaction'?: string | undefined
  'lang'?: string | undefined
  'keypad'?: boolean | undefined
  'openReader'?: MynaLoginElement['openReader'] | undefined
  'server'?: MynaLoginElement['server'] | undefined
  'texts'?: MynaLoginElement['texts'] | undefined
  'now'?: MynaLoginElement['now'] | undefined
  'onmyna-signed-in'?: ((event: MynaSignedInEvent) => void) | undefined
  'onmyna-failed'?: ((event: MynaFailedEvent) => void) | undefined
  'onmyna-step'?: ((event: MynaStepEvent) => void) | undefined
}

export interface MynaAgeCheckElementProps {
  'over'?: string | undefined
  'patterns'?: string | undefined
  'min-assurance'?: string | undefined
  'day-before'?: boolean | undefined
  'experimental-age-record'?: boolean | undefined
  'challenge-url'?: string | undefined
  'verify-url'?: string | undefined
  'keeps'?: string | undefined
  'name'?: string | undefined
  'required'?: boolean | undefined
  'lang'?: string | undefined
  'keypad'?: boolean | undefined
  'anchors'?: MynaAgeCheckElement['anchors'] | undefined
  'ocrParts'?: MynaAgeCheckElement['ocrParts'] | undefined
  'pictures'?: MynaAgeCheckElement['pictures'] | undefined
  'openReader'?: MynaAgeCheckElement['openReader'] | undefined
  'server'?: MynaAgeCheckElement['server'] | undefined
  'texts'?: MynaAgeCheckElement['texts'] | undefined
  'now'?: MynaAgeCheckElement['now'] | undefined
  'onmyna-age-checked'?: ((event: MynaAgeCheckedEvent) => void) | undefined
  'onmyna-failed'?: ((event: MynaFailedEvent) => void) | undefined
  'onmyna-step'?: ((event: MynaStepEvent) => void) | undefined
}

export interface MynaAutofillElementProps {
  'for'?: string | undefined
  'lang'?: string | undefined
  'keypad'?: boolean | undefined
  'keeps'?: string | undefined
  'mapping'?: MynaAutofillElement['mapping'] | undefined
  'anchors'?: MynaAutofillElement['anchors'] | undefined
  'openReader'?: MynaAutofillElement['openReader'] | undefined
  'texts'?: MynaAutofillElement['texts'] | undefined
  'now'?: MynaAutofillElement['now'] | undefined
  'onmyna-filled'?: ((event: MynaFilledEvent) => void) | undefined
  'onmyna-failed'?: ((event: MynaFailedEvent) => void) | undefined
  'onmyna-step'?: ((event: MynaStepEvent) => void) | undefined
}

export interface MynaSelfCheckElementProps {
  'lang'?: string | undefined
  'openReader'?: MynaSelfCheckElement['openReader'] | undefined
  'examine'?: MynaSelfCheckElement['examine'] | undefined
  'texts'?: MynaSelfCheckElement['texts'] | undefined
  'now'?: MynaSelfCheckElement['now'] | undefined
  'onmyna-checked'?: ((event: MynaCheckedEvent) => void) | undefined
  'onmyna-failed'?: ((event: MynaFailedEvent) => void) | undefined
  'onmyna-step'?: ((event: MynaStepEvent) => void) | undefined
}
