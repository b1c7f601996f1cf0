import {
  CardError,
  isCardError,
  stopIfCancelled,
  type Card,
  type Reader,
  type Waiting,
} from '@myna/apdu'
import {
  openFace,
  openInputSupport,
  openJpki,
  readAgeRecordProof,
  readCertificate,
  readVerifiedAttributes,
  signDigest,
  type CvAnchor,
  type Genuine,
} from '@myna/card'
import {
  ageDigestInfo,
  ageRecordDigestInfo,
  ageSaid,
  answerAge,
  dayInTokyo,
  writeAgeProof,
  type AgeAnswer,
  type AgeChallenge,
  type AgeOver,
  type BornOn,
} from '@myna/token'
import { presentNumberB, type EnterNumberB, type NumberBScreen } from '../ceremony/present-number-b'
import { presentPin } from '../ceremony/present-pin'
import type { CeremonyStep } from '../ceremony/steps'
import { withCard } from '../ceremony/with-card'
import type { AgeResult, AgeServer } from './age-server'

/** Why there is no answer, which is no "no". */
export type Unanswered =
  | 'no-certificate' // under 15, say: another pattern may do
  | 'unknown' // the register does not know when the person was born
  | 'not-genuine' // what the card says is not what its issuer wrote
  | PictureTrouble

/** What a camera or a picture did not give. */
export type PictureTrouble =
  | 'disagree'
  | 'dark'
  | 'blurred'
  | 'other-document'
  | 'back-side'
  | 'no-card'
  | 'camera-denied'
  | 'no-camera'
  | 'parts-missing'
  | 'not-a-picture'

/** Where an age check stands. No step holds a date. */
export type AgeStep =
  | { readonly at: 'start' } // the ways the site offers
  | CeremonyStep
  | EnterNumberB
  | { readonly at: 'sign-sheet' } // what is signed, and what the site learns by it
  | { readonly at: 'camera' }
  | { readonly at: 'confirm-printed' } // what was read from the picture, for the person to correct
  | { readonly at: 'checking' }
  | { readonly at: 'answered'; readonly said: Exclude<AgeOver, 'unknown'> }
  | { readonly at: 'unanswered'; readonly because: Unanswered }

export interface AgeScreen extends NumberBScreen {
  show(step: AgeStep): void
  /** Resolves when the person agrees to sign; stopping rejects it with `cancelled`. */
  agreeToSign(step: { readonly at: 'sign-sheet' }): Promise<void>
}

export interface AgeCheck {
  readonly openReader: (waiting: Waiting) => Promise<Reader>
  readonly screen: AgeScreen
  /** "At least so old?", in years. */
  readonly years: number
  /** Counts from the day before the birthday (`pki.md` §5.1). */
  readonly dayBefore: boolean
  readonly server: AgeServer | undefined
  /** Of the page that talks to the card. */
  readonly origin: string
  readonly now: () => Date
  readonly client?: string
}

/** Yes or no, or why neither. Whether the card was found genuine, where that was looked at. */
export type AgeOutcome =
  | { readonly is: 'answered'; readonly result: AgeResult; readonly genuine?: Genuine }
  | { readonly is: 'unanswered'; readonly because: Unanswered }

/**
 * ① The signing key signs a statement for this age check and nothing else, and the server believes it or
 * not. The certificate with its four attributes goes to the server: nothing can be left out of it.
 *
 * @throws CardError
 */
export async function ageBySigning(check: AgeCheck, waiting: Waiting = {}): Promise<AgeOutcome> {
  const { screen, server, origin, client } = check
  if (server === undefined)
    throw new CardError('misconfigured', { detail: 'a signature needs a server to check it' })
  let proof: string | undefined
  try {
    proof = await withCard(check, waiting, async (card) => {
      screen.show({ at: 'reading', part: 1, parts: 2 })
      await openJpki(card, waiting)
      await requireSigningCertificate(card, waiting)
      await screen.agreeToSign({ at: 'sign-sheet' })
      let challenge: AgeChallenge
      const beforePresenting = async () => {
        challenge = await challengeFrom(check, server, waiting)
      }
      await presentPin(card, { secret: 'signing-pin', screen, beforePresenting }, waiting)
      screen.show({ at: 'reading', part: 2, parts: 2 })
      const certificate = await readCertificate(card, 'signing', waiting)
      const digest = await ageDigestInfo(certificate, challenge!, origin)
      const signature = await signDigest(card, 'signing', digest, waiting)
      const said = { unverifiedCertificate: certificate, signature }
      return writeAgeProof({ evidence: 'jpki-sign', ...said, ...named(client) })
    })
  } catch (error) {
    if (isCardError(error) && error.code === 'certificate-absent')
      return { is: 'unanswered', because: 'no-certificate' }
    throw error
  }
  return { ...(await verified(check, server, proof, waiting)) }
}

/** Whether it is there is told without a password: reading it asks for one, or finds nothing. */
async function requireSigningCertificate(card: Card, waiting: Waiting): Promise<void> {
  try {
    await readCertificate(card, 'signing', waiting)
  } catch (error) {
    if (isCardError(error) && error.code === 'certificate-protected') return
    throw error
  }
}

/**
 * ②′ The age record of the card face, opened by the birth date, and the card's own signature that it is
 * here. The record goes to the server: birth date, and a key by which the card can be known again.
 * Experimental (`pki.md` §5.2).
 *
 * @throws CardError
 */
