import type { CertificateDates } from '@myna/card'

const TOKYO = 9 * 3_600_000
const RENEWAL_MONTHS = 3 // before its end a certificate may be renewed (`ux.md` 24)
const SETTLING = 48 * 3_600_000 // after a renewal, until everybody knows it; "up to about a day", doubled

/** How much of its time a certificate has left, for a reminder. */
export type Expiry = 'far' | 'near' | 'past'

export function expiryOf({ notAfter }: Pick<CertificateDates, 'notAfter'>, now: Date): Expiry {
  if (notAfter < now) return 'past'
  const end = new Date(notAfter.getTime() + TOKYO)
  const opens = Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - RENEWAL_MONTHS, 1)
  // a day its month does not have is the month's last
  const last = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - RENEWAL_MONTHS + 1, 0))
  const day = Math.min(end.getUTCDate(), last.getUTCDate())
  return now.getTime() + TOKYO >= opens + (day - 1) * 86_400_000 ? 'near' : 'far'
}

/** Issued so lately that those who check certificates may not know it yet. */
export const isNew = ({ notBefore }: Pick<CertificateDates, 'notBefore'>, now: Date): boolean => {
  const age = now.getTime() - notBefore.getTime()
  return age >= 0 && age < SETTLING
}
