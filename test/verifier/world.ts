import { askTries, openJpki, present, readCertificate, secretFrom, signDigest } from '@myna/card'
import { digestInfo, readChallenge, writeToken, type ChallengeMessage } from '@myna/token'
import {
  loginVerifier,
  memoryChallengeStore,
  staticChecker,
  type HandlerOptions,
  type RevocationChecker,
} from '@myna/verifier'
import {
  cardOf,
  issuePerson,
  testAnchors,
  virtualReader,
  VirtualSlot,
  type PersonName,
} from '@myna/virtual'

export const ORIGIN = 'https://sp.example'
export const SECOND = 1000

/** A clock that moves only when it is told to. */
export function testClock(start = '2026-11-24T03:00:00Z') {
  let time = new Date(start)
  return {
    now: () => time,
    set: (to: Date) => (time = to),
    advance: (milliseconds: number) => (time = new Date(time.getTime() + milliseconds)),
  }
}

export const issuedNow = { now: new Date('2026-11-24T03:00:00Z') }

const anchors = testAnchors(issuedNow)
const revokedPerson = issuePerson('revoked', issuedNow)

/** Options of a site in test mode, with the clock in the test's hand. */
export async function siteOptions(clock = testClock()) {
  const { authentication } = await anchors
  const revoked = await revokedPerson
  let randomness = 0
  return {
    role: 'test',
    origin: ORIGIN,
    anchors: authentication,
    revocation: staticChecker([revoked.authentication.serial]) as RevocationChecker | 'notChecked',
    challenges: memoryChallengeStore(clock),
    accountSecret: new Uint8Array(32).fill(7),
    now: clock.now,
    randomBytes: (size: number) => new Uint8Array(size).fill(++randomness),
  } satisfies Omit<HandlerOptions, 'signedIn'>
}

/** What the browser does between challenge and token, with a person's card and the right PIN. */
export async function tokenFor(
  message: ChallengeMessage,
  {
    person = 'hanako',
    origin = ORIGIN,
    client,
    issued = issuedNow,
  }: { person?: PersonName; origin?: string; client?: string; issued?: { now: Date } } = {},
): Promise<string> {
  const slot = new VirtualSlot()
  slot.insert(cardOf(await issuePerson(person, issued)))
  const card = await virtualReader(slot).connect()
  await openJpki(card)
  const counter = await askTries(card, 'authentication-pin')
  const unverifiedCertificate = await readCertificate(card, 'authentication')
  const digest = await digestInfo(unverifiedCertificate, readChallenge(message), origin)
  await present(card, counter, secretFrom('authentication-pin', '1234', { lastTry: true }))
  const signature = await signDigest(card, 'authentication', digest)
  return writeToken({ unverifiedCertificate, signature, ...(client ? { client } : {}) })
}

/** A verifier and a session that has been asked. */
export async function askedSession(
  change: Partial<Awaited<ReturnType<typeof siteOptions>>> & {
    ceremonyOrigins?: readonly string[]
    lifetimeSeconds?: number
  } = {},
  clock = testClock(),
) {
  const verifier = await loginVerifier({ ...(await siteOptions(clock)), ...change })
  const challenge = await verifier.challenge('session-1', 'login')
  return { verifier, challenge, clock }
}
