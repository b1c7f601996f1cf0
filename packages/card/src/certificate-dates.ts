import { CardError } from '@myna/apdu'
import {
  derAny,
  derExplicit,
  derImplicit,
  derInteger,
  derOptional,
  derSequence,
  derTime,
  MalformedBytes,
  readDerAs,
} from '@myna/bytes'
import type { JpkiKey } from './generation'

/** When a certificate is valid, from the first to the last second. */
export interface CertificateDates {
  readonly notBefore: Date
  readonly notAfter: Date
}

const MOST_BYTES = 8192 // the longest of our people's has 1.9 KB

const validity = derSequence('Validity', { notBefore: derTime, notAfter: derTime })

/** RFC 5280 §4.1. */
const toBeSigned = derSequence('TBSCertificate', {
  version: derOptional(derExplicit(0, derInteger)),
  serialNumber: derInteger,
  signature: derAny,
  issuer: derAny,
  validity,
  subject: derAny,
  subjectPublicKeyInfo: derAny,
  issuerUniqueId: derOptional(derImplicit(1)),
  subjectUniqueId: derOptional(derImplicit(2)),
  extensions: derOptional(derExplicit(3, derAny)),
})
const certificate = derSequence('Certificate', {
  toBeSigned,
  signatureAlgorithm: derAny,
  signatureValue: derAny,
})

/**
 * Reads the dates of a certificate (DER) that nobody has checked yet, to remind a person of them. Whether
 * it is valid is for a server to say.
 *
 * @throws CardError `certificate-unreadable`
 */
export function certificateDates(key: JpkiKey, der: Uint8Array): CertificateDates {
  try {
    if (der.length > MOST_BYTES) throw new MalformedBytes(`more than ${MOST_BYTES} bytes`)
    return readDerAs(new Uint8Array(der), certificate, 'certificate').toBeSigned.validity
  } catch (error) {
    if (!(error instanceof MalformedBytes)) throw error
    const detail = error.message
    throw new CardError('certificate-unreadable', { certificate: key, detail }, { cause: error })
  }
}
