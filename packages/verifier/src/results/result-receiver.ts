import { base64url, MalformedBytes } from '@myna/bytes'
import { ConfigurationError } from '../configuration-error'
import { Refusal } from '../refusal'
import type { OnceStore } from '../stores/once-store'
import {
  LONGEST_RESULT_SECONDS,
  MOST_RESULT_CHARACTERS,
  readResult,
  RESULT_TYPE,
  type SignedResult,
} from './result'
import { algorithms, importPublicKey, type Jwks } from './result-keys'

export interface ResultReceiverOptions {
  /** Whose results are believed, exactly as they name themselves. */
  readonly issuer: string
  /** The receiver's own name, as it gave it to the issuer. */
  readonly audience: string
  /** The issuer's public keys. `renew` is asked for when a result names a key that is not in them. */
  readonly keys: (renew: boolean) => Promise<Jwks>
  /** Remembers which nonces were answered. */
  readonly once: OnceStore
  readonly now?: () => Date
}

const CLOCK_DIFFERENCE = 60 // seconds an issuer's clock may be ahead of ours

/**
 * The receiving side of results, strictly: the algorithm is the key's and not the header's, the
 * audience is us and nobody else, each nonce is answered once.
 *
 * @throws ConfigurationError
 */
export function resultReceiver(options: ResultReceiverOptions) {
  const { issuer, audience, keys, once, now = () => new Date() } = options
  if (issuer === '' || audience === '')
    throw new ConfigurationError('issuer, audience: must not be empty')

  const keyNamed = async (kid: string) => {
    for (const renew of [false, true]) {
      const { keys: known } = await keys(renew).catch((cause: unknown) => {
        throw new Refusal('result-keys-unavailable', undefined, { cause })
      })
      const named = known.filter((jwk) => jwk.kid === kid)
      if (named.length > 1) throw new Refusal('result-key', 'two keys of one name')
      const [jwk] = named
      if (jwk === undefined) continue
      const key = await importPublicKey(jwk)
      if (key === undefined) throw new Refusal('result-key', 'not a key for results')
      return key
    }
    throw new Refusal('result-key', 'no such key')
  }

  return {
    /**
     * Believes a result or says why not.
     *
     * @param nonce what this receiver made up for this person's question, from its own session
     * @throws Refusal
     */
    async verify(jws: string, nonce: string): Promise<SignedResult> {
      const { header, payload, signature, signed } = partsOf(jws)
      const { alg, kid, typ, ...more } = header
      if (typ !== RESULT_TYPE || typeof kid !== 'string' || Object.keys(more).length > 0)
        throw new Refusal('result-malformed', 'header')
      const key = await keyNamed(kid)
      if (alg !== key.alg) throw new Refusal('result-algorithm')
      const { sign } = algorithms[key.alg]
      if (!(await crypto.subtle.verify(sign, key.key, signature, signed)))
        throw new Refusal('result-signature')

      const { iss, aud, nonce: answered, iat, exp, ...claims } = payload
      const content = readResult(claims)
      if (content === undefined || !isTime(iat) || !isTime(exp))
        throw new Refusal('result-malformed', 'claims')
      if (iss !== issuer) throw new Refusal('result-issuer')
      if (aud !== audience) throw new Refusal('result-audience')
      const seconds = now().getTime() / 1000
      if (exp - iat > LONGEST_RESULT_SECONDS || iat > seconds + CLOCK_DIFFERENCE)
        throw new Refusal('result-period')
      if (exp <= seconds) throw new Refusal('result-expired')
      if (answered !== nonce) throw new Refusal('result-nonce')
      const lifetime = (exp - seconds + CLOCK_DIFFERENCE) * 1000
      const isFirst = await once.mark(`result:${issuer}:${nonce}`, lifetime).catch((cause) => {
        throw new Refusal('store-unavailable', undefined, { cause })
      })
      if (!isFirst) throw new Refusal('result-used')
      const [issuedAt, expires] = [new Date(iat * 1000), new Date(exp * 1000)]
      return { issuer, audience, issuedAt, expires, content }
    },
  }
}

const isTime = (value: unknown): value is number => Number.isSafeInteger(value)

function partsOf(jws: string) {
  if (jws.length > MOST_RESULT_CHARACTERS) throw new Refusal('result-malformed', 'too long')
  const [header = '', payload = '', signature = '', ...more] = jws.split('.')
  if (more.length > 0) throw new Refusal('result-malformed', 'not three parts')
  try {
    return {
      header: objectIn(header),
      payload: objectIn(payload),
      signature: new Uint8Array(base64url(signature)),
      signed: new TextEncoder().encode(`${header}.${payload}`),
    }
  } catch (error) {
    if (error instanceof MalformedBytes || error instanceof SyntaxError)
      throw new Refusal('result-malformed', 'not JSON in base64url')
    throw error
  }
}

function objectIn(part: string): Record<string, unknown> {
  const text = new TextDecoder('utf-8', { fatal: false }).decode(base64url(part))
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedBytes('not an object')
  return value as Record<string, unknown>
}
