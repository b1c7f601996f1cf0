import { toBase64url } from '@myna/bytes'
import { ConfigurationError } from '../configuration-error'

/** How results may be signed (RFC 7518 §3.3, §3.4), and what WebCrypto calls it. */
export const algorithms = {
  ES256: {
    key: { name: 'ECDSA', namedCurve: 'P-256' },
    sign: { name: 'ECDSA', hash: 'SHA-256' },
    members: ['crv', 'kty', 'x', 'y'], // of the public key, in the order of RFC 7638
  },
  RS256: {
    key: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    sign: { name: 'RSASSA-PKCS1-v1_5' },
    members: ['e', 'kty', 'n'],
  },
} as const
export type ResultAlgorithm = keyof typeof algorithms

/** A public key as it is published (RFC 7517). */
export interface PublicJwk {
  readonly kty: string
  readonly alg: ResultAlgorithm
  readonly kid: string
  readonly use: 'sig'
  readonly [member: string]: string
}

export interface Jwks {
  readonly keys: readonly PublicJwk[]
}

/** A server's key for results, ready to sign, and what it publishes of it. */
export interface ResultKey {
  readonly alg: ResultAlgorithm
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicJwk: PublicJwk
}

type Jwk = Readonly<Record<string, unknown>>

/**
 * Reads a private key (JWK with `alg`) as a secret store keeps it. Its `kid` is the key's thumbprint
 * (RFC 7638), so that two keys never share one.
 *
 * @throws ConfigurationError
 */
export async function readResultKey(jwk: Jwk): Promise<ResultKey> {
  const alg = algorithmOf(jwk)
  const members = publicMembers(jwk, alg)
  if (alg === undefined || members === undefined)
    throw new ConfigurationError('result key: must be a JWK with alg ES256 or RS256')
  const { key } = algorithms[alg]
  const privateKey = await crypto.subtle
    .importKey('jwk', { ...jwk, key_ops: ['sign'] } as JsonWebKey, key, false, ['sign'])
    .catch(() => {
      // what the platform says of a key it does not like might hold some of it
      throw new ConfigurationError('result key: must be a private key')
    })
  const kid = await thumbprint(members)
  return {
    alg,
    kid,
    privateKey,
    publicJwk: { ...members, kty: members['kty']!, alg, kid, use: 'sig' },
  }
}

/** A new private key as a JWK, to be put into a secret store. */
export async function newResultKey(alg: ResultAlgorithm = 'ES256'): Promise<JsonWebKey> {
  const size = { modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) }
  const parameters = alg === 'RS256' ? { ...algorithms.RS256.key, ...size } : algorithms.ES256.key
  const pair = await crypto.subtle.generateKey(parameters, true, ['sign', 'verify'])
  const { key_ops: _, ext: __, ...jwk } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  return { ...jwk, alg }
}

/** A public key from somebody's JWKS, to verify with under its own algorithm and no other. */
export async function importPublicKey(
  jwk: Jwk,
): Promise<{ readonly alg: ResultAlgorithm; readonly key: CryptoKey } | undefined> {
  const alg = algorithmOf(jwk)
  const members = publicMembers(jwk, alg)
  if (alg === undefined || members === undefined || (jwk['use'] ?? 'sig') !== 'sig')
    return undefined
  // RFC 7518 §3.3: 2048 bits or more, which is 342 characters
  if (alg === 'RS256' && members['n']!.length < 342) return undefined
  const key = await crypto.subtle
    .importKey('jwk', members as JsonWebKey, algorithms[alg].key, false, ['verify'])
    .catch(() => undefined)
  return key && { alg, key }
}

const algorithmOf = ({ alg }: Jwk): ResultAlgorithm | undefined =>
  alg === 'ES256' || alg === 'RS256' ? alg : undefined

/** Only these ever leave: a private key's other members are secret. */
function publicMembers(
  jwk: Jwk,
  alg: ResultAlgorithm | undefined,
): Record<string, string> | undefined {
  if (alg === undefined) return undefined
  const members: Record<string, string> = {}
  for (const name of algorithms[alg].members) {
    const value = jwk[name]
    if (typeof value !== 'string') return undefined
    members[name] = value
  }
  return members
}

async function thumbprint(members: Readonly<Record<string, string>>): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(members)) // already in the order due
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}
