import { isOrigin } from '@myna/token'
import { LEAST_SECRET_BYTES } from './account-key'
import type { Mode } from './anchors'
import type { ChallengeStore } from './challenge-store'
import { ConfigurationError } from './configuration-error'
import type { RevocationChecker } from './revocation'

/** What a site decides. Nothing that decides who is let in has a default. */
export interface LoginOptions {
  /** `test` believes test cards only, `production` real ones only. */
  readonly mode: Mode
  /** The site's own origin, as `location.origin` says it. */
  readonly origin: string
  /** Origins whose pages may talk to the card for this site; the site's own unless told otherwise. */
  readonly ceremonyOrigins?: readonly string[]
  /** CA certificates for authentication (DER). */
  readonly anchors: readonly Uint8Array[]
  /** SHA-256 (hexadecimal) of anchors that are in no published list of ours. */
  readonly trustAlso?: readonly string[]
  /** Who knows what is revoked. `'notChecked'` lets stolen cards with known PINs in, and says so. */
  readonly revocation: RevocationChecker | 'notChecked'
  readonly challenges: ChallengeStore
  /** At least 32 random bytes, kept apart from the database: they make serial numbers unreadable. */
  readonly accountSecret: Uint8Array
  /** How long a challenge may wait, in seconds: 120 unless told otherwise, 300 at most. */
  readonly lifetimeSeconds?: number
  readonly now?: () => Date
  readonly randomBytes?: (size: number) => Uint8Array
}

export type Settings = ReturnType<typeof checkOptions>

const DEFAULT_LIFETIME = 120
const LONGEST_LIFETIME = 300

/** @throws ConfigurationError that names the option */
export function checkOptions(options: LoginOptions) {
  const { mode, origin, ceremonyOrigins = [origin], revocation, challenges } = options
  const { trustAlso = [], accountSecret, lifetimeSeconds = DEFAULT_LIFETIME } = options
  if (mode !== 'production' && mode !== 'test') throw wrong('mode', "'production' or 'test'")
  for (const text of [origin, ...ceremonyOrigins]) {
    if (!isOrigin(text)) throw wrong('origin', `an https origin without a path, not ${text}`)
    if (mode === 'production' && text.startsWith('http:'))
      throw wrong('origin', 'https in production')
  }
  if (ceremonyOrigins.length === 0) throw wrong('ceremonyOrigins', 'at least one')
  if (revocation !== 'notChecked' && typeof revocation?.check !== 'function')
    throw wrong('revocation', "a checker, or 'notChecked' in so many words")
  if (mode === 'production' && revocation !== 'notChecked' && revocation.forTests)
    throw wrong('revocation', 'a checker that knows the real world')
  if (typeof challenges?.take !== 'function') throw wrong('challenges', 'a store')
  if (!(accountSecret instanceof Uint8Array) || accountSecret.length < LEAST_SECRET_BYTES)
    throw wrong('accountSecret', `at least ${LEAST_SECRET_BYTES} bytes`)
  if (!(lifetimeSeconds >= 1 && lifetimeSeconds <= LONGEST_LIFETIME))
    throw wrong('lifetimeSeconds', `1 to ${LONGEST_LIFETIME}`)
  if (!trustAlso.every((text) => /^[0-9a-fA-F]{64}$/.test(text)))
    throw wrong('trustAlso', 'SHA-256 in hexadecimal')
  return {
    mode,
    origin,
    ceremonyOrigins,
    revocation,
    challenges,
    trustAlso,
    lifetime: lifetimeSeconds * 1000,
    now: options.now ?? (() => new Date()),
    randomBytes:
      options.randomBytes ?? ((size: number) => crypto.getRandomValues(new Uint8Array(size))),
  }
}

const wrong = (option: string, due: string) => new ConfigurationError(`${option}: must be ${due}`)
