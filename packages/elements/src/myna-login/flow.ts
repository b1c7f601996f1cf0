import {
  CardError,
  isCardError,
  stopIfCancelled,
  type Card,
  type Reader,
  type Waiting,
} from '@myna/apdu'
import {
  certificateDates,
  openJpki,
  readCertificate,
  signDigest,
  type CertificateDates,
} from '@myna/card'
import {
  digestInfo,
  transactionContext,
  writeToken,
  type Challenge,
  type Purpose,
} from '@myna/token'
import { sameBytes } from '@myna/bytes'
import { isNew } from '../ceremony/expiry'
import { presentPin } from '../ceremony/present-pin'
import type { Item } from '../ceremony/receipt'
import type { CeremonyScreen, CeremonyStep } from '../ceremony/steps'
import { withCard } from '../ceremony/with-card'
import { isConsentNeeded, type LoginServer } from '../login-server'

/** Where a login stands. The component draws one of these and can be in no other state. */
export type LoginStep =
  | { readonly at: 'start' }
  | CeremonyStep
  | { readonly at: 'checking' } // the answer is on its way to the server: too late to cancel
  | AskRenewal
  | { readonly at: 'done' }

/** The site does not know this certificate: may it ask for the one before, or is the person new? */
export interface AskRenewal {
  readonly at: 'ask-renewal'
}

/** Who shows the steps and asks the person. */
export interface LoginScreen extends CeremonyScreen {
  show(step: LoginStep): void
  /** Whether the site may ask for the certificate before this one. Stopping rejects it. */
  askRenewal(step: AskRenewal): Promise<boolean>
  /**
   * When the certificate is valid, for a reminder. It is told here and in no step, because an expiry
   * falls on a birthday and steps are heard by everything in the page.
   */
  noteDates?(dates: CertificateDates): void
}

export interface Login {
  readonly openReader: (waiting: Waiting) => Promise<Reader>
  readonly server: LoginServer
  readonly screen: LoginScreen
  readonly purpose: Purpose
  /** The text of the transaction the person is shown; the challenge has to be bound to just this one. */
  readonly transaction?: string | undefined
  /** Of the page that talks to the card. */
  readonly origin: string
  /** Name and version of this software, for the server's log. */
  readonly client?: string
  /** The clock; the computer's unless told otherwise. */
  readonly now?: () => Date
}

/** A login the site believed. */
export interface SignedIn {
  /** What the site answered. */
  readonly answer: unknown
  readonly read: readonly Item[]
  readonly sent: readonly Item[]
}

/**
 * A login from the click to the server's answer. Card and reader are let go as soon as the card has
 * signed, and whatever goes wrong: a card without power has forgotten the PIN.
 *
 * @throws CardError
 */
export async function signIn(login: Login, { signal }: Waiting = {}): Promise<SignedIn> {
  const { screen, server, now = () => new Date() } = login
  const waiting = { signal }
  let dates: CertificateDates | undefined
  const note = (certificate: Uint8Array) => {
    dates = datesIn(certificate)
    if (dates !== undefined) screen.noteDates?.(dates)
  }
  const token = await withCard(login, waiting, (card) => makeToken(card, login, note, waiting))
  stopIfCancelled(signal)
  screen.show({ at: 'checking' })
  const answer = await server.verify(token, waiting).catch((error: unknown) => {
    throw dates !== undefined && isNew(dates, now()) ? notKnownYet(error) : error
  })
  return { answer: isConsentNeeded(answer) ? await renewed(login, waiting) : answer, ...RECEIPT }
}

const RECEIPT = {
  read: ['authentication-certificate', 'tries-left', 'signature'],
  sent: ['authentication-certificate', 'signature'],
} as const satisfies Pick<SignedIn, 'read' | 'sent'>

/** Those who check certificates hear of a new one late, and until then refuse it. */
function notKnownYet(error: unknown): unknown {
  if (!isCardError(error) || error.code !== 'login-refused') return error
  const { told } = error.facts
  return told === 'not-accepted' || told === 'certificate-revoked'
    ? new CardError('certificate-new', { told }, { cause: error })
    : error
}

async function renewed({ screen, server }: Login, waiting: Waiting): Promise<unknown> {
  if (server.renew === undefined)
    throw new CardError('misconfigured', { detail: 'the server asks about a renewal: renewal-url' })
  const consent = await screen.askRenewal({ at: 'ask-renewal' })
  screen.show({ at: 'checking' })
  return server.renew(consent, waiting)
}

/** A certificate nobody can read here may still be one that the server can. */
function datesIn(certificate: Uint8Array): CertificateDates | undefined {
  try {
    return certificateDates('authentication', certificate)
  } catch (error) {
    if (isCardError(error)) return undefined
    throw error
  }
}

async function makeToken(
  card: Card,
  login: Login,
  note: (certificate: Uint8Array) => void,
  waiting: Waiting,
): Promise<string> {
  const { screen, server, purpose, origin, client } = login
  screen.show({ at: 'reading', part: 1, parts: 2 })
  await openJpki(card, waiting)
  screen.show({ at: 'reading', part: 2, parts: 2 })
  const free = await freeCertificate(card, waiting)
  if (free !== undefined) note(free)

  let challenge: Challenge
  const secret = 'authentication-pin'
  const beforePresenting = async () => {
    challenge = await server.challenge(purpose, waiting) // asked for only now: it lives two minutes
    await checkChallenge(challenge, login)
  }
  await presentPin(card, { secret, screen, beforePresenting }, waiting)

  const certificate = free ?? (await readCertificate(card, 'authentication', waiting))
  if (free === undefined) note(certificate)
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

/**
 * A page signs for its own site, for what it asked and for what the person was shown, whatever a server
 * says (`pki.md` §3.2, §3.3).
 */
async function checkChallenge(
  challenge: Challenge,
  { purpose, origin, transaction }: Pick<Login, 'purpose' | 'origin' | 'transaction'>,
): Promise<void> {
  if (challenge.origin !== origin) {
    const detail = `the server calls itself ${challenge.origin}, this page is ${origin}`
    throw new CardError('misconfigured', { detail })
  }
  if (challenge.purpose !== purpose)
    throw new CardError('server-fault', { detail: 'a challenge for another purpose' })
  const shown =
    transaction === undefined ? new Uint8Array(0) : await transactionContext(transaction)
  if (!sameBytes(challenge.context, shown)) {
    const detail = 'the challenge is bound to another transaction than the page shows'
    throw new CardError('misconfigured', { detail })
  }
}
