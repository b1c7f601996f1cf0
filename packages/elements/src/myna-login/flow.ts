import { CardError, stopIfCancelled, type Card, type Reader, type Waiting } from '@myna/apdu'
import { openJpki, readCertificate, signDigest } from '@myna/card'
import { digestInfo, writeToken, type Challenge, type Purpose } from '@myna/token'
import { presentPin } from '../ceremony/present-pin'
import type { CeremonyScreen, CeremonyStep } from '../ceremony/steps'
import { withCard } from '../ceremony/with-card'
import type { LoginServer } from '../login-server'

/** Where a login stands. The component draws one of these and can be in no other state. */
export type LoginStep =
  | { readonly at: 'start' }
  | CeremonyStep
  | { readonly at: 'checking' } // the answer is on its way to the server: too late to cancel
  | { readonly at: 'done' }

/** Who shows the steps and asks the person. */
export interface LoginScreen extends CeremonyScreen {
  show(step: LoginStep): void
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
  const token = await withCard(login, { signal }, (card) => makeToken(card, login, { signal }))
  stopIfCancelled(signal)
  screen.show({ at: 'checking' })
  return server.verify(token, { signal })
}

async function makeToken(card: Card, login: Login, waiting: Waiting): Promise<string> {
  const { screen, server, purpose, origin, client } = login
  screen.show({ at: 'reading', part: 1, parts: 2 })
  await openJpki(card, waiting)
  screen.show({ at: 'reading', part: 2, parts: 2 })
  const free = await freeCertificate(card, waiting)

  let challenge: Challenge
  const secret = 'authentication-pin'
  const beforePresenting = async () => {
    challenge = await server.challenge(purpose, waiting) // asked for only now: it lives two minutes
    checkChallenge(challenge, purpose, origin)
  }
  await presentPin(card, { secret, screen, beforePresenting }, waiting)

  const certificate = free ?? (await readCertificate(card, 'authentication', waiting))
  const digest = await digestInfo(certificate, challenge!, origin)
  const signature = await signDigest(card, 'authentication', digest, waiting)
  return writeToken({
    unverifiedCertificate: certificate,
    signature,
    ...(client === undefined ? {} : { client }),
  })
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

/** A page signs for its own site and for what it asked, whatever a server says (`pki.md` §3.2). */
function checkChallenge(challenge: Challenge, purpose: Purpose, origin: string): void {
  if (challenge.origin !== origin) {
    const detail = `the server calls itself ${challenge.origin}, this page is ${origin}`
    throw new CardError('misconfigured', { detail })
  }
  if (challenge.purpose !== purpose)
    throw new CardError('server-fault', { detail: 'a challenge for another purpose' })
}
