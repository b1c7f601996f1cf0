// Made by make-manifest.ts from the elements. Types only: nothing of it runs.
import type { HTMLAttributes } from 'svelte/elements'
import type { MynaLoginElementProps, MynaAgeCheckElementProps, MynaAutofillElementProps, MynaSelfCheckElementProps } from './props.js'
import type { MynaLoginElement, MynaAgeCheckElement, MynaAutofillElement, MynaSelfCheckElement } from '@myna/elements'

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'myna-login': MynaLoginElementProps & Omit<HTMLAttributes<MynaLoginElement>, keyof MynaLoginElementProps>
    'myna-age-check': MynaAgeCheckElementProps & Omit<HTMLAttributes<MynaAgeCheckElement>, keyof MynaAgeCheckElementProps>
    'myna-autofill': MynaAutofillElementProps & Omit<HTMLAttributes<MynaAutofillElement>, keyof MynaAutofillElementProps>
    'myna-self-check': MynaSelfCheckElementProps & Omit<HTMLAttributes<MynaSelfCheckElement>, keyof MynaSelfCheckElementProps>
  }
}
