import type { RevocationChecker } from '../revocation/revocation'
import type { Ledger } from './ledger'

/**
 * A revocation checker whose questions are counted in a ledger. A list (CRL) counts once for each time
 * its source made one. An answer that could not be had costs nothing and is not counted.
 */
export function countedChecker(checker: RevocationChecker, ledger: Ledger): RevocationChecker {
  return {
    role: checker.role,
    async check(question, signal) {
      const kind: string = question.kind
      const isSigning = kind === 'signing'
      if (isSigning && question.purpose === 'login')
        ledger.warnOnce('signing-certificate-for-login')
      const answer = await checker.check(question, signal)
      const { status, method, sourceTime } = answer
      if (status !== 'unavailable')
        // nobody waits for the book-keeping
        void ledger.record({
          kind: isSigning ? 'signing' : 'authentication',
          method,
          ...(method === 'crl' ? { period: sourceTime.toISOString() } : {}),
        })
      return answer
    },
  }
}
