import type { SecretName } from '@myna/apdu'
import type { JpkiKey, TokenKind } from '@myna/card'
import type { WordsByLanguage } from '../words/languages'
import type { CeremonyWords } from '../words/words'
import { selfCheckJa } from './ja'

/** What a self-check says, in one language. */
export interface SelfCheckWords extends CeremonyWords {
  readonly start: string
  /** That it is free of everything a person fears. */
  readonly promise: string
  readonly done: string
  readonly stopped: string
  /** How a line is: said before it, so that it is no matter of colour. */
  readonly states: Readonly<Record<'ok' | 'attention' | 'problem' | 'unknown', string>>
  readonly browserOk: string
  readonly reader: (name: string) => string
  readonly tokens: Readonly<Record<TokenKind, string>>
  readonly certificates: Readonly<Record<JpkiKey, string>>
  readonly until: (day: string) => string
  readonly untilSoon: (day: string) => string
  readonly past: (day: string) => string
  readonly there: string
  readonly absent: Readonly<Record<JpkiKey, string>>
  readonly unreadable: string
  readonly cardExpiry: string
  readonly cardPast: (day: string) => string
  readonly secretNames: Readonly<Partial<Record<SecretName, string>>>
  readonly left: (tries: number) => string
  readonly leftUnknown: string
  readonly locked: string
  readonly copyReport: string
}

export const selfCheckWords: WordsByLanguage<SelfCheckWords> = {
  ja: async () => selfCheckJa,
  en: () => import('./en').then(({ selfCheckEn }) => selfCheckEn),
  'ja-easy': () => import('./ja-easy').then(({ selfCheckJaEasy }) => selfCheckJaEasy),
}
