// The vectors for other languages, against our own verifier, and against the script that makes them.
import { base64url, toBase64url } from '@myna/bytes'
import { ageStatement, digestInfo, signedBytes, type AgeEvidence, type Purpose } from '@myna/token'
import {
  ageVerifier,
  loginVerifier,
  memoryOnceStore,
  resultReceiver,
  type Jwks,
  type Role,
  type RevocationAnswer,
  type RevocationChecker,
} from '@myna/verifier'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  readVectors,
  vectorFile,
  type AgeVector,
  type AgeVectors,
  type LoginVector,
  type LoginVectors,
  type ResultVectors,
  type SignedBytesVectors,
} from '../vectors/vector'
import { vectorTexts } from '../vectors/vector-texts'

const logins = readVectors('logins') as LoginVectors
const bytes = readVectors('signed-bytes') as SignedBytesVectors
const ages = readVectors('ages') as AgeVectors
const results = readVectors('results') as ResultVectors

const PUBLISHED = [
  '5ebdf2711ed04d8f9354d85ec99b0a4359aa51336ef3d1b2d033482a404e23ba',
  '36560ef5f64a2cff17f93c70e029be73c577e71d8ede749b9330e5250938f62a',
]

test.each(bytes.vectors)('signed bytes: $name', async (vector) => {
  const { origin, ceremonyOrigin } = vector
  const challenge = {
    purpose: vector.purpose as Purpose,
    origin,
    nonce: base64url(vector.nonce),
    context: base64url(vector.context),
  }
  const certificateHash = base64url(vector.certificateHash)
  const made = signedBytes({ challenge, ceremonyOrigin, certificateHash })
  expect(toBase64url(made)).toBe(vector.signedBytes)
  expect(createHash('sha256').update(made).digest('hex')).toBe(vector.sha256)
  const certificate = new TextEncoder().encode('certificate')
  expect(toBase64url(await digestInfo(certificate, challenge, ceremonyOrigin))).toBe(
    vector.digestInfo,
  )
})

test('signed bytes: they are the published ones', () => {
  expect(bytes.vectors.map(({ sha256 }) => sha256)).toEqual(PUBLISHED)
})

describe('logins', () => {
  test('have names of their own, and most of them are refused', () => {
    const { vectors } = logins
    expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length)
    const refused = vectors.filter(({ expected }) => expected.verdict === 'refused')
    expect(refused.length).toBeGreaterThan(80)
  })

  test.each(logins.vectors)('$name', async (vector) => {
    expect(await outcomeOf(vector)).toEqual(vector.expected)
  })
})

/** Whoever knows revocation, as the vector has it. */
function checkerOf(revocation: LoginVector['revocation']): RevocationChecker | 'notChecked' {
  if (revocation === 'notChecked') return revocation
  return {
    role: 'test',
    async check() {
      if (revocation === null) throw new Error('no answer')
      const { sourceTime, nextUpdate, ...answer } = revocation
      return {
        ...(answer as RevocationAnswer),
        sourceTime: new Date(sourceTime),
        ...(nextUpdate === undefined ? {} : { nextUpdate: new Date(nextUpdate) }),
      }
    },
  }
}

async function outcomeOf(vector: LoginVector): Promise<LoginVector['expected']> {
  const { mode, origin, anchors, accountSecret, lifetimeSeconds } = logins
  const { challenge, revocation, ceremonyOrigins = [origin] } = vector
  const stored = challenge && {
    ...challenge,
    origin,
    issuedAt: Date.parse(challenge.issuedAt),
  }
  const verifier = await loginVerifier({
    role: mode as Role,
    origin,
    ceremonyOrigins,
    anchors: anchors.map(base64url),
    accountSecret: base64url(accountSecret),
    lifetimeSeconds,
    now: () => new Date(vector.clock),
    challenges: { put: async () => {}, take: async () => stored ?? undefined },
    revocation: checkerOf(revocation),
  })
  return verifier.verify('session', vector.token).then(
    ({ kind, accountKey, notAfter }) => ({
      verdict: 'believed' as const,
      kind,
      accountKey,
      notAfter: notAfter.toISOString(),
    }),
    ({ code, told }) => ({ verdict: 'refused' as const, code, told }),
  )
}

test('the statement of an age check, letter by letter', () => {
  const { nonce, ceremonyOrigin, text, sha256, ages: asked } = ages.statement
  const challenge = {
    nonce: base64url(nonce),
    origin: ages.origin,
    ages: asked,
    evidence: ['jpki-sign'],
  } as const
  const hash = createHash('sha256').update('certificate').digest()
  expect(ageStatement({ challenge, ceremonyOrigin, hash })).toBe(text)
  expect(createHash('sha256').update(text).digest('hex')).toBe(sha256)
})

describe('ages', () => {
  test('have names of their own', () => {
    expect(new Set(ages.vectors.map(({ name }) => name)).size).toBe(ages.vectors.length)
  })

  test.each(ages.vectors)('$name', async (vector) => {
    const verifier = await ageVerifier({
      role: ages.mode as Role,
      origin: ages.origin,
      ceremonyOrigins: vector.ceremonyOrigins ?? [ages.origin],
      anchors: ages.anchors.map(base64url),
      lifetimeSeconds: ages.lifetimeSeconds,
      ages: vector.ages,
      evidence: vector.evidence as Exclude<AgeEvidence, 'card-age-record'>[],
      dayBefore: vector.dayBefore ?? false,
      now: () => new Date(vector.clock),
      challenges: { put: async () => {}, take: async () => storedFor(vector) },
      revocation: checkerOf(vector.revocation),
    })
    const outcome = await verifier.verify('session', vector.proof).then(
      ({ answer }) => ({ verdict: 'believed', answer }),
      ({ code, told }) => ({ verdict: 'refused', code, told }),
    )
    expect(outcome).toEqual(vector.expected)
  })
})

const storedFor = ({ challenge }: AgeVector) =>
  challenge === null
    ? undefined
    : {
        nonce: challenge.nonce,
        purpose: 'age',
        origin: ages.origin,
        context: '',
        issuedAt: Date.parse(challenge.issuedAt),
      }

test.each(results.vectors)('results: $name', async ({ clock, token, expected }) => {
  const { issuer, audience, nonce, jwks } = results
  const receiver = resultReceiver({
    issuer,
    audience,
    keys: async () => jwks as Jwks,
    once: memoryOnceStore(),
    now: () => new Date(clock),
  })
  const outcome = await receiver.verify(token, nonce).then(
    ({ content }) => ({ verdict: 'believed', content }),
    ({ code, told }) => ({ verdict: 'refused', code, told }),
  )
  expect(outcome).toEqual(expected)
})

test('the files are what the script makes: node commands/run.mjs test/vectors/make.ts', async () => {
  for (const [name, text] of Object.entries(await vectorTexts()))
    expect(readFileSync(vectorFile(name), 'utf8') === text, `${name}.json`).toBe(true)
}, 60_000)
