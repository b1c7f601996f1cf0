import { ConfigurationError } from '../configuration-error'
import type { CertificateUse } from '../profiles'
import { Refusal } from '../refusal'
import type { Role } from '../roles'
import type { RevocationReason } from './reasons'

/** What is asked about one certificate, once for each login or signature (`pki.md` §2.5). */
export interface RevocationQuestion {
  readonly kind: CertificateUse
  /** Content bytes of the serial number. Use it for this check only (公的個人認証法 52条). */
  readonly serial: Uint8Array
  /** subjectKeyIdentifier of the CA: which of the same-named keys issued it. */
  readonly issuerKeyId: Uint8Array | undefined
  readonly certificateSha256: Uint8Array
  /** Names (DER) of the lists it would be on, of its cRLDistributionPoints. */
  readonly distributionPoints: readonly Uint8Array[]
  readonly purpose: string
  readonly at: Date
}

export interface RevocationAnswer {
  readonly status: 'good' | 'revoked' | 'expired' | 'unknown' | 'unavailable'
  readonly method: 'ocsp' | 'crl' | 'other'
  /** As of when the source knew this. */
  readonly sourceTime: Date
  readonly thisUpdate?: Date
  /** From when on the source will know more. */
  readonly nextUpdate?: Date
  readonly revokedAt?: Date
  readonly reason?: RevocationReason
  /** By which the source would find this answer again, for the audit. */
  readonly reference?: string
  /** Why there is no answer, for the log; holds nothing about the certificate. */
  readonly detail?: string
}

/**
 * Whoever may ask for revocation: an accredited operator's own client, or the operator an SP goes
 * through. An answer that cannot be had is `unavailable` or a throw; both refuse the login.
 */
export interface RevocationChecker {
  /** The role it is made for; a verifier of another role does not start with it. */
  readonly role: Role
  check(question: RevocationQuestion, signal: AbortSignal): Promise<RevocationAnswer>
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const PATIENCE = 10_000 // milliseconds for an answer, with everything the checker tries

/** How old knowledge may be, by how it was gained (`pki.md` §2.5). */
export const oldest = { ocsp: 30 * MINUTE, crl: 24 * HOUR, other: 24 * HOUR } as const
/** A source whose clock is a little ahead of ours. */
export const CLOCK_DIFFERENCE = 5 * MINUTE

/** Whether knowledge may still be used. A time that is none makes it stale. */
export function isFresh(
  {
    method,
    sourceTime,
    nextUpdate,
  }: Pick<RevocationAnswer, 'method' | 'sourceTime' | 'nextUpdate'>,
  at: Date,
): boolean {
  const age = at.getTime() - sourceTime.getTime()
  const isCurrent = nextUpdate === undefined || nextUpdate.getTime() > at.getTime()
  return age >= -CLOCK_DIFFERENCE && age <= oldest[method] && isCurrent
}

/** Asks, and takes nothing but a fresh "good" for good. @throws Refusal */
export async function requireNotRevoked(
  checker: RevocationChecker,
  question: RevocationQuestion,
): Promise<void> {
  const answer = await ask(checker, question)
  const { status, reason, detail } = answer
  if (status === 'revoked') throw new Refusal('certificate-revoked', reason)
  if (status === 'expired') throw new Refusal('certificate-expired', 'so says the source')
  if (status === 'unavailable') throw new Refusal('revocation-unavailable', detail)
  if (status !== 'good') throw new Refusal('revocation-unknown')
  if (!isFresh(answer, question.at)) throw new Refusal('revocation-stale')
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
    requireAnswer(answer)
    return answer
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('revocation-unavailable', undefined, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Checkers are written by others, too. What is no answer is none: it must neither pass for one nor end in
 * an error that says nothing.
 *
 * @throws TypeError that names the member
 */
function requireAnswer(answer: RevocationAnswer | undefined): void {
  if (typeof answer !== 'object' || answer === null) throw new TypeError('no RevocationAnswer')
  const { sourceTime, thisUpdate, nextUpdate, revokedAt } = answer
  if (!isTime(sourceTime)) throw new TypeError('RevocationAnswer.sourceTime: no time')
  for (const [name, time] of Object.entries({ thisUpdate, nextUpdate, revokedAt }))
    if (time !== undefined && !isTime(time))
      throw new TypeError(`RevocationAnswer.${name}: no time`)
}

/** A date that is none (`NaN`) is old: `isFresh` sees to that. */
const isTime = (time: unknown): boolean => time instanceof Date

/**
 * A checker for tests and demonstrations: certificates with these serial numbers (hexadecimal) are
 * revoked, all others good. Production refuses it.
 *
 * @throws ConfigurationError for a serial number that is none: it would revoke nobody
 */
export function staticChecker(revoked: readonly string[]): RevocationChecker {
  const serials = revoked.map((text, index) => {
    if (!/^([0-9a-f]{2})+$/i.test(text))
      throw new ConfigurationError(`revoked[${index}]: not a serial number in hexadecimal`)
    return text.toLowerCase()
  })
  return {
    role: 'test',
    async check({ serial, at }) {
      const text = [...serial].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      const status = serials.includes(text) ? 'revoked' : 'good'
      return { status, method: 'other', sourceTime: at }
    },
  }
}
