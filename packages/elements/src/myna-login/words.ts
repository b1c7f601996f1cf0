import type { Purpose } from '@myna/token'
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
  readonly renewalTitle: string
  readonly renewalText: string
  readonly renewalYes: string
  readonly renewalNo: string
  /** A day, written for this language. */
  readonly certificateUntil: (day: string) => string
  readonly certificatePast: (day: string) => string
  readonly dismiss: string
  /** Of the link to what the site says about personal data. */
  readonly policy: string
  /** Over the text of a transaction. */
  readonly transaction: string
  /** In place of the words above, where the signature is no login. */
  readonly forPurpose: Readonly<
    Record<Exclude<Purpose, 'login'>, Pick<LoginWords, 'start' | 'go' | 'done'>>
  >
}

export const loginWords: WordsByLanguage<LoginWords> = {
  ja: async () => loginJa,
  en: () => import('./en').then(({ loginEn }) => loginEn),
  'ja-easy': () => import('./ja-easy').then(({ loginJaEasy }) => loginJaEasy),
}
