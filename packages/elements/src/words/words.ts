import type { CardErrorCode, CardErrorFacts, LoginRefusal } from '@myna/apdu'

/** What a person reads when something did not work: what it is, and what to do now. */
export interface Advice {
  readonly title: string
  readonly text: string
}

/** Each situation has words of its own; one without them does not compile. */
export type ErrorWords = {
  readonly [Code in Exclude<CardErrorCode, 'login-refused'>]: (
    facts: CardErrorFacts[Code],
  ) => Advice
}

/** All words of the login in one language. */
export interface Words {
  readonly language: string
  readonly start: string
  readonly sends: (origin: string) => string
  readonly sendsNot: string
  readonly chooseReader: string
  readonly placeCard: string
  readonly reading: string
  readonly pinLabel: string
  readonly pinHint: string
  readonly triesLeft: (tries: number | undefined) => string
  readonly pinImpossible: string
  readonly pinOther: string
  readonly pinWrong: (triesLeft: number | undefined) => string
  readonly showPin: string
  readonly hidePin: string
  readonly go: string
  readonly stop: string
  readonly lastTry: (triesLeft: number | undefined) => Advice
  readonly lastTryGoOn: string
  readonly confirmLastTry: Advice
  readonly confirmGoOn: string
  readonly keepCard: string
  readonly checking: string
  readonly done: string
  readonly again: string
  readonly otherReader: string
  readonly errors: ErrorWords
  readonly refused: Readonly<Record<LoginRefusal, Advice>>
}

const loaders: Readonly<Record<string, () => Promise<Words>>> = {
  en: () => import('./en').then(({ en }) => en),
}

/**
 * Words for a language tag (BCP 47). Japanese is always there; a language that cannot be loaded, or
 * that nobody has written, gets English, or Japanese if that fails too.
 */
export async function wordsFor(tag: string, ja: Words): Promise<Words> {
  const [language = 'ja'] = tag.toLowerCase().split('-')
  if (language === 'ja' || language === '') return ja
  const load = loaders[language] ?? loaders['en']!
  return load().catch(() => ja)
}
