import { isOrigin } from '@myna/token'
import { LEAST_SECRET_BYTES } from './account-key'
import { readAnchors, type Mode } from './anchors'
import type { ChallengeStore } from './challenge-store'
import { ConfigurationError } from './configuration-error'
import type { JudgeRules } from './judge'
import { profiles, type CertificateUse, type KeyKind } from './profiles'
import type { RevocationChecker } from './revocation/revocation'
import { isRole, roles, type Role } from './roles'

/** Who is believed. Nothing here that lets somebody in has a default. */
export interface TrustOptions {
  /** Who runs this verifier: `test` believes test cards only, the others real ones only. */
  readonly role: Role
  /** CA certificates for the use that is checked (DER). */
  readonly anchors: readonly Uint8Array[]
  /** SHA-256 (hexadecimal) of anchors that are in no published list of ours. */
  readonly trustAlso?: readonly string[]
  /** Policy identifiers that are in no table of ours, phones' for one, and where their keys live. */
  readonly policiesAlso?: Readonly<Record<string, 'card' | 'mobile'>>
  /**
   * Who knows what is revoked, made for the same role. `'notChecked'` lets stolen cards with known
   * PINs in, and every result and log entry says so.
   */
  readonly revocation: RevocationChecker | 'notChecked'
  readonly now?: () => Date
}

/** What a site decides about logins. */
export interface LoginOptions extends TrustOptions {
  /** The site's own origin, as `location.origin` says it. */
  readonly origin: string
  /** Origins whose pages may talk to the card for this site; the site's own unless told otherwise. */
  readonly ceremonyOrigins?: readonly string[]
  readonly challenges: ChallengeStore
  /** At least 32 random bytes, kept apart from the database: they make serial numbers unreadable. */
  readonly accountSecret: Uint8Array
  /** How long a challenge may wait, in seconds: 120 unless told otherwise, 300 at most. */
  readonly lifetimeSeconds?: number
  readonly randomBytes?: (size: number) => Uint8Array
}

export type Settings = ReturnType<typeof checkOptions>

const DEFAULT_LIFETIME = 120
const LONGEST_LIFETIME = 300

/** @throws ConfigurationError that names the option */
export function checkOptions(options: LoginOptions) {
  const { origin, ceremonyOrigins = [origin], challenges } = options
  const { accountSecret, lifetimeSeconds = DEFAULT_LIFETIME } = options
  const trust = checkTrust(options)
  for (const text of [origin, ...ceremonyOrigins]) {
    if (!isOrigin(text)) throw wrong('origin', `an https origin without a path, not ${text}`)
    if (trust.mode === 'production' && text.startsWith('http:'))
      throw wrong('origin', 'https in production')
  }
  if (ceremonyOrigins.length === 0) throw wrong('ceremonyOrigins', 'at least one')
  if (typeof challenges?.take !== 'function') throw wrong('challenges', 'a store')
  if (!(accountSecret instanceof Uint8Array) || accountSecret.length < LEAST_SECRET_BYTES)
    throw wrong('accountSecret', `at least ${LEAST_SECRET_BYTES} bytes`)
  if (!(lifetimeSeconds >= 1 && lifetimeSeconds <= LONGEST_LIFETIME))
    throw wrong('lifetimeSeconds', `1 to ${LONGEST_LIFETIME}`)
  return {
    ...trust,
    origin,
    ceremonyOrigins,
    challenges,
    lifetime: lifetimeSeconds * 1000,
    randomBytes:
      options.randomBytes ?? ((size: number) => crypto.getRandomValues(new Uint8Array(size))),
  }
}

/** Options of trust that fit together, with what was left out filled in. */
export type TrustSettings = Required<
  Pick<TrustOptions, 'revocation' | 'trustAlso' | 'policiesAlso' | 'now'>
> & { readonly mode: Mode }

/** @throws ConfigurationError that names the option */
export function checkTrust(options: TrustOptions): TrustSettings {
  const { role, trustAlso = [], policiesAlso = {}, revocation, now = () => new Date() } = options
  if (!isRole(role)) throw wrong('role', `one of '${Object.keys(roles).join("', '")}'`)
  const { mode, checker } = roles[role]
  if (revocation !== 'notChecked') {
    if (typeof revocation?.check !== 'function')
      throw wrong('revocation', "a checker, or 'notChecked' in so many words")
    if (revocation.role !== role)
      throw wrong('revocation', `for role '${role}', not '${revocation.role}': ${checker}`)
  }
  if (!trustAlso.every((text) => /^[0-9a-fA-F]{64}$/.test(text)))
    throw wrong('trustAlso', 'SHA-256 in hexadecimal')
  checkPolicies(policiesAlso)
  return { mode, revocation, trustAlso, policiesAlso, now }
}

const OBJECT_ID = /^[0-2](\.(0|[1-9]\d*))+$/

function checkPolicies(policiesAlso: Readonly<Record<string, KeyKind>>): void {
  for (const [id, kind] of Object.entries(policiesAlso)) {
    if (!OBJECT_ID.test(id)) throw wrong('policiesAlso', 'object identifiers in dotted form')
    if (kind !== 'card' && kind !== 'mobile') throw wrong('policiesAlso', "'card' or 'mobile' each")
    if (Object.values(profiles).some(({ policies }) => Object.hasOwn(policies, id)))
      throw wrong('policiesAlso', `identifiers we do not know yet; ${id} has its place`)
  }
}

/** Reads the anchors and the tables for one use. @throws ConfigurationError */
export async function readRules(
  use: CertificateUse,
  options: TrustOptions,
  { mode, trustAlso, policiesAlso }: TrustSettings,
): Promise<JudgeRules> {
  const profile = profiles[use]
  const anchors = await readAnchors(options.anchors, { profile, mode, trustAlso })
  return {
    mode,
    anchors,
    profile: { ...profile, policies: { ...policiesAlso, ...profile.policies } },
  }
}

const wrong = (option: string, due: string) => new ConfigurationError(`${option}: must be ${due}`)
