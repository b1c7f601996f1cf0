import {
  CardError,
  stopIfCancelled,
  type AnyCardError,
  type Card,
  type Reader,
  type SecretName,
  type Waiting,
} from '@myna/apdu'
import {
  askTries,
  openJpki,
  present,
  readCertificate,
  secretFrom,
  signDigest,
  type Counter,
  type Secret,
} from '@myna/card'
import { digestInfo, writeToken, type Challenge, type Purpose } from '@myna/token'
import type { LoginServer } from '../login-server'

/** Why the PIN is asked for again. */
export type PinProblem =
  | 'impossible' // no authentication PIN looks like that; the card was not asked
  | 'other' // it looks like the signing password; the card was not asked
  | 'wrong'

/** Where a login stands. The component draws one of these and can be in no other state. */
export type LoginStep =
  | { readonly at: 'start' }
  | { readonly at: 'choose-reader' }
  | { readonly at: 'place-card' }
  | { readonly at: 'reading' }
  | LastTry
  | EnterPin
  | ConfirmLastTry
  | { readonly at: 'keep-card' }
  | { readonly at: 'checking' } // the answer is on its way to the server: too late to cancel
  | { readonly at: 'done' }
  | { readonly at: 'failed'; readonly error: AnyCardError }

/** A number of tries the card did not tell counts as one left. */
export interface LastTry {
  readonly at: 'last-try'
  readonly triesLeft: number | undefined
}
export interface EnterPin {
  readonly at: 'enter-pin'
  readonly triesLeft: number | undefined
  readonly problem?: PinProblem
}
export interface ConfirmLastTry {
  readonly at: 'confirm-last-try'
  readonly triesLeft: number | undefined
}

/** Who shows the steps and asks the person. */
export interface LoginScreen {
  show(step: LoginStep): void
  /** What the person typed, as long as that takes. A person who stops rejects it with `cancelled`. */
  askPin(step: EnterPin): Promise<string>
  /** Resolves when the person wants to go on all the same; stopping rejects it with `cancelled`. */
  confirm(step: LastTry | ConfirmLastTry): Promise<void>
}

export interface Login {
  readonly openReader: (waiting: Waiting) => Promise<Reader>
  readonly server: LoginServer
  readonly screen: LoginScreen
  readonly purpose: Purpose
  /** Of the page that talks to the card. */
  readonly origin: string
  /** Name and version of this software, for the server's log. */
  readonly client?: string
}

/**
 * A login from the click to the server's answer. Card and reader are let go as soon as the card has
 * signed, and whatever goes wrong: a card without power has forgotten the PIN.
 *
 * @returns what the site answered
 * @throws CardError
 */
export async function signIn(login: Login, { signal }: Waiting = {}): Promise<unknown> {
  const { screen, server } = login
  screen.show({ at: 'choose-reader' })
  const token = await withCard(login, { signal }, (card) => makeToken(card, login, { signal }))
  stopIfCancelled(signal)
  screen.show({ at: 'checking' })
  return server.verify(token, { signal })
}

async function withCard<T>(
  { openReader, screen }: Login,
  waiting: Waiting,
  use: (card: Card) => Promise<T>,
): Promise<T> {
  const reader = await openReader(waiting)
  let card: Card | undefined
  try {
    const onAbsent = () => screen.show({ at: 'place-card' })
    card = await reader.connect({ ...waiting, onAbsent })
    return await use(card)
  } finally {
    await card?.powerOff()
    await reader.close()
  }
}

const PIN = 'authentication-pin'

async function makeToken(card: Card, login: Login, waiting: Waiting): Promise<string> {
  const { screen, server, purpose, origin, client } = login
  screen.show({ at: 'reading' })
  await openJpki(card, waiting)
  let counter = await askTries(card, PIN, waiting)
  let certificate = await freeCertificate(card, waiting)

  for (let problem: PinProblem | undefined; ;) {
    const pin = await enterPin(counter, problem, screen)
    try {
      screen.show({ at: 'keep-card' })
      // asked for only now, because it lives two minutes and people take their time over a PIN
      const challenge = await server.challenge(purpose, waiting)
      checkChallenge(challenge, purpose, origin)
      await present(card, counter, pin, waiting)
      certificate ??= await readCertificate(card, 'authentication', waiting)
      const digest = await digestInfo(certificate, challenge, origin)
      const signature = await signDigest(card, 'authentication', digest, waiting)
      return writeToken({
        unverifiedCertificate: certificate,
        signature,
        ...(client === undefined ? {} : { client }),
      })
    } catch (error) {
      if (!isWrongPin(error)) throw error
      counter = { secret: PIN, triesLeft: error.facts.triesLeft }
      problem = 'wrong'
    } finally {
      pin.wipe()
    }
  }
}

/** The certificate, if it is there for the asking; some phones want the PIN first (`card.md` §10). */
async function freeCertificate(card: Card, waiting: Waiting): Promise<Uint8Array | undefined> {
  try {
    return await readCertificate(card, 'authentication', waiting)
  } catch (error) {
    if (error instanceof CardError && error.code === 'certificate-protected') return undefined
    throw error
  }
}

const isWrongPin = (error: unknown): error is CardError<'pin-wrong'> =>
  error instanceof CardError && error.code === 'pin-wrong'

/** Asks until the form is right. One `Secret` is one confirmation, and so one try at most. */
async function enterPin(
  { triesLeft }: Counter,
  problem: PinProblem | undefined,
  screen: LoginScreen,
): Promise<Secret> {
  if (triesLeft === 0) throw new CardError('pin-locked', { secret: PIN })
  const isLast = triesLeft === undefined || triesLeft === 1
  if (isLast) await screen.confirm({ at: 'last-try', triesLeft })

  for (;;) {
    const step = { at: 'enter-pin', triesLeft } as const
    const text = await screen.askPin(problem === undefined ? step : { ...step, problem })
    problem = formProblem(text)
    if (problem !== undefined) continue
    if (isLast) await screen.confirm({ at: 'confirm-last-try', triesLeft })
    return secretFrom(PIN, text, { lastTry: isLast })
  }
}

/** What is wrong with the form of what was typed; free of charge, because no card hears of it. */
function formProblem(text: string): PinProblem | undefined {
  const fits = (secret: SecretName, typed: string): boolean => {
    try {
      secretFrom(secret, typed).wipe()
      return true
    } catch (error) {
      if (error instanceof CardError) return false
      throw error
    }
  }
  if (fits(PIN, text)) return undefined
  return fits('signing-pin', text.toUpperCase()) ? 'other' : 'impossible'
}

/** A page signs for its own site and for what it asked, whatever a server says (`pki.md` §3.2). */
function checkChallenge(challenge: Challenge, purpose: Purpose, origin: string): void {
  if (challenge.origin !== origin) {
    const detail = `the server calls itself ${challenge.origin}, this page is ${origin}`
    throw new CardError('misconfigured', { detail })
  }
  if (challenge.purpose !== purpose)
    throw new CardError('server-fault', { detail: 'a challenge for another purpose' })
}
