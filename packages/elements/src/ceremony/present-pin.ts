import { CardError, type Card, type SecretName, type Waiting } from '@myna/apdu'
import { canTypeAtReader, present, presentAtReader, secretFrom, type Secret } from '@myna/card'
import { confirmIfLast, presentSecret, type Attempt, type Entry } from './present-secret'
import type { CeremonyScreen, PinProblem } from './steps'

/** What it may be taken for: a secret the person has too, and mixes up with this one. */
const takenFor: Readonly<Partial<Record<SecretName, SecretName>>> = {
  'authentication-pin': 'signing-pin',
  'signing-pin': 'authentication-pin',
  'input-support-pin': 'signing-pin',
}

/** A PIN to be asked for, and what to do between its entry and its VERIFY. */
export interface PinQuestion {
  readonly secret: SecretName
  readonly screen: CeremonyScreen
  /** What lives shortly is fetched here, because people take their time over a PIN. */
  readonly beforePresenting?: () => Promise<void>
}

/**
 * Asks the person for a PIN of the application that is open until the card has taken it. Each entry is
 * one VERIFY at most; the tries left are asked of the card first, and at the last or an unknown one the
 * person has to say twice that they want to go on.
 *
 * @throws CardError `pin-locked`, `secret-absent`, `cancelled`, and what a card can say
 */
export async function presentPin(
  card: Card,
  { secret, screen, beforePresenting }: PinQuestion,
  waiting: Waiting,
): Promise<void> {
  const ask = canTypeAtReader(card, secret) ? askAtReader : askHere
  await presentSecret(card, { secret, screen, ask, beforePresenting }, waiting)
}

async function askHere(card: Card, entry: Entry): Promise<Attempt> {
  const pin = await enterPin(entry)
  return {
    present: (waiting) => present(card, entry.counter, pin, waiting),
    forget: () => pin.wipe(),
  }
}

/** At the reader nothing can be confirmed after it was typed, so both confirmations come before. */
async function askAtReader(card: Card, { counter, problem, screen }: Entry): Promise<Attempt> {
  const lastTry = await confirmIfLast(counter, screen)
  if (lastTry) await screen.confirm({ at: 'confirm-last-try', ...counter })
  return {
    present(waiting) {
      const step = { at: 'type-at-reader', ...counter } as const
      screen.show(problem === undefined ? step : { ...step, problem })
      return presentAtReader(card, counter, { lastTry }, waiting)
    },
    forget: () => {},
  }
}

/** Asks until the form is right. One `Secret` is one confirmation, and so one try at most. */
async function enterPin({ counter, problem, screen }: Entry): Promise<Secret> {
  const { secret, triesLeft } = counter
  const isLast = await confirmIfLast(counter, screen)
  for (let known = problem; ;) {
    const step = { at: 'enter-pin', secret, triesLeft } as const
    const text = await screen.askPin(known === undefined ? step : { ...step, problem: known })
    known = formProblem(secret, text)
    if (known !== undefined) continue
    if (isLast) await screen.confirm({ at: 'confirm-last-try', secret, triesLeft })
    return secretFrom(secret, text, { lastTry: isLast })
  }
}

/** What is wrong with the form of what was typed; free of charge, because no card hears of it. */
function formProblem(secret: SecretName, text: string): PinProblem | undefined {
  if (hasForm(secret, text)) return undefined
  if (hasForm(secret, text.toUpperCase())) return 'lower-case'
  const other = takenFor[secret]
  return other !== undefined && hasForm(other, text.toUpperCase()) ? 'other' : 'impossible'
}

function hasForm(secret: SecretName, text: string): boolean {
  try {
    secretFrom(secret, text).wipe()
    return true
  } catch (error) {
    if (error instanceof CardError) return false
    throw error
  }
}
