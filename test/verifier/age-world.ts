// A site that checks ages, a page with a person's card, and proofs made with the signing key.
import { askTries, openJpki, present, readCertificate, secretFrom, signDigest } from '@myna/card'
import type { AgeCheck, AgeServer } from '@myna/elements'
import { ageDigestInfo, readAgeChallenge, writeAgeProof } from '@myna/token'
import {
  ageVerifier,
  loginHandler,
  staticChecker,
  type AgeOptions,
  type HandlerOptions,
  type LogEntry,
  type Refusal,
} from '@myna/verifier'
import {
  cardOf,
  issuePerson,
  revokedSerials,
  testAnchors,
  virtualReader,
  VirtualSlot,
  type PersonName,
} from '@myna/virtual'
import { personNamed } from '../flows/person'
import { issuedNow, ORIGIN, siteOptions, testClock } from './world'

export const anchors = testAnchors(issuedNow)

export async function verifierFor(change: Partial<AgeOptions> = {}, clock = testClock()) {
  const { origin, challenges, now, randomBytes } = await siteOptions(clock)
  return ageVerifier({
    role: 'test',
    anchors: (await anchors).signing,
    revocation: staticChecker(await revokedSerials(issuedNow)),
    origin,
    challenges,
    now,
    randomBytes,
    ages: [20],
    evidence: ['jpki-sign', 'card-text', 'ocr'],
    ...change,
  })
}

/** The page's half, with a person's card. */
export async function check(name: PersonName, server: AgeServer, years = 20, now = issuedNow.now) {
  const slot = new VirtualSlot()
  const person = await personNamed(name)
  slot.insert(cardOf(person))
  const { birthDate, expiry, securityCode } = person.printed
  const numberB = {
    birthYear: Number(birthDate.slice(0, 4)),
    birthMonth: Number(birthDate.slice(4, 6)),
    birthDay: Number(birthDate.slice(6)),
    expiryYear: Number(expiry.slice(0, 4)),
    securityCode,
  }
  return {
    openReader: async () => virtualReader(slot),
    screen: {
      show: () => {},
      askPin: async () => 'ABC123',
      askNumberB: async () => numberB,
      confirm: async () => {},
      agreeToSign: async () => {},
    },
    years,
    dayBefore: false,
    server,
    origin: ORIGIN,
    now: () => now,
  } satisfies AgeCheck
}

/** A site that checks ages over HTTP, and a page in one session with it. */
export async function ageSite(change: Partial<HandlerOptions> = {}) {
  const entries: LogEntry[] = []
  const handle = await loginHandler({
    ...(await siteOptions()),
    signedIn: () => new Response('{}'),
    age: await verifierFor(),
    log: (entry) => void entries.push(entry),
    ...change,
  })
  let cookie = ''
  const post = async (step: string, body: string) => {
    const headers = {
      origin: ORIGIN,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      cookie,
    }
    const response = (await handle(
      new Request(`${ORIGIN}/myna/${step}`, { method: 'POST', headers, body }),
    ))!
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return { status: response.status, body: await response.json() }
  }
  return { post, entries }
}

/** A server without HTTP. */
export const serverOver = (verifier: Awaited<ReturnType<typeof ageVerifier>>): AgeServer => ({
  challenge: async () => ({ challenge: readAgeChallenge(await verifier.challenge('s')) }),
  verify: async (proof) => ({ answer: (await verifier.verify('s', proof)).answer }),
})

export const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'believed',
    (error: Refusal) => error.code,
  )

/** A proof made with hanako's signing key. */
export async function signedProof(message: unknown, page = ORIGIN): Promise<string> {
  const { card, certificate } = await withSigningKey()
  const digest = await ageDigestInfo(certificate, readAgeChallenge(message), page)
  const signature = await signDigest(card, 'signing', digest)
  return writeAgeProof({ evidence: 'jpki-sign', unverifiedCertificate: certificate, signature })
}

export async function withSigningKey() {
  const slot = new VirtualSlot()
  slot.insert(cardOf(await issuePerson('hanako', issuedNow)))
  const card = await virtualReader(slot).connect()
  await openJpki(card)
  await present(card, await askTries(card, 'signing-pin'), secretFrom('signing-pin', 'ABC123'))
  return { card, certificate: await readCertificate(card, 'signing') }
}
