import { Refusal } from './refusal'

/** What is asked about one certificate, once for each login (`pki.md` §2.5). */
export interface RevocationQuestion {
  readonly kind: 'authentication'
  /** Content bytes of the serial number. Use it for this check only (公的個人認証法 52条). */
  readonly serial: Uint8Array
  /** subjectKeyIdentifier of the CA: which of the same-named keys issued it. */
  readonly issuerKeyId: Uint8Array | undefined
  readonly certificateSha256: Uint8Array
  readonly purpose: string
  readonly at: Date
}

export interface RevocationAnswer {
  readonly status: 'good' | 'revoked' | 'expired' | 'unknown' | 'unavailable'
  readonly method: 'ocsp' | 'crl' | 'other'
  /** As of when the source knew this. */
  readonly sourceTime: Date
  /** From when on the source will know more. */
  readonly nextUpdate?: Date
  readonly reason?: string
}

/**
 * Whoever may ask for revocation: an accredited operator's own client, or the operator an SP goes
 * through. An answer that cannot be had is `unavailable` or a throw; both refuse the login.
 */
export interface RevocationChecker {
  check(question: RevocationQuestion, signal: AbortSignal): Promise<RevocationAnswer>
  /** Set by checkers that know nothing of the real world; production refuses them. */
  readonly forTests?: true
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const PATIENCE = 10_000 // milliseconds for an answer

/** How old knowledge may be, by how it was gained (`pki.md` §2.5). */
const oldest = { ocsp: 30 * MINUTE, crl: 24 * HOUR, other: 24 * HOUR } as const
const CLOCK_DIFFERENCE = 5 * MINUTE // a source whose clock is a little ahead of ours

/** Asks, and takes nothing but a fresh "good" for good. @throws Refusal */
export async function requireNotRevoked(
  checker: RevocationChecker,
  question: RevocationQuestion,
): Promise<void> {
  const answer = await ask(checker, question)
  const { status, method, sourceTime, nextUpdate, reason } = answer
  if (status === 'revoked' || status === 'expired')
    throw new Refusal(status === 'revoked' ? 'certificate-revoked' : 'certificate-expired', reason)
  if (status === 'unavailable') throw new Refusal('revocation-unavailable')
  if (status !== 'good') throw new Refusal('revocation-unknown')

  const age = question.at.getTime() - sourceTime.getTime()
  const isFresh = age >= -CLOCK_DIFFERENCE && age <= oldest[method]
  const isCurrent = nextUpdate === undefined || nextUpdate.getTime() > question.at.getTime()
  if (!isFresh || !isCurrent) throw new Refusal('revocation-stale')
}

async function ask(
  checker: RevocationChecker,
  question: RevocationQuestion,
): Promise<RevocationAnswer> {
  const limit = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      limit.abort()
      reject(new Refusal('revocation-unavailable', 'no answer in time'))
    }, PATIENCE)
  })
  try {
    const answer = await Promise.race([checker.check(question, limit.signal), late])
    if (!(answer?.sourceTime instanceof Date)) throw new TypeError('no RevocationAnswer')
    return answer
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('revocation-unavailable', undefined, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

/**
 * A checker for tests and demonstrations: certificates with these serial numbers (hexadecimal) are
 * revoked, all others good. Production refuses it.
 */
export function staticChecker(revoked: readonly string[]): RevocationChecker {
  const serials = revoked.map((text) => text.toLowerCase())
  return {
    forTests: true,
    async check({ serial, at }) {
      const text = [...serial].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      const status = serials.includes(text) ? 'revoked' : 'good'
      return { status, method: 'other', sourceTime: at }
    },
  }
}
