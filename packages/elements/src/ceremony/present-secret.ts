import { CardError, type Card, type SecretName, type Waiting } from '@myna/apdu'
import { askTries, type Counter } from '@myna/card'
import type { CeremonyScreen, PinProblem } from './steps'

/** What the person is asked with: the tries left, and why it is asked again. */
export interface Entry {
  readonly counter: Counter
  readonly problem: PinProblem | undefined
  readonly screen: CeremonyScreen
}

/** What the person confirmed: one VERIFY at most. */
export interface Attempt {
  present(waiting: Waiting): Promise<void>
  forget(): void
}

export interface SecretQuestion {
  readonly secret: SecretName
  readonly screen: CeremonyScreen
  /** Asks until the form is right; `undefined` for a person who takes another way. */
  readonly ask: (card: Card, entry: Entry) => Promise<Attempt | undefined>
  /** What lives shortly is fetched here, because people take their time over a secret. */
  readonly beforePresenting?: (() => Promise<void>) | undefined
}

/**
 * Asks the person for a secret of the application that is open until the card has taken it. Each entry is
 * one VERIFY at most, and the tries left are asked of the card first.
 *
 * @returns whether it was presented; `false`: the person takes another way, and nothing was spent
 * @throws CardError `pin-locked`, `secret-absent`, `cancelled`, and what a card can say
 */
export async function presentSecret(
  card: Card,
  { secret, screen, ask, beforePresenting }: SecretQuestion,
  waiting: Waiting,
): Promise<boolean> {
  let counter = await askTries(card, secret, waiting)
  for (let problem: PinProblem | undefined; ;) {
    const attempt = await ask(card, { counter, problem, screen })
    if (attempt === undefined) return false
    try {
      screen.show({ at: 'keep-card' })
      await beforePresenting?.()
      await attempt.present(waiting)
      return true
    } catch (error) {
      // a person who stopped meanwhile is told of the try it cost them, and asked no more
      if (!isWrong(error) || waiting.signal?.aborted) throw error
      counter = { secret, triesLeft: error.facts.triesLeft }
      problem = 'wrong'
    } finally {
      attempt.forget()
    }
  }
}

const isWrong = (error: unknown): error is CardError<'pin-wrong'> =>
  error instanceof CardError && error.code === 'pin-wrong'

/** Whether this may be the last try, which the person then wants all the same. */
export async function confirmIfLast(
  { secret, triesLeft }: Counter,
  screen: CeremonyScreen,
): Promise<boolean> {
  if (triesLeft === 0) throw new CardError('pin-locked', { secret })
  const isLast = triesLeft === undefined || triesLeft === 1
  if (isLast) await screen.confirm({ at: 'last-try', secret, triesLeft })
  return isLast
}
