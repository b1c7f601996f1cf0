import type { CardErrorCode, CardErrorFacts, LoginRefusal, SecretName } from '@myna/apdu'
import type { Item } from '../ceremony/receipt'
import type { Owner, Situation } from './remedies'

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

/** How one secret of the card is asked for. */
export interface SecretWords {
  readonly label: string
  readonly hint: string
  readonly impossible: string
  /** Only a secret with letters has them. */
  readonly lowerCase?: string
  /** It looks like another secret. */
  readonly other?: string
}

/** What every widget says while a person, a reader and a card meet, in one language. */
export interface CeremonyWords {
  /** Of the words, for `lang` (BCP 47). */
  readonly language: string
  readonly chooseReader: string
  readonly placeCard: string
  /** The n-th of m things. */
  readonly reading: (part: number, parts: number) => string
  readonly triesLeft: (tries: number | undefined) => string
  readonly pinWrong: (triesLeft: number | undefined) => string
  readonly typeAtReader: string
  readonly showSecret: string
  readonly hideSecret: string
  readonly keypad: string
  readonly eraseDigit: string
  readonly stop: string
  readonly lastTry: (triesLeft: number | undefined) => Advice
  readonly lastTryGoOn: string
  readonly confirmLastTry: Advice
  readonly confirmGoOn: string
  readonly keepCard: string
  readonly again: string
  readonly otherReader: string
  /** Until the words for an error are there, or if they cannot be loaded. */
  readonly failed: Advice
  /** Of the secrets this widget asks for. */
  readonly secrets: Readonly<Partial<Record<SecretName, SecretWords>>>
  /** The button under a secret. */
  readonly go: string
}

/** Shared words; a widget adds its secrets and what its button is called. */
export type SharedWords = Omit<CeremonyWords, 'secrets' | 'go'>

export type ItemWords = Readonly<Record<Item, string>>

export interface ReceiptWords {
  readonly items: ItemWords
  readonly title: string
  readonly site: string
  readonly at: string
  /** A moment, as a person of this language writes it; in Japan's time. */
  readonly time: (iso: string) => string
  readonly read: string
  readonly sent: string
  readonly nothing: string
  readonly never: string
  readonly neverItems: string
  /** Over the text of a transaction. */
  readonly confirmed: string
  readonly keeps: string
  readonly keepsUnsaid: string
  readonly copy: string
  readonly copied: string
  readonly print: string
}

/** How a lock is got rid of, by what the person says of themselves. */
export interface LockHelpWords {
  readonly knowsOther: (other: SecretName) => string
  readonly yes: string
  readonly no: string
  readonly lives: string
  readonly inJapan: string
  readonly inAbroad: string
  readonly withOther: string
  readonly office: string
  readonly abroad: string
}

/** What is needed only after a person began: when something does not work, and at the end. */
export interface AdviceWords {
  readonly receipt: ReceiptWords
  readonly lockHelp: LockHelpWords
  /** Of the code for the site's help desk; it holds nothing about the person. */
  readonly help: { readonly code: string; readonly copy: string; readonly copied: string }
  readonly situations: Readonly<Record<CardErrorCode, Situation>>
  /** Whose the situation is, in words: "About: the card reader". */
  readonly owners: Readonly<Record<Owner, string>>
  readonly errors: ErrorWords
  readonly refused: Readonly<Record<LoginRefusal, Advice>>
}
