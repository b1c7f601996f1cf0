import type { CardErrorCode, CardErrorFacts, LoginRefusal } from '@myna/apdu'
import type { Remedy } from './remedies'

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

/** The words of a login that goes well, in one language. */
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
  /** Until the words for an error are there, or if they cannot be loaded. */
  readonly failed: Advice
}

/** What is needed only when something does not work. */
export interface AdviceWords {
  readonly remedies: Readonly<Record<CardErrorCode, Remedy>>
  readonly errors: ErrorWords
  readonly refused: Readonly<Record<LoginRefusal, Advice>>
}
