import { hex, sameBytes, toHex } from '@myna/bytes'
import { readCertificate, type UnverifiedCertificate } from './certificate'
import { ConfigurationError } from './configuration-error'
import { Refusal } from './refusal'

export type Mode = 'production' | 'test'

/** An issuer we trust by configuration, ready to check signatures. */
export interface Anchor {
  readonly certificate: UnverifiedCertificate
  readonly key: CryptoKey
}

export const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

/**
 * SHA-256 of the CA certificates J-LIS publishes for 利用者証明用 (`card.md` §9). The one of 2019,
 * serial 0133C349, is in no source we have: name it in `trustAlso` once you have compared it.
 */
const published = [
  '4dcfc4ca0aaf9fb2a3081b3f0c991c320b3acc008667a341eeaec5af1d58ca7d', // 2015
  '64114f29620c24ed2631d46476a040e7ee740d956089c00b036a6a8118c322b5', // 2023
]

// DER of attribute values: how a name says which CA it is
const contains = (name: Uint8Array, text: string) =>
  toHex(name).includes(toHex(new TextEncoder().encode(text)))
export const isTestName = (name: Uint8Array) => contains(name, 'JPKI-TEST')
const isForSigning = (name: Uint8Array) => contains(name, 'JPKI for digital signature')

/**
 * Reads the files of trusted CA certificates for authentication. A mistake here would let strangers
 * in later, so every doubt stops the start.
 *
 * @param files DER
 * @param trustAlso SHA-256 in hexadecimal, of files that are in no list of ours
 * @throws ConfigurationError
 */
export async function readAnchors(
  files: readonly Uint8Array[],
  mode: Mode,
  trustAlso: readonly string[],
): Promise<readonly Anchor[]> {
  if (files.length === 0)
    throw new ConfigurationError('anchors: none given, so nobody could be believed')
  return Promise.all(
    files.map((file, index) => readAnchor(file, `anchors[${index}]`, mode, trustAlso)),
  )
}

async function readAnchor(
  file: Uint8Array,
  where: string,
  mode: Mode,
  trustAlso: readonly string[],
): Promise<Anchor> {
  const certificate = read(file, where)
  const isTest = isTestName(certificate.subject)
  if (isTest && mode === 'production')
    throw new ConfigurationError(`${where}: a test CA in production`)
  if (!isTest && mode === 'test') throw new ConfigurationError(`${where}: a real CA in test mode`)
  if (isForSigning(certificate.subject))
    throw new ConfigurationError(
      `${where}: a CA for signing certificates; logins need the one for authentication`,
    )

  const fingerprint = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', certificate.der)))
  const isKnown = [...published, ...trustAlso.map((text) => toHex(hex(text)))].includes(fingerprint)
  if (mode === 'production' && !isKnown)
    throw new ConfigurationError(
      `${where}: SHA-256 ${fingerprint} is not a published one; compare it, then name it in trustAlso`,
    )

  const { keyUsage, basicConstraints } = certificate.extensions
  if (!basicConstraints?.isCa || !keyUsage?.has('keyCertSign'))
    throw new ConfigurationError(`${where}: not a CA certificate`)
  const key = await importKey(certificate)
  const isSelfSigned = sameBytes(certificate.issuer, certificate.subject)
  if (!isSelfSigned || !(await isSignedBy(certificate, key)))
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

export const importKey = ({ publicKeyInfo }: UnverifiedCertificate): Promise<CryptoKey> =>
  crypto.subtle.importKey('spki', publicKeyInfo, RS256, false, ['verify'])

export const isSignedBy = ({ signature, toBeSigned }: UnverifiedCertificate, key: CryptoKey) =>
  crypto.subtle.verify(RS256, key, signature, toBeSigned)