export async function ageByRecord(check: AgeCheck, waiting: Waiting = {}): Promise<AgeOutcome> {
  const { screen, server, origin, client, now } = check
  if (server === undefined)
    throw new CardError('misconfigured', { detail: 'an age record needs a server to check it' })
  const proof = await withCard(check, waiting, async (card) => {
    screen.show({ at: 'reading', part: 1, parts: 2 })
    await openFace(card, waiting)
    let challenge: AgeChallenge
    const beforePresenting = async () => {
      challenge = await challengeFrom(check, server, waiting)
    }
    const question = { secret: 'birth-date-key', screen, now, beforePresenting } as const
    if (!(await presentNumberB(card, question, waiting))) throw new CardError('cancelled', {})
    screen.show({ at: 'reading', part: 2, parts: 2 })
    const { record, issuer, signature } = await readAgeRecordProof(
      card,
      (bytes) => ageRecordDigestInfo(bytes, challenge!, origin),
      waiting,
    )
    const said = { unverifiedRecord: record, unverifiedIssuer: issuer, signature }
    return writeAgeProof({ evidence: 'card-age-record', ...said, ...named(client) })
  })
  return verified(check, server, proof, waiting)
}

/**
 * ② The card's text, opened by 照合番号B or the four-digit PIN. The date of birth is read, checked in the
 * browser, compared with today and forgotten.
 *
 * @throws CardError
 */
export async function ageByCardText(
  check: AgeCheck & { readonly anchors: readonly CvAnchor[] },
  waiting: Waiting = {},
): Promise<AgeOutcome> {
  const { screen, anchors, now } = check
  const { birth, genuine } = await withCard(check, waiting, async (card) => {
    screen.show({ at: 'reading', part: 1, parts: 2 })
    await openInputSupport(card, waiting)
    if (!(await presentNumberB(card, { secret: 'number-b', screen, now }, waiting)))
      await presentPin(card, { secret: 'input-support-pin', screen }, waiting)
    screen.show({ at: 'reading', part: 2, parts: 2 })
    const { attributes, genuine } = await readVerifiedAttributes(card, { anchors }, waiting)
    return { birth: attributes.birthDate, genuine }
  })
  // without a configured key nobody looked; with one, what is not genuine is no answer
  if (!genuine.genuine && genuine.because !== 'no-anchor')
    return { is: 'unanswered', because: 'not-genuine' }
  const outcome = await ageOfBirth(check, 'card-text', birth, waiting)
  return outcome.is === 'answered' ? { ...outcome, genuine } : outcome
}

/**
 * ② and ③ from the date on: yes or no by the server's day where there is a server, which is told the
 * answer as what it is, self-asserted.
 *
 * @throws CardError
 */
export async function ageOfBirth(
  check: AgeCheck,
  evidence: 'card-text' | 'ocr',
  birth: BornOn,
  waiting: Waiting = {},
): Promise<AgeOutcome> {
  const { server, years, dayBefore, now, client, screen } = check
  stopIfCancelled(waiting.signal)
  let today = now()
  if (server !== undefined) {
    screen.show({ at: 'checking' })
    const asked = await server.challenge(waiting)
    checkChallenge(check, asked.challenge)
    today = asked.now ?? today
    if (!asked.challenge.evidence.includes(evidence))
      throw new CardError('login-refused', { told: 'not-accepted' })
  }
  const answer = answerAge(evidence, [years], birth, dayInTokyo(today), { dayBefore })
  const said = ageSaid(answer, years)
  if (said === 'unknown') return { is: 'unanswered', because: 'unknown' }
  if (server === undefined) return { is: 'answered', result: { answer } }
  const proof = writeAgeProof({ evidence, said: new Map([[years, said]]), ...named(client) })
  return verified(check, server, proof, waiting)
}

async function verified(
  { screen, years }: AgeCheck,
  server: AgeServer,
  proof: string,
  waiting: Waiting,
): Promise<AgeOutcome> {
  stopIfCancelled(waiting.signal)
  screen.show({ at: 'checking' })
  const result = await server.verify(proof, waiting)
  return ageSaid(result.answer, years) === 'unknown'
    ? { is: 'unanswered', because: 'unknown' }
    : { is: 'answered', result }
}

async function challengeFrom(
  check: AgeCheck,
  server: AgeServer,
  waiting: Waiting,
): Promise<AgeChallenge> {
  const { challenge } = await server.challenge(waiting)
  checkChallenge(check, challenge)
  return challenge
}

/** A page answers what it was asked to ask, for its own site, whatever a server says (`pki.md` §3.2). */
function checkChallenge({ origin, years }: AgeCheck, challenge: AgeChallenge): void {
  if (challenge.origin !== origin) {
    const detail = `the server calls itself ${challenge.origin}, this page is ${origin}`
    throw new CardError('misconfigured', { detail })
  }
  if (challenge.ages.length !== 1 || challenge.ages[0] !== years) {
    const detail = `the page asks for ${years}, the server for ${challenge.ages.join(', ')}`
    throw new CardError('misconfigured', { detail })
  }
}

const named = (client: string | undefined) => (client === undefined ? {} : { client })

/** What a page is told. It has no place for a date of birth. */
export type { AgeAnswer }
