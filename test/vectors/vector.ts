import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../house/sources'

/** One login, as `logins.json` has it. Bytes are base64url without padding. */
export interface LoginVector {
  readonly name: string
  /** The server's time, ISO 8601. */
  readonly clock: string
  /** What the server remembers of the question; `null` for none. */
  readonly challenge: {
    readonly nonce: string
    readonly purpose: string
    readonly context: string
    readonly issuedAt: string
  } | null
  /** Which pages may have talked to the card; the site's own unless told otherwise. */
  readonly ceremonyOrigins?: readonly string[]
  /** The answer of whoever knows revocation; `notChecked` where nobody is asked, `null` for no answer. */
  readonly revocation: RevocationVector | 'notChecked' | null
  /** The token exactly as it was posted. */
  readonly token: string
  readonly expected: BelievedVector | RefusedVector
}

export interface RevocationVector {
  readonly status: string
  readonly method: string
  readonly sourceTime: string
  readonly nextUpdate?: string
}

export interface BelievedVector {
  readonly verdict: 'believed'
  readonly kind: string
  readonly accountKey: string
  readonly notAfter: string
}

export interface RefusedVector {
  readonly verdict: 'refused'
  /** For the log. */
  readonly code: string
  /** For the browser. */
  readonly told: string
}

export interface LoginVectors {
  readonly format: 'myna-login-vectors/1'
  readonly mode: string
  readonly origin: string
  /** The CA certificates (DER). */
  readonly anchors: readonly string[]
  readonly accountSecret: string
  readonly lifetimeSeconds: number
  readonly vectors: readonly LoginVector[]
}

export interface SignedBytesVectors {
  readonly format: 'myna-signed-bytes-vectors/1'
  readonly vectors: readonly {
    readonly name: string
    readonly purpose: string
    readonly origin: string
    readonly ceremonyOrigin: string
    readonly nonce: string
    readonly certificateHash: string
    readonly context: string
    readonly signedBytes: string
    readonly sha256: string
    readonly digestInfo: string
  }[]
}

/** One age check, as `ages.json` has it. */
export interface AgeVector {
  readonly name: string
  readonly clock: string
  /** What the server remembers of the question; `null` for none. */
  readonly challenge: { readonly nonce: string; readonly issuedAt: string } | null
  readonly ages: readonly number[]
  readonly evidence: readonly string[]
  readonly dayBefore?: true
  readonly ceremonyOrigins?: readonly string[]
  readonly revocation: RevocationVector | 'notChecked' | null
  /** The proof exactly as it was posted. */
  readonly proof: string
  readonly expected: { readonly verdict: 'believed'; readonly answer: object } | RefusedVector
}

export interface AgeVectors {
  readonly format: 'myna-age-vectors/1'
  readonly mode: string
  readonly origin: string
  /** The CA certificates (DER) of signing certificates. */
  readonly anchors: readonly string[]
  readonly lifetimeSeconds: number
  /** The text the signing key signs, letter by letter. */
  readonly statement: {
    readonly ages: readonly number[]
    readonly nonce: string
    readonly ceremonyOrigin: string
    readonly text: string
    readonly sha256: string
  }
  readonly vectors: readonly AgeVector[]
}

export interface ResultVectors {
  readonly format: 'myna-result-vectors/1'
  readonly issuer: string
  readonly audience: string
  readonly nonce: string
  readonly jwks: unknown
  readonly vectors: readonly {
    readonly name: string
    readonly clock: string
    readonly token: string
    readonly expected: { readonly verdict: 'believed'; readonly content: unknown } | RefusedVector
  }[]
}

export const vectorFile = (name: string) => join(root, 'test', 'vectors', `${name}.json`)
export const readVectors = (name: string): unknown =>
  JSON.parse(readFileSync(vectorFile(name), 'utf8'))
