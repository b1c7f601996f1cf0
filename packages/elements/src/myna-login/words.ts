import type { WordsByLanguage } from '../words/languages'
import type { CeremonyWords } from '../words/words'
import { loginJa } from './ja'

/** The words of a login that goes well, in one language. */
export interface LoginWords extends CeremonyWords {
  readonly start: string
  readonly sends: (origin: string) => string
  readonly sendsNot: string
  readonly checking: string
  readonly done: string
}

export const loginWords: WordsByLanguage<LoginWords> = {
  ja: async () => loginJa,
  en: () => import('./en').then(({ loginEn }) => loginEn),
  'ja-easy': () => import('./ja-easy').then(({ loginJaEasy }) => loginJaEasy),
}
