import { MalformedBytes } from '@myna/bytes'
import {
  readChallenge,
  readToken,
  signedBytes,
  writeChallenge,
  type Challenge,
  type ChallengeMessage,
  type Purpose,
  type Token,
} from '@myna/token'
import { accountKey, importSecret } from './account-key'
import { readAnchors, RS256 } from './anchors'
import type { StoredChallenge } from './challenge-store'
import { judgeCertificate, type JudgedCertificate, type KeyKind } from './judge'
import { checkOptions, type LoginOptions } from './options'
import { Refusal } from './refusal'
import { requireNotRevoked } from './revocation'

/** A login that is believed, check by check: there is no plain "valid". */
export interface VerifiedLogin {
  /** Keyed hash of the certificate's serial number: the same card gives the same key at your site. */
  readonly accountKey: string
  readonly kind: KeyKind
  readonly purpose: Purpose
  /** Until when the certificate is good. */
  readonly notAfter: Date
  readonly checks: {
    readonly challenge: 'good'
    readonly chain: 'good'
    readonly period: 'good'
    readonly signature: 'good'
    readonly revocation: 'good' | 'notChecked'
  }
  /** The certificate (DER) and its serial number. Read `pki.md` §2.2 on what may be done with them. */
  revealSensitive(): { readonly certificate: Uint8Array; readonly serial: Uint8Array }
}

export interface LoginVerifier {
  /**
   * Makes a challenge for a session, in place of an older one.
   *
   * @param context SHA-256 of the text of a transaction, for step-up
   */
  challenge(session: string, purpose: Purpose, context?: Uint8Array): Promise<ChallengeMessage>
  /**
   * Believes a token or says why not. The session's challenge is used up either way.
   *
   * @throws Refusal
   */
  verify(session: string, token: string): Promise<VerifiedLogin>
}

/**
 * The server's half of a login (`pki.md` §3.3 to §3.5), without HTTP.
 *
 * @throws ConfigurationError for options under which strangers could be believed
 */
export async function loginVerifier(options: LoginOptions): Promise<LoginVerifier> {
  const settings = checkOptions(options)
  const { mode, origin, ceremonyOrigins, challenges, lifetime, now, randomBytes } = settings
  const anchors = await readAnchors(options.anchors, mode, settings.trustAlso)
  const secret = await importSecret(options.accountSecret)

  const takeChallenge = async (session: string, at: Date) => {
    const stored = await challenges.take(session).catch((cause: unknown) => {
      throw new Refusal('store-unavailable', undefined, { cause })
    })
    if (stored === undefined) throw new Refusal('challenge-missing')
    const age = at.getTime() - stored.issuedAt
    if (age < 0 || age > lifetime) throw new Refusal('challenge-late')
    return storedChallenge(stored)
  }

  const checkRevocation = async (
    { certificate, issuer }: JudgedCertificate,
    purpose: Purpose,
    at: Date,
  ) => {
    const { revocation } = settings
    if (revocation === 'notChecked') return revocation
    await requireNotRevoked(revocation, {
      kind: 'authentication',
      serial: certificate.serial,
      issuerKeyId: issuer.extensions.subjectKeyId,
      certificateSha256: await sha256(certificate.der),
      purpose,
      at,
    })
    return 'good'
  }

  return {
    async challenge(session, purpose, context = new Uint8Array(0)) {
      const message = writeChallenge({ nonce: randomBytes(32), purpose, origin, context })
      readChallenge(message) // a wrong context is the caller's mistake, and found here
      const stored: StoredChallenge = { ...message, issuedAt: now().getTime() }
      await challenges.put(session, stored, lifetime).catch((cause: unknown) => {
        throw new Refusal('store-unavailable', undefined, { cause })
      })
      return message
    },

    async verify(session, text) {
      const at = now()
      const challenge = await takeChallenge(session, at)
      const token = tokenIn(text)
      const judged = await judgeCertificate(token.unverifiedCertificate, { anchors, mode, now: at })
      const { certificate, kind } = judged
      const certificateHash = await sha256(certificate.der)
      const candidates = ceremonyOrigins.map((ceremonyOrigin) =>
        signedBytes({ challenge, ceremonyOrigin, certificateHash }),
      )
      await requireSignature(token, judged.key, candidates)
      const revocation = await checkRevocation(judged, challenge.purpose, at)

      return {
        accountKey: await accountKey(secret, kind, certificate.serial),
        kind,
        purpose: challenge.purpose,
        notAfter: certificate.notAfter,
        checks: { challenge: 'good', chain: 'good', period: 'good', signature: 'good', revocation },
        revealSensitive: () => ({ certificate: certificate.der, serial: certificate.serial }),
      }
    },
  }
}

function storedChallenge({ nonce, purpose, context, origin }: StoredChallenge): Challenge {
  try {
    return readChallenge({ nonce, purpose, context, origin })
  } catch (cause) {
    throw new Refusal('store-unavailable', 'what it gave is no challenge', { cause })
  }
}

function tokenIn(text: string): Token {
  try {
    return readToken(text)
  } catch (error) {
    if (error instanceof MalformedBytes) throw new Refusal('token-malformed', error.message)
    throw error
  }
}

const SIGNATURE_SIZE = 256

/** The platform unpads and compares: nobody does that by hand (`pki.md` §3.5 step 8). */
async function requireSignature(
  { signature }: Token,
  key: CryptoKey,
  candidates: readonly Uint8Array<ArrayBuffer>[],
): Promise<void> {
  if (signature.length !== SIGNATURE_SIZE) throw new Refusal('signature-size')
  for (const bytes of candidates)
    if (await crypto.subtle.verify(RS256, key, new Uint8Array(signature), bytes)) return
  throw new Refusal('signature-wrong')
}

const sha256 = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
