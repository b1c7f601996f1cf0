import { MalformedBytes, toBase64url } from '@myna/bytes'
import {
  readChallenge,
  readToken,
  signedBytes,
  transactionContext,
  writeChallenge,
  type Challenge,
  type ChallengeMessage,
  type Purpose,
  type Token,
} from '@myna/token'
import { accountKey, importSecret } from './account-key'
import { sha256 } from './anchors'
import { fromStore, type StoredChallenge } from './challenge-store'
import { judgeSigned } from './judge'
import { checkOptions, readRules, type LoginOptions } from './options'
import type { KeyKind } from './profiles'
import { Refusal } from './refusal'
import { checkRevocation } from './revocation/check-revocation'

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
  /** What the signature is bound to, base64url of `transactionContext`; empty for no transaction. */
  readonly context: string
  /**
   * Whether this text, to the letter, is what the person confirmed: the transaction that was waiting when
   * the challenge was made. Ask it of what you are about to carry out. Another one may be waiting by now.
   */
  confirms(transaction: string): Promise<boolean>
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
  const { origin, ceremonyOrigins, challenges, lifetime, now, randomBytes } = settings
  const rules = await readRules('authentication', options, settings)
  const secret = await importSecret(options.accountSecret)

  const takeChallenge = async (session: string, at: Date) => {
    const stored = await fromStore(() => challenges.take(session))
    // Stores for JSON and SQL say null where ours says undefined.
    if (stored === undefined || stored === null) throw new Refusal('challenge-missing')
    if (!Number.isSafeInteger(stored.issuedAt))
      throw new Refusal('store-unavailable', 'it does not know when the challenge was made')
    const age = at.getTime() - stored.issuedAt
    // a store that several sites share: what one of them asked is no question of another
    if (stored.origin !== origin) throw new Refusal('challenge-missing', 'of another site')
    if (!(age >= 0 && age <= lifetime)) throw new Refusal('challenge-late')
    return storedChallenge(stored)
  }

  return {
    async challenge(session, purpose, context = new Uint8Array(0)) {
      const message = writeChallenge({ nonce: randomBytes(32), purpose, origin, context })
      readChallenge(message) // a wrong context is the caller's mistake, and found here
      const stored: StoredChallenge = { ...message, issuedAt: now().getTime() }
      await fromStore(() => challenges.put(session, stored, lifetime))
      return message
    },

    async verify(session, text) {
      const at = now()
      const challenge = await takeChallenge(session, at)
      const { unverifiedCertificate, signature } = tokenIn(text)
      const candidates = async () => {
        const certificateHash = await sha256(new Uint8Array(unverifiedCertificate))
        return ceremonyOrigins.map((ceremonyOrigin) =>
          signedBytes({ challenge, ceremonyOrigin, certificateHash }),
        )
      }
      const judged = await judgeSigned(unverifiedCertificate, { signature, candidates }, rules, at)
      const { purpose } = challenge
      const { certificate, kind } = judged
      const revocation = await checkRevocation(
        settings.revocation,
        'authentication',
        judged,
        purpose,
        at,
      )

      return {
        accountKey: await accountKey(secret, kind, certificate.serial),
        kind,
        purpose,
        notAfter: certificate.notAfter,
        checks: { challenge: 'good', chain: 'good', period: 'good', signature: 'good', revocation },
        ...boundTo(toBase64url(challenge.context)),
        revealSensitive: () => ({ certificate: certificate.der, serial: certificate.serial }),
      }
    },
  }
}

/** What a login says of its transaction. */
export const boundTo = (context: string): Pick<VerifiedLogin, 'context' | 'confirms'> => ({
  context,
  confirms: async (transaction) => context === toBase64url(await transactionContext(transaction)),
})

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
