import { readDer, readDerAs, sameBytes, type DerObject } from '@myna/bytes'
import { isSignedBy, type Anchor } from '../anchors'
import { readCertificate, type UnverifiedCertificate } from '../certificate'
import { Refusal } from '../refusal'
import { SourceUnavailable } from '../revocation/ask-http'
import { reasonOf } from '../revocation/reasons'
import { CLOCK_DIFFERENCE, type RevocationAnswer } from '../revocation/revocation'
import {
  basicResponse,
  digest,
  isAbout,
  NONCE,
  nonceValue,
  ocspResponse,
  responseData,
  revokedInfo,
  type CertIdValue,
} from './ocsp-message'
import { extensionsById, orUnavailable, requireSignedBy } from './signed-object'

/** What an answer has to fit. */
export interface OcspExpectation {
  /** The CA key that issued the certificate in question. */
  readonly issuer: Anchor
  readonly certId: CertIdValue
  readonly nonce: Uint8Array
  /** Whether an answer without any nonce will do; one with another nonce never does. */
  readonly nonceIsRequired: boolean
  /** Whether a responder other than the CA has to carry id-pkix-ocsp-nocheck. */
  readonly noCheckIsRequired: boolean
  readonly at: Date
}

const SUCCESSFUL = 0
const BASIC = '1.3.6.1.5.5.7.48.1.1'

/**
 * Reads an OCSP answer and believes it only if all of RFC 6960 §3.2 holds: it is about our
 * certificate, by a responder who may speak for its issuer, to our question, and of now.
 *
 * @throws SourceUnavailable
 */
export async function readOcspAnswer(
  bytes: Uint8Array<ArrayBuffer>,
  expected: OcspExpectation,
): Promise<RevocationAnswer> {
  const { certId, at } = expected
  const signed = orUnavailable(() => basicResponseIn(bytes))
  const data = orUnavailable(() => responseData.read(signed.toBeSigned, 'tbsResponseData'))
  const responder = await responderOf(data.responderID, signed.certs ?? [], expected)
  await requireSignedBy(signed, responder)

  if (data.version !== undefined) throw new SourceUnavailable('an answer of another version')
  checkNonce(extensionsById(data.responseExtensions, [NONCE]).get(NONCE), expected)
  const [single, ...more] = data.responses.filter(({ certID }) => isAbout(certId, certID))
  if (single === undefined) throw new SourceUnavailable('an answer about another certificate')
  if (more.length > 0) throw new SourceUnavailable('two answers about one certificate')
  extensionsById(single.singleExtensions, [])
  const { thisUpdate, nextUpdate } = single
  const latest = at.getTime() + CLOCK_DIFFERENCE
  if (thisUpdate.getTime() > latest || data.producedAt.getTime() > latest)
    throw new SourceUnavailable('an answer from the future')
  if (nextUpdate !== undefined && nextUpdate.getTime() <= at.getTime())
    throw new SourceUnavailable('an answer past its next update')

  return {
    ...orUnavailable(() => statusOf(single.certStatus)),
    method: 'ocsp',
    sourceTime: thisUpdate,
    thisUpdate,
    ...(nextUpdate === undefined ? {} : { nextUpdate }),
  }
}

function basicResponseIn(bytes: Uint8Array<ArrayBuffer>) {
  const { responseStatus, responseBytes } = readDerAs(bytes, ocspResponse, 'OCSPResponse')
  if (responseStatus !== SUCCESSFUL) throw new SourceUnavailable(`responseStatus ${responseStatus}`)
  if (responseBytes?.responseType !== BASIC) throw new SourceUnavailable('no basic answer')
  return readDerAs(responseBytes.response, basicResponse, 'BasicOCSPResponse')
}

function checkNonce(
  found: Uint8Array | undefined,
  { nonce, nonceIsRequired }: OcspExpectation,
): void {
  if (found === undefined && nonceIsRequired) throw new SourceUnavailable('an answer without nonce')
  if (found !== undefined && !sameBytes(found, nonceValue(nonce)))
    throw new SourceUnavailable('an answer to another question')
}

const BY_NAME = 0xa1
const BY_KEY = 0xa2

/**
 * Who may have signed: the CA key that issued the certificate, or whom that same key allowed to
 * (RFC 6960 §4.2.2.2). Nobody else, whatever certificates come along.
 */
async function responderOf(
  responderId: DerObject,
  certificates: readonly DerObject[],
  { issuer, noCheckIsRequired, at }: OcspExpectation,
): Promise<UnverifiedCertificate> {
  if (await isNamed(responderId, issuer.certificate)) return issuer.certificate
  for (const { encoded } of certificates.slice(0, MOST_CERTIFICATES)) {
    const certificate = certificateOf(encoded)
    if (certificate === undefined || !(await isNamed(responderId, certificate))) continue
    if (!(await isDelegate(certificate, issuer, at))) continue
    if (!noCheckIsRequired || certificate.extensions.ocspNoCheck === true) return certificate
    throw new SourceUnavailable('a responder that may itself be revoked: see `delegates`')
  }
  throw new SourceUnavailable('no responder who may speak for the issuer')
}

const MOST_CERTIFICATES = 4

function certificateOf(bytes: Uint8Array): UnverifiedCertificate | undefined {
  try {
    return readCertificate(bytes)
  } catch (error) {
    if (error instanceof Refusal) return undefined // others may be better
    throw error
  }
}

async function isNamed(
  { tag, content }: DerObject,
  { subject, publicKey }: UnverifiedCertificate,
): Promise<boolean> {
  const value = orUnavailable(() => readDer(content))
  if (tag === BY_NAME) return sameBytes(value.encoded, subject)
  return tag === BY_KEY && sameBytes(value.content, await digest('SHA-1', publicKey))
}

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'

/** Issued by the very key in question, for this purpose, by a certificate that is no CA, and now. */
async function isDelegate(
  certificate: UnverifiedCertificate,
  { certificate: issuer, key }: Anchor,
  at: Date,
): Promise<boolean> {
  const { extendedKeyUsage, keyUsage, basicConstraints } = certificate.extensions
  return (
    sameBytes(certificate.issuer, issuer.subject) &&
    extendedKeyUsage?.includes(OCSP_SIGNING) === true &&
    keyUsage?.has('digitalSignature') !== false &&
    basicConstraints?.isCa !== true &&
    certificate.notBefore <= at &&
    at <= certificate.notAfter &&
    (await isSignedBy(certificate, key))
  )
}

const GOOD = 0x80
const REVOKED = 0xa1

function statusOf(
  certStatus: DerObject,
): Pick<RevocationAnswer, 'status' | 'revokedAt' | 'reason'> {
  if (certStatus.tag === GOOD) return { status: 'good' }
  if (certStatus.tag !== REVOKED) return { status: 'unknown' }
  const { revocationTime, revocationReason } = revokedInfo.read(certStatus, 'certStatus')
  const reason = revocationReason === undefined ? undefined : reasonOf(revocationReason)
  return {
    status: 'revoked',
    revokedAt: revocationTime,
    ...(reason === undefined ? {} : { reason }),
  }
}
