import {
  CardError,
  dataOf,
  OK,
  statusError,
  type Card,
  type SecretName,
  type Waiting,
} from '@myna/apdu'
import { askTriesLeft, changeSecret as changeCommand, selectFile, verify } from './commands'
import { secrets } from './generation'
import type { Secret } from './secret'

/**
 * What the card said of a secret's tries. `undefined`: it did not say, so it counts as one left. Good for
 * one presentation: afterwards the card counts another number.
 */
export interface Counter {
  readonly secret: SecretName
  readonly triesLeft: number | undefined
}

/**
 * Asks for the tries left of a secret of the application that is open. Costs no try.
 *
 * @throws CardError `secret-absent` when the card has no such secret
 */
export async function askTries(
  card: Card,
  secret: SecretName,
  waiting: Waiting = {},
): Promise<Counter> {
  await selectSecret(card, secret, waiting)
  const { status } = await card.transmit(askTriesLeft, waiting)
  const counter = { secret, triesLeft: triesIn(status) }
  asked.set(counter, { card, after: presentations.get(card) ?? 0 })
  return counter
}

/** Presentations each card was sent, and where a counter that `askTries` gave stood among them. */
const presentations = new WeakMap<Card, number>()
const asked = new WeakMap<Counter, { readonly card: Card; readonly after: number }>()
const used = new WeakSet<Counter>()

/**
 * A counter says something about the next presentation to its card and about no other one.
 *
 * @throws RangeError for a counter that would be a guess by now
 */
function useUp(card: Card, counter: Counter): void {
  const before = presentations.get(card) ?? 0
  const { card: of = card, after = before } = asked.get(counter) ?? {}
  if (used.has(counter) || of !== card || after !== before)
    throw new RangeError('ask for the tries left before each presentation')
  used.add(counter)
  presentations.set(card, before + 1)
}

/** Status words of an empty VERIFY. 9000 is a card that does not count for us: unknown. */
function triesIn(status: number): number | undefined {
  if ((status & 0xfff0) === 0x63c0) return status & 0x0f
  if (status === 0x6984 || status === 0x6983) return 0
  return undefined
}

/**
 * Presents a secret, at most once, upon a counter of its own. What it opens stays open until another application is selected or
 * the card loses its power.
 *
 * No try is wasted: without tries, and at the last or an unknown one that was not confirmed as such
 * (`secret.lastTry`), nothing is sent. Once it has left it is waited for, even after an abort, because
 * only the answer tells whether a try was spent.
 *
 * @param counter what `askTries` said before the person typed
 * @throws CardError `pin-wrong`, `pin-last-try`, `pin-locked`, `card-removed`, …
 * @throws RangeError for a secret or a counter that was used already, or of another secret
 */
export async function present(
  card: Card,
  counter: Counter,
  secret: Secret,
  waiting: Waiting = {},
): Promise<void> {
  if (secret.secret !== counter.secret)
    throw new RangeError(`the tries of ${counter.secret} say nothing about ${secret.secret}`)
  guardLastTry(counter, secret.lastTry)
  useUp(card, counter)
  await selectSecret(card, secret.secret, waiting)
  const { status } = await secret.spend((bytes) => card.transmit(verify(bytes))).catch(perhapsSpent)
  checkPresented(status, secret.secret)
}

/** Keys have digits and no letters, and readers are told how many to wait for. */
const AT_READER = { 'authentication-pin': 4, 'input-support-pin': 4 } as const
export type ReaderPin = keyof typeof AT_READER

/** Whether the reader has keys of its own for this secret. */
export const canTypeAtReader = (card: Card, secret: SecretName): secret is ReaderPin =>
  card.enterPin !== undefined && Object.hasOwn(AT_READER, secret)

/**
 * The same with a PIN the person types at the keys of the reader, where neither page nor computer sees
 * it. One call is one VERIFY at most, with the guards of `present`. Unlike there, an abort ends the wait,
 * because the person may not have typed anything yet.
 *
 * @param options.lastTry the person confirmed, after being told, that this may be the last try
 * @throws CardError as `present`; `cancelled` (also by the reader's red key), `pin-not-typed`
 * @throws RangeError where `canTypeAtReader` says no
 */
export async function presentAtReader(
  card: Card,
  counter: Counter,
  { lastTry = false }: { readonly lastTry?: boolean } = {},
  waiting: Waiting = {},
): Promise<void> {
  const { secret } = counter
  if (!canTypeAtReader(card, secret))
    throw new RangeError(`the ${secret} cannot be typed at this reader`)
  guardLastTry(counter, lastTry)
  useUp(card, counter)
  await selectSecret(card, secret, waiting)
  const entry = { command: askTriesLeft, digits: AT_READER[secret] }
  const { status } = await card.enterPin!(entry, waiting).catch(perhapsSpent)
  checkPresented(status, secret)
}

function checkPresented(status: number, secret: SecretName): void {
  if (status !== OK) throw statusError(status, { doing: `verify the ${secret}`, secret })
}

/**
 * Changes a secret (`card.md` §3 "Change PIN"): presents the one it has, with all the guards of
 * `present`, and puts the new one in its place. Nothing calls this by itself.
 *
 * @throws CardError as `present`; `card-refused` for one the card does not take
 */
export async function changeSecret(
  card: Card,
  counter: Counter,
  current: Secret,
  next: Secret,
  waiting: Waiting = {},
): Promise<void> {
  if (next.secret !== current.secret)
    throw new RangeError(`a ${next.secret} cannot take the place of a ${current.secret}`)
  await present(card, counter, current, waiting)
  const response = await next.spend((bytes) => card.transmit(changeCommand(bytes)))
  dataOf(response, { doing: `change the ${next.secret}` })
}

function guardLastTry({ secret, triesLeft }: Counter, lastTry: boolean): void {
  if (triesLeft === 0) throw new CardError('pin-locked', { secret })
  if ((triesLeft === undefined || triesLeft === 1) && !lastTry)
    throw new CardError('pin-last-try', { secret, triesLeft })
}

async function selectSecret(card: Card, secret: SecretName, waiting: Waiting): Promise<void> {
  const absent = new CardError('secret-absent', { secret })
  dataOf(await card.transmit(selectFile(secrets[secret].file), waiting), {
    doing: `select the ${secret}`,
    means: { 0x6a82: absent },
  })
}

/** What broke while the secret was under way may have cost a try: the error has to say so. */
function perhapsSpent(error: unknown): never {
  if (error instanceof CardError && 'attempt' in error.facts) {
    const { code, facts, cause } = error as CardError<
      'reader-gone' | 'reader-fault' | 'card-removed'
    >
    throw new CardError(code, { ...facts, attempt: 'perhaps' } as typeof facts, {
      cause: cause ?? error,
    })
  }
  throw error
}
