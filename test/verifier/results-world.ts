import {
  memoryOnceStore,
  newResultKey,
  readResultKey,
  resultReceiver,
  resultSigner,
  type AgeResult,
  type Jwks,
  type LoginResult,
  type ResultSignerOptions,
} from '@myna/verifier'
import { testClock } from './world'

export const ISSUER = 'https://platform.example'
export const AUDIENCE = 'https://sp.example'
export const NONCE = 'nonce-of-32-characters-or-so-000'
export const address = { audience: AUDIENCE, nonce: NONCE }
export const login: LoginResult = { result: 'login', sub: 'pairwise-id', revocation: 'good' }
export const age: AgeResult = {
  result: 'age',
  age_over_20: true,
  evidence: 'jpki-sign',
  assurance: 'high',
  selfAsserted: false,
  checkedOn: '2026-11-24',
}

/** Private keys, new for each run. */
export const jwks = {
  ES256: await newResultKey(),
  RS256: await newResultKey('RS256'),
  other: await newResultKey(),
}
export const key = (jwk: JsonWebKey) => readResultKey({ ...jwk })

/** Who signs. */
export async function platform(change: Partial<ResultSignerOptions> = {}, clock = testClock()) {
  const keys = [await key(jwks.ES256)]
  return resultSigner({ issuer: ISSUER, keys, now: clock.now, ...change })
}
/** Who believes, or not. */
export const receiver = (keys: () => Promise<Jwks> | Jwks, clock = testClock()) =>
  resultReceiver({
    issuer: ISSUER,
    audience: AUDIENCE,
    keys: async () => keys(),
    once: memoryOnceStore(clock),
    now: clock.now,
  })
