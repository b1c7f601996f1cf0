// Made by make-manifest.ts from the elements. Types only: nothing of it runs.
import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { MynaLoginElementProps, MynaAgeCheckElementProps, MynaAutofillElementProps, MynaSelfCheckElementProps } from './props.js'
import type { MynaLoginElement, MynaAgeCheckElement, MynaAutofillElement, MynaSelfCheckElement } from '@myna/elements'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'myna-login': MynaLoginElementProps & DetailedHTMLProps<Omit<HTMLAttributes<MynaLoginElement>, keyof MynaLoginElementProps>, MynaLoginElement>
      'myna-age-check': MynaAgeCheckElementProps & DetailedHTMLProps<Omit<HTMLAttributes<MynaAgeCheckElement>, keyof MynaAgeCheckElementProps>, MynaAgeCheckElement>
      'myna-autofill': MynaAutofillElementProps & DetailedHTMLProps<Omit<HTMLAttributes<MynaAutofillElement>, keyof MynaAutofillElementProps>, MynaAutofillElement>
      'myna-self-check': MynaSelfCheckElementProps & DetailedHTMLProps<Omit<HTMLAttributes<MynaSelfCheckElement>, keyof MynaSelfCheckElementProps>, MynaSelfCheckElement>
    }
  }
}
