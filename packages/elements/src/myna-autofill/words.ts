import type { Genuine } from '@myna/card'
import type { NumberBWords } from '../ceremony/number-b-form'
import type { WordsByLanguage } from '../words/languages'
import type { CeremonyWords } from '../words/words'
import { autofillJa } from './ja'
import type { AttributeName } from './values'

/** What an autofill says, in one language. */
export interface AutofillWords extends CeremonyWords {
  readonly numberB: NumberBWords
  readonly start: string
  /** What the form will get, before anything is read. */
  readonly asks: (attributes: string) => string
  readonly stays: string
  readonly reviewTitle: string
  readonly reviewText: (origin: string) => string
  readonly attributes: Readonly<Record<AttributeName, string>>
  readonly sexes: Readonly<Record<'male' | 'female' | 'not-told', string>>
  readonly genuine: string
  readonly notGenuine: Readonly<Record<Extract<Genuine, { genuine: false }>['because'], string>>
  readonly unsure: string
  readonly unknownPart: string
  readonly handOver: string
  readonly done: (fields: number) => string
  readonly doneText: string
  readonly noForm: string
}

export const autofillWords: WordsByLanguage<AutofillWords> = {
  ja: async () => autofillJa,
  en: () => import('./en').then(({ autofillEn }) => autofillEn),
  'ja-easy': () => import('./ja-easy').then(({ autofillJaEasy }) => autofillJaEasy),
}
