import type { NumberBWords } from '../ceremony/number-b-form'
import type { WordsByLanguage } from '../words/languages'
import type { Advice, CeremonyWords } from '../words/words'
import type { Unanswered } from './flow'
import { ageJa } from './ja'
import type { Pattern } from './patterns'

/** How one way is offered: what it needs, what the site learns, how sure it is. */
export interface PatternWords {
  readonly name: string
  readonly needs: string
  readonly learns: string
  readonly sure: string
}

/** What an age check says, in one language. */
export interface AgeWords extends CeremonyWords {
  readonly numberB: NumberBWords
  readonly title: (years: number) => string
  readonly choose: string
  readonly patterns: Readonly<Record<Pattern, PatternWords>>
  readonly noPattern: string
  readonly start: string
  readonly signTitle: string
  readonly signText: (origin: string, years: number) => string
  readonly signHandsOver: string
  readonly sign: string
  readonly checking: string
  readonly yes: (years: number) => Advice
  readonly no: (years: number) => Advice
  readonly notChecked: string
  readonly unanswered: Readonly<Record<Unanswered, Advice>>
  readonly otherWay: string
  readonly cameraTitle: string
  readonly cameraText: string
  readonly takeFile: string
  readonly seen: Readonly<
    Record<'front' | 'back-side' | 'other-document' | 'no-card' | 'dark' | 'blurred', string>
  >
  readonly confirmTitle: string
  readonly confirmText: string
  readonly notOnBirthday: string
  readonly answerByPicture: string
  readonly useWithReader: string
  /** After a refusal of a signing certificate that was stopped (`ux.md` 25). */
  readonly moved: string
}

export const ageWords: WordsByLanguage<AgeWords> = {
  ja: async () => ageJa,
  en: () => import('./en').then(({ ageEn }) => ageEn),
  'ja-easy': () => import('./ja-easy').then(({ ageJaEasy }) => ageJaEasy),
}
