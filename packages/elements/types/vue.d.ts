// Made by make-manifest.ts from the elements. Types only: nothing of it runs.
import type { DefineComponent } from 'vue'
import type { MynaLoginElementProps, MynaAgeCheckElementProps, MynaAutofillElementProps, MynaSelfCheckElementProps } from './props.js'

declare module 'vue' {
  interface GlobalComponents {
    'myna-login': DefineComponent<MynaLoginElementProps>
    'myna-age-check': DefineComponent<MynaAgeCheckElementProps>
    'myna-autofill': DefineComponent<MynaAutofillElementProps>
    'myna-self-check': DefineComponent<MynaSelfCheckElementProps>
  }
}
