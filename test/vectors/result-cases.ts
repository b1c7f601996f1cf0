// The results of results.json, signed by node:crypto. What is expected is written here by hand.
import { refusals, type RefusalCode } from '@myna/verifier'
import { createHash, KeyObject, sign } from 'node:crypto'
import type { ResultVectors } from './vector'

const ISSUER = 'https://platform.example'
const AUDIENCE = 'https://sp.example'
const NONCE = 'a-nonce-of-the-receiver'
const NOW = Date.parse('2026-11-24T03:00:00Z') / 1000

const login = { result: 'login', sub: 'pairwise-id', revocation: 'good' }
const age = {
  result: 'age',
  age_over_18: true,
  age_over_20: false,
  evidence: 'jpki-sign',
  assurance: 'high',
  selfAsserted: false,
  checkedOn: '2026-11-24',
}

interface ResultCase {
  readonly name: string
  readonly outcome: string
  readonly content?: object
  readonly claims?: object
  readonly header?: object
  readonly seconds?: number
}

// prettier-ignore
const cases: readonly ResultCase[] = [
  { name: 'a login', outcome: 'believed' },
  { name: 'an age: 18, and not 20', outcome: 'believed', content: age },
  { name: 'the last second', outcome: 'believed', seconds: 299 },
  { name: 'its end', outcome: 'result-expired', seconds: 300 },
  { name: 'another issuer', outcome: 'result-issuer', claims: { iss: 'https://evil.example' } },
  { name: 'another audience', outcome: 'result-audience', claims: { aud: 'https://other.example' } },
  { name: 'an audience in a list', outcome: 'result-audience', claims: { aud: [AUDIENCE] } },
  { name: 'another nonce', outcome: 'result-nonce', claims: { nonce: 'another-nonce-altogether' } },
  { name: 'a life of more than ten minutes', outcome: 'result-period', claims: { exp: NOW + 601 } },
  { name: 'made two minutes from now', outcome: 'result-period', claims: { iat: NOW + 120, exp: NOW + 300 } },
  { name: 'another type', outcome: 'result-malformed', header: { typ: 'JWT' } },
  { name: 'a critical extension', outcome: 'result-malformed', header: { crit: ['b64'], b64: false } },
  { name: 'another algorithm than the key’s', outcome: 'result-algorithm', header: { alg: 'ES256' } },
  { name: 'an unknown key', outcome: 'result-key', header: { kid: 'unknown' } },
  { name: 'an age of 65', outcome: 'believed', content: { ...age, age_over_18: undefined, age_over_20: undefined, age_over_65: true } },
  { name: 'an assurance its evidence has not', outcome: 'result-malformed', content: { ...age, assurance: 'low' } },
  { name: 'an age without any yes or no', outcome: 'result-malformed', content: { ...age, age_over_18: undefined, age_over_20: undefined } },
  { name: 'a date of birth beside an age', outcome: 'result-malformed', content: { ...age, birth: '2006-11-24' } },
  { name: 'an age over 20 and not over 18', outcome: 'result-malformed', content: { ...age, age_over_18: false, age_over_20: true } },
  { name: 'a reading of the browser’s that does not say so', outcome: 'result-malformed', content: { ...age, evidence: 'ocr' } },
]

export async function resultVectors({
  privateKey,
  publicKey,
}: CryptoKeyPair): Promise<ResultVectors> {
  const { kty, n, e } = await crypto.subtle.exportKey('jwk', publicKey)
  const kid = createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url')
  const key = KeyObject.from(privateKey)
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  const vectors = cases.map(({ name, outcome, content = login, claims, header, seconds = 0 }) => {
    const first = { alg: 'RS256', kid, typ: 'myna-result+jwt', ...header }
    const address = { iss: ISSUER, aud: AUDIENCE, nonce: NONCE, iat: NOW, exp: NOW + 300 }
    const text = `${encode(first)}.${encode({ ...address, ...claims, ...content })}`
    const token = `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
    const clock = new Date((NOW + seconds) * 1000).toISOString()
    const told = refusals[outcome as RefusalCode]
    const expected =
      outcome === 'believed'
        ? { verdict: 'believed' as const, content: JSON.parse(JSON.stringify(content)) as object }
        : { verdict: 'refused' as const, code: outcome, told }
    return { name, clock, token, expected }
  })
  const jwks = { keys: [{ kty, n, e, alg: 'RS256', use: 'sig', kid }] }
  const format = 'myna-result-vectors/1'
  return { format, issuer: ISSUER, audience: AUDIENCE, nonce: NONCE, jwks, vectors }
}
