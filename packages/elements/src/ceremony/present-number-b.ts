import { isCardError, type Card, type SecretName, type Waiting } from '@myna/apdu'
import { birthDateKey, numberB, present, type NumberBParts, type Secret } from '@myna/card'
import { confirmIfLast, presentSecret, type Attempt, type Entry } from './present-secret'
import type { CeremonyScreen, PinProblem } from './steps'

/** 照合番号B, or its birth date alone, is asked for in the parts that are printed on the card. */
export interface EnterNumberB {
  readonly at: 'enter-number-b'
  readonly secret: SecretName
  readonly triesLeft: number | undefined
  readonly problem?: PinProblem
}

export interface NumberBScreen extends CeremonyScreen {
  /** The parts as the person gave them; `undefined` if they would rather take another way. */
  askNumberB(step: EnterNumberB): Promise<NumberBParts | undefined>
}

export interface NumberBQuestion {
  /** Of which application; each has tries of its own. `birth-date-key` is the birth date alone. */
  readonly secret: 'number-b' | 'face-number-b' | 'birth-date-key'
  readonly screen: NumberBScreen
  readonly now: () => Date
  /** What lives shortly is fetched here, because people take their time. */
  readonly beforePresenting?: () => Promise<void>
}

/**
 * Asks for 照合番号B until the card has taken it. Parts it cannot have are refused here, free of charge.
 *
 * @returns whether it was presented; `false`: the person takes another way, and nothing was spent
 * @throws CardError as `presentSecret`
 */
export const presentNumberB = (
  card: Card,
  { beforePresenting, ...question }: NumberBQuestion,
  waiting: Waiting,
): Promise<boolean> => {
  const { secret, screen } = question
  const ask = (_: Card, entry: Entry) => askParts(card, question, entry)
  return presentSecret(card, { secret, screen, ask, beforePresenting }, waiting)
}

async function askParts(
  card: Card,
  { secret, screen, now }: NumberBQuestion,
  { counter, problem }: Entry,
): Promise<Attempt | undefined> {
  const { triesLeft } = counter
  const lastTry = await confirmIfLast(counter, screen)
  for (let known = problem; ;) {
    const step = { at: 'enter-number-b', secret, triesLeft } as const
    const parts = await screen.askNumberB(known === undefined ? step : { ...step, problem: known })
    if (parts === undefined) return undefined
    const typed = secretOf(secret, parts, { now: now(), lastTry })
    if (typed === undefined) {
      known = 'impossible'
      continue
    }
    if (lastTry)
      await screen
        .confirm({ at: 'confirm-last-try', secret, triesLeft })
        .catch((error: unknown) => {
          typed.wipe()
          throw error
        })
    return {
      present: (waiting) => present(card, counter, typed, waiting),
      forget: () => typed.wipe(),
    }
  }
}

/** The secret made of the parts; `undefined` for parts no card has, free of charge. */
function secretOf(
  secret: NumberBQuestion['secret'],
  parts: NumberBParts,
  options: { readonly now: Date; readonly lastTry: boolean },
): Secret | undefined {
  try {
    return secret === 'birth-date-key'
      ? birthDateKey(parts, options)
      : numberB(parts, { ...options, secret })
  } catch (error) {
    if (isCardError(error) && error.code === 'pin-impossible') return undefined
    throw error
  }
}
