import type { Card, SecretName, Waiting } from '@myna/apdu'
import { isNumberB, numberB, present, type NumberBParts } from '@myna/card'
import { confirmIfLast, presentSecret, type Attempt, type Entry } from './present-secret'
import type { CeremonyScreen, PinProblem } from './steps'

/** 照合番号B is asked for, in the parts that are printed on the card. */
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
  /** Of which application; each has tries of its own. */
  readonly secret: 'number-b' | 'face-number-b'
  readonly screen: NumberBScreen
  readonly now: () => Date
}

/**
 * Asks for 照合番号B until the card has taken it. Parts it cannot have are refused here, free of charge.
 *
 * @returns whether it was presented; `false`: the person takes another way, and nothing was spent
 * @throws CardError as `presentSecret`
 */
export const presentNumberB = (
  card: Card,
  { secret, screen, now }: NumberBQuestion,
  waiting: Waiting,
): Promise<boolean> =>
  presentSecret(
    card,
    { secret, screen, ask: (_, entry) => askParts(card, { secret, screen, now }, entry) },
    waiting,
  )

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
    if (!isNumberB(parts, now())) {
      known = 'impossible'
      continue
    }
    if (lastTry) await screen.confirm({ at: 'confirm-last-try', secret, triesLeft })
    const typed = numberB(parts, { now: now(), secret, lastTry })
    return {
      present: (waiting) => present(card, counter, typed, waiting),
      forget: () => typed.wipe(),
    }
  }
}
