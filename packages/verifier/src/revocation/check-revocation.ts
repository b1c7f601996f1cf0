import { sha256 } from '../anchors'
import type { JudgedCertificate } from '../judge'
import type { CertificateUse } from '../profiles'
import { distributionPointsOf } from './distribution-points'
import { requireNotRevoked, type RevocationChecker } from './revocation'

/** Asks about a certificate that was judged already, and gives what the result says about it. */
export async function checkRevocation(
  revocation: RevocationChecker | 'notChecked',
  kind: CertificateUse,
  { certificate, issuer }: JudgedCertificate,
  purpose: string,
  at: Date,
): Promise<'good' | 'notChecked'> {
  if (revocation === 'notChecked') return revocation
  await requireNotRevoked(revocation, {
    kind,
    serial: certificate.serial,
    issuerKeyId: issuer.extensions.subjectKeyId,
    certificateSha256: await sha256(certificate.der),
    distributionPoints: distributionPointsOf(certificate),
    purpose,
    at,
  })
  return 'good'
}
