// The vectors for other languages, against our own verifier, and against the script that makes them.
import { base64url, toBase64url } from '@myna/bytes'
import { digestInfo, signedBytes, type Purpose } from '@myna/token'
import {
  loginVerifier,
  memoryOnceStore,
  resultReceiver,
  type Jwks,
  type Role,
  type RevocationAnswer,
} from '@myna/verifier'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  readVectors,
  vectorFile,
  type LoginVector,
  type LoginVectors,
  type ResultVectors,
  type SignedBytesVectors,
} from '../vectors/vector'
import { vectorTexts } from '../vectors/vector-texts'

const logins = readVectors('logins') as LoginVectors
const bytes = readVectors('signed-bytes') as SignedBytesVectors
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
    revocation:
      revocation === 'notChecked'
        ? revocation
        : {
            role: 'test' as const,
            async check() {
              if (revocation === null) throw new Error('no answer')
              const { sourceTime, nextUpdate, ...answer } = revocation
              return {
                ...(answer as RevocationAnswer),
                sourceTime: new Date(sourceTime),
                ...(nextUpdate === undefined ? {} : { nextUpdate: new Date(nextUpdate) }),
              }
            },
          },
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
