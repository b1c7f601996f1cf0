import { hex, sameBytes, toBase64url, toHex } from '@myna/bytes'
import { readCertificate, type UnverifiedCertificate } from './certificate'
import { ConfigurationError } from './configuration-error'
import { attributesOf } from './name'
import { profiles, type Profile } from './profiles'
import { Refusal } from './refusal'

/** Whether real cards are believed, or test cards. Never both. */
export type Mode = 'production' | 'test'

/** An issuer we trust by configuration, ready to check signatures. */
export interface Anchor {
  readonly certificate: UnverifiedCertificate
  readonly key: CryptoKey
}

export const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

/** What an anchor has to be, beside a CA certificate. */
export interface AnchorRules {
  readonly profile: Profile
  readonly mode: Mode
  /** SHA-256 in hexadecimal of files that are in no list of ours. */
  readonly trustAlso: readonly string[]
}

/**
 * Reads the files of trusted CA certificates (DER). A mistake here would let strangers in later, so
 * every doubt stops the start.
 *
 * @throws ConfigurationError
 */
export async function readAnchors(
  files: readonly Uint8Array[],
  rules: AnchorRules,
): Promise<readonly Anchor[]> {
  if (!Array.isArray(files))
    throw new ConfigurationError('anchors: a list of files is needed, also for one')
  if (files.length === 0)
    throw new ConfigurationError('anchors: none given, so nobody could be believed')
  return Promise.all(files.map((file, index) => readAnchor(file, `anchors[${index}]`, rules)))
}

const TEST_ORGANIZATION = 'JPKI-TEST'

/** Which profile's CA a file is of, by its name; none is a fault. */
export function profileOf({ certificate }: Anchor, where: string): Profile {
  const { units } = partsOf(certificate.subject)
  const profile = Object.values(profiles).find(({ unit }) => units.includes(unit))
  if (profile === undefined) throw new ConfigurationError(`${where}: not a CA of JPKI by its name`)
  return profile
}

export async function readAnchor(
  file: Uint8Array,
  where: string,
  { profile: expected, mode, trustAlso }: Omit<AnchorRules, 'profile'> & { profile?: Profile },
): Promise<Anchor> {
  const anchor = await anchorFrom(file, where)
  const profile = expected ?? profileOf(anchor, where)
  const { organizations, units } = partsOf(anchor.certificate.subject)
  const isTest = organizations.some((text) => text.includes(TEST_ORGANIZATION))
  if (isTest && mode === 'production')
    throw new ConfigurationError(`${where}: a test CA in production`)
  if (!isTest && mode === 'test') throw new ConfigurationError(`${where}: a real CA in test mode`)
  if (!units.includes(profile.unit))
    throw new ConfigurationError(`${where}: not a CA whose name says '${profile.unit}'`)

  const fingerprint = toHex(await sha256(anchor.certificate.der))
  const isKnown = [...profile.published, ...trustAlso.map((text) => toHex(hex(text)))].includes(
    fingerprint,
  )
  if (mode === 'production' && !isKnown)
    throw new ConfigurationError(
      `${where}: SHA-256 ${fingerprint} is not a published one; compare it, then name it in trustAlso`,
    )
  return anchor
}

/**
 * Reads one CA certificate as an anchor, whoever it belongs to: self-signed, CA:TRUE and critical,
 * keyCertSign. Trusting it is the caller's word.
 *
 * @throws ConfigurationError
 */
export async function anchorFrom(file: Uint8Array, where = 'anchor'): Promise<Anchor> {
  const certificate = read(file, where)
  const { keyUsage, basicConstraints } = certificate.extensions
  if (!basicConstraints?.isCa || !basicConstraints.isCritical || !keyUsage?.has('keyCertSign'))
    throw new ConfigurationError(`${where}: not a CA certificate`)
  const key = await importKey(certificate)
  const isSelfIssued = sameBytes(certificate.issuer, certificate.subject)
  if (!isSelfIssued || !(await isSignedBy(certificate, key)))
    throw new ConfigurationError(`${where}: not signed by itself`)
  return { certificate, key }
}

function read(file: Uint8Array, where: string): UnverifiedCertificate {
  try {
    return readCertificate(file)
  } catch (error) {
    if (error instanceof Refusal) throw new ConfigurationError(`${where}: ${error.message}`)
    throw error
  }
}

/** The O and OU texts of a name. */
function partsOf(name: Uint8Array<ArrayBuffer>) {
  const attributes = attributesOf(name)
  const texts = (id: string) => attributes.filter(({ type }) => type === id).map(({ text }) => text)
  return { organizations: texts('2.5.4.10'), units: texts('2.5.4.11') }
}

/** By its numbers, which were checked: five times as fast as from subjectPublicKeyInfo, in Node. */
export const importKey = (
  { modulus }: Pick<UnverifiedCertificate, 'modulus'>,
  algorithm: RsaHashedImportParams = RS256,
): Promise<CryptoKey> =>
  crypto.subtle.importKey(
    'jwk',
    { kty: 'RSA', n: toBase64url(modulus), e: 'AQAB' },
    algorithm,
    false,
    ['verify'],
  )

/** The platform unpads and compares: nobody does that by hand (`pki.md` §3.5 step 8). */
export const isSignedBy = (
  { signature, toBeSigned }: Pick<UnverifiedCertificate, 'signature' | 'toBeSigned'>,
  key: CryptoKey,
): Promise<boolean> => crypto.subtle.verify(RS256, key, signature, toBeSigned)

export const sha256 = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
