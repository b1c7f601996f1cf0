import { toBase64url } from '@myna/bytes'
import { ConfigurationError } from '../configuration-error'
import { LONGEST_RESULT_SECONDS, readResult, RESULT_TYPE, type Result } from './result'
import { algorithms, type Jwks, type ResultKey } from './result-keys'

export interface ResultSignerOptions {
  /** Who says so: the platform's origin. */
  readonly issuer: string
  /**
   * The first one signs; all are published. To change keys: put the new one second, wait until every
   * receiver has fetched it, put it first, and take the old one away when its last result has expired.
   */
  readonly keys: readonly ResultKey[]
  /** How long a result is good: 300 unless told otherwise, 600 at most. */
  readonly lifetimeSeconds?: number
  readonly now?: () => Date
}

/** For whom a result is, and which of their questions it answers. */
export interface ResultAddress {
  /** The receiver's origin. */
  readonly audience: string
  /** What the receiver made up for this one question, 16 characters or more. */
  readonly nonce: string
}

export interface ResultSigner {
  sign(content: Result, address: ResultAddress): Promise<string>
  /** The public keys, to be published at `…/jwks.json`. */
  jwks(): Jwks
}

export const LEAST_NONCE_CHARACTERS = 16

/**
 * Results that one party passes to another, as JWS (RFC 7515 compact), signed by the server's own key;
 * the card's key signs nothing but challenges.
 *
 * @throws ConfigurationError
 */
export function resultSigner({
  issuer,
  keys,
  lifetimeSeconds = 300,
  now = () => new Date(),
}: ResultSignerOptions): ResultSigner {
  const [signing] = keys
  if (signing === undefined) throw new ConfigurationError('keys: at least one')
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length)
    throw new ConfigurationError('keys: one of them comes twice')
  if (!(lifetimeSeconds >= 1 && lifetimeSeconds <= LONGEST_RESULT_SECONDS))
    throw new ConfigurationError(`lifetimeSeconds: must be 1 to ${LONGEST_RESULT_SECONDS}`)
  if (issuer === '') throw new ConfigurationError('issuer: must not be empty')

  return {
    async sign(content, { audience, nonce }) {
      if (readResult({ ...content }) === undefined) throw new TypeError('result: not of its form')
      if (audience === '' || nonce.length < LEAST_NONCE_CHARACTERS)
        throw new TypeError('result: needs an audience and a nonce')
      const { alg, kid, privateKey } = signing
      const iat = Math.floor(now().getTime() / 1000)
      const claims = { iss: issuer, aud: audience, nonce, iat, exp: iat + lifetimeSeconds }
      const text = [
        { alg, kid, typ: RESULT_TYPE },
        { ...claims, ...content },
      ]
        .map(encode)
        .join('.')
      const bytes = new TextEncoder().encode(text)
      const signature = await crypto.subtle.sign(algorithms[alg].sign, privateKey, bytes)
      return `${text}.${toBase64url(new Uint8Array(signature))}`
    },
    jwks: () => ({ keys: keys.map(({ publicJwk }) => publicJwk) }),
  }
}

const encode = (value: unknown) => toBase64url(new TextEncoder().encode(JSON.stringify(value)))
