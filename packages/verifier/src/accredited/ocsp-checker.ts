import { ConfigurationError } from '../configuration-error'
import { askHttp } from '../revocation/ask-http'
import type { RevocationChecker } from '../revocation/revocation'
import { answerOr, issuerOf, readIssuers, type IssuerOptions } from './issuers'
import { readOcspAnswer } from './ocsp-answer'
import { certIdOf, encodeRequest, type CertIdHash } from './ocsp-message'

export interface OcspOptions extends IssuerOptions {
  /** Where J-LIS told you to ask. The address in a certificate is never used. */
  readonly address: string
  /** By which hash the responder finds a certificate: SHA-1 unless told otherwise (RFC 9654 §3). */
  readonly certIdHash?: CertIdHash
  /**
   * `required` unless told otherwise. A responder that prepares its answers repeats no nonce; with
   * `ifRepeated` an answer may then be an older one, as old as its own period and 30 minutes allow.
   */
  readonly nonce?: 'required' | 'ifRepeated'
  /**
   * What of a responder's own revocation, when it is not the CA itself (RFC 6960 §4.2.2.2.1).
   * `ocspNoCheck` unless told otherwise: its certificate must say that there is nothing to check.
   * `notChecked` takes any responder the CA named, for its whole period: a stolen key of a
   * responder then says "good" until it ends.
   */
  readonly delegates?: 'ocspNoCheck' | 'notChecked'
  readonly randomBytes?: (size: number) => Uint8Array
}

const MOST_ANSWER_BYTES = 64 * 1024
const NONCE_SIZE = 32 // RFC 9654 §2.1

/**
 * Asks an OCSP responder. For those who may: see `Role`.
 *
 * @throws ConfigurationError
 */
export async function ocspChecker(options: OcspOptions): Promise<RevocationChecker> {
  const { role, address, certIdHash = 'SHA-1' } = options
  const { randomBytes = (size) => crypto.getRandomValues(new Uint8Array(size)) } = options
  if (!URL.canParse(address)) throw new ConfigurationError('address: must be an address')
  const issuers = await readIssuers(options)
  const rules = {
    nonceIsRequired: options.nonce !== 'ifRepeated',
    noCheckIsRequired: options.delegates !== 'notChecked',
  }

  return {
    role,
    check: (question, signal) =>
      answerOr({ method: 'ocsp', sourceTime: question.at }, async () => {
        const issuer = issuerOf(question, issuers)
        const certId = await certIdOf(issuer.certificate, question.serial, certIdHash)
        const nonce = randomBytes(NONCE_SIZE)
        const exchange = {
          init: {
            method: 'POST',
            headers: { 'content-type': 'application/ocsp-request' },
            body: encodeRequest(certId, nonce),
          },
          mediaType: 'application/ocsp-response',
          most: MOST_ANSWER_BYTES,
        }
        const bytes = await askHttp(address, exchange, options, signal)
        return readOcspAnswer(bytes, { issuer, certId, nonce, ...rules, at: question.at })
      }),
  }
}
