import type { AnyCardError, Card, SecretName, Waiting } from '@myna/apdu'

/** Why a secret is asked for again. */
export type PinProblem =
  | 'impossible' // this secret never looks like that; the card was not asked
  | 'lower-case' // its letters are capitals; changing them silently would hide a mistake
  | 'other' // it looks like another of the card's secrets; the card was not asked
  | 'wrong'

/**
 * The steps of every meeting of a person, a reader and a card. Each widget adds its own; its component
 * draws one of them and can be in no other state.
 */
export type CeremonyStep =
  | { readonly at: 'choose-reader' }
  | { readonly at: 'place-card' }
  | Reading
  | LastTry
  | EnterPin
  | TypeAtReader
  | ConfirmLastTry
  | { readonly at: 'keep-card' }
  | { readonly at: 'failed'; readonly error: AnyCardError }

/** The n-th of m things that are read. */
export interface Reading {
  readonly at: 'reading'
  readonly part: number
  readonly parts: number
}

/** A number of tries the card did not tell counts as one left. */
export interface LastTry {
  readonly at: 'last-try'
  readonly secret: SecretName
  readonly triesLeft: number | undefined
}
export interface EnterPin {
  readonly at: 'enter-pin'
  readonly secret: SecretName
  readonly triesLeft: number | undefined
  readonly problem?: PinProblem
}
/** The PIN is typed at the keys of the reader. */
export interface TypeAtReader {
  readonly at: 'type-at-reader'
  readonly secret: SecretName
  readonly triesLeft: number | undefined
  readonly problem?: PinProblem
}
export interface ConfirmLastTry {
  readonly at: 'confirm-last-try'
  readonly secret: SecretName
  readonly triesLeft: number | undefined
}

/** Who shows the steps and asks the person. */
export interface CeremonyScreen {
  show(step: CeremonyStep): void
  /** What the person typed, as long as that takes. A person who stops rejects it with `cancelled`. */
  askPin(step: EnterPin): Promise<string>
  /** Resolves when the person wants to go on all the same; stopping rejects it with `cancelled`. */
  confirm(step: LastTry | ConfirmLastTry): Promise<void>
}

/** What a flow does with a powered card. */
export type UseCard<T> = (card: Card, waiting: Waiting) => Promise<T>
