import {
  derAny,
  derEnumerated,
  derExplicit,
  derImplicit,
  derInteger,
  derList,
  derOptional,
  derSequence,
  derTagged,
  derTime,
  readDerAs,
  sameBytes,
  toHex,
  type DerObject,
} from '@myna/bytes'
import type { Anchor } from '../anchors'
import { extension } from '../extensions'
import { derName } from '../name'
import { SourceUnavailable } from '../revocation/ask-http'
import { directoryNames, distributionPointName } from '../revocation/distribution-points'
import { reasonOf, type RevocationReason } from '../revocation/reasons'
import {
  algorithmIdentifier,
  extensionsById,
  orUnavailable,
  requireSignedBy,
  signedFields,
} from './signed-object'

/** A list that was signed by the CA key it is of. */
export interface Crl {
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  /** Names (DER) of the distribution points it is the list of; none: of all certificates. */
  readonly points: readonly Uint8Array[]
  /** By serial number in hexadecimal. */
  readonly revoked: ReadonlyMap<string, Revoked>
}

export interface Revoked {
  readonly revokedAt: Date
  readonly reason?: RevocationReason
}

// RFC 5280 §5.1, in its order.

const certificateList = derSequence('CertificateList', signedFields)

const tbsCertList = derSequence('TBSCertList', {
  version: derOptional(derInteger),
  signature: derAny,
  issuer: derName,
  thisUpdate: derTime,
  nextUpdate: derOptional(derTime),
  revokedCertificates: derOptional(derTagged(0x30)),
  crlExtensions: derOptional(derExplicit(0, derList(extension))),
})

const revokedCertificate = derSequence('revokedCertificates', {
  userCertificate: derInteger,
  revocationDate: derTime,
  crlEntryExtensions: derOptional(derList(extension)),
})

/** Whether only some certificates, or some reasons, are on it (RFC 5280 §5.2.5): DEFAULT FALSE each. */
const issuingDistributionPoint = derSequence('IssuingDistributionPoint', {
  distributionPoint: derOptional(distributionPointName),
  onlyContainsUserCerts: derOptional(derImplicit(1)),
  onlyContainsCACerts: derOptional(derImplicit(2)),
  onlySomeReasons: derOptional(derImplicit(3)),
  indirectCRL: derOptional(derImplicit(4)),
  onlyContainsAttributeCerts: derOptional(derImplicit(5)),
})

const authorityKeyIdentifier = derSequence('AuthorityKeyIdentifier', {
  keyIdentifier: derOptional(derImplicit(0)),
  authorityCertIssuer: derOptional(derTagged(0xa1)),
  authorityCertSerialNumber: derOptional(derImplicit(2)),
})

const VERSION_2 = 1
const AUTHORITY_KEY_ID = '2.5.29.35'
const ISSUING_POINT = '2.5.29.28'
const DELTA_INDICATOR = '2.5.29.27'
const REASON = '2.5.29.21'
const CERTIFICATE_ISSUER = '2.5.29.29'

/**
 * Reads a CRL of one CA key: signed by that very key, complete for the points it names, no delta and
 * no indirect one, nothing critical we do not know.
 *
 * @throws SourceUnavailable
 */
export async function readCrl(
  bytes: Uint8Array<ArrayBuffer>,
  { certificate: issuer }: Anchor,
): Promise<Crl> {
  const signed = orUnavailable(() => readDerAs(bytes, certificateList, 'CertificateList'))
  const list = orUnavailable(() => tbsCertList.read(signed.toBeSigned, 'tbsCertList'))
  if (list.version?.length !== 1 || list.version[0] !== VERSION_2)
    throw new SourceUnavailable('a list of another version')
  if (!sameBytes(list.issuer, issuer.subject))
    throw new SourceUnavailable('a list of another issuer')
  if (!issuer.extensions.keyUsage?.has('cRLSign'))
    throw new SourceUnavailable('an issuer that may sign no lists')
  const inside = orUnavailable(() => algorithmIdentifier.read(list.signature, 'signature'))
  if (inside.algorithm !== signed.signatureAlgorithm.algorithm)
    throw new SourceUnavailable('another algorithm inside than outside')

  const extensions = extensionsById(list.crlExtensions, [ISSUING_POINT])
  if (extensions.has(DELTA_INDICATOR)) throw new SourceUnavailable('a delta list')
  checkKeyId(extensions.get(AUTHORITY_KEY_ID), issuer.extensions.subjectKeyId)
  const points = pointsOf(extensions.get(ISSUING_POINT))
  await requireSignedBy(signed, issuer)
  const { thisUpdate, nextUpdate } = list
  if (nextUpdate === undefined) throw new SourceUnavailable('a list without a next update')
  return {
    thisUpdate,
    nextUpdate,
    points,
    revoked: orUnavailable(() => entriesOf(list.revokedCertificates)),
  }
}

function checkKeyId(value: Uint8Array<ArrayBuffer> | undefined, due: Uint8Array | undefined): void {
  if (value === undefined) return // the signature tells the generations apart, too
  const { keyIdentifier } = orUnavailable(() =>
    readDerAs(value, authorityKeyIdentifier, 'authorityKeyIdentifier'),
  )
  if (keyIdentifier !== undefined && (due === undefined || !sameBytes(keyIdentifier, due)))
    throw new SourceUnavailable('a list of another generation of its issuer')
}

function pointsOf(value: Uint8Array<ArrayBuffer> | undefined): readonly Uint8Array[] {
  if (value === undefined) return []
  const point = orUnavailable(() =>
    readDerAs(value, issuingDistributionPoint, 'issuingDistributionPoint'),
  )
  const { distributionPoint, onlySomeReasons, indirectCRL } = point
  const { onlyContainsCACerts, onlyContainsAttributeCerts } = point
  if (onlySomeReasons ?? indirectCRL ?? onlyContainsCACerts ?? onlyContainsAttributeCerts)
    throw new SourceUnavailable('a list of some reasons, other certificates or other issuers')
  const names = orUnavailable(() => directoryNames(distributionPoint?.fullName ?? []))
  if (names.length === 0) throw new SourceUnavailable('a list of a point without a directory name')
  return names
}

function entriesOf(list: DerObject | undefined): ReadonlyMap<string, Revoked> {
  const revoked = new Map<string, Revoked>()
  for (const object of list?.children() ?? []) {
    const entry = revokedCertificate.read(object, 'revokedCertificates')
    const extensions = extensionsById(entry.crlEntryExtensions, [REASON])
    if (extensions.has(CERTIFICATE_ISSUER)) throw new SourceUnavailable('an indirect list')
    const value = extensions.get(REASON)
    const code = value && readDerAs(value, derEnumerated, 'reasonCode')
    if (code === REMOVE_FROM_LIST) throw new SourceUnavailable('a delta list')
    const reason = code === undefined ? undefined : reasonOf(code)
    revoked.set(toHex(entry.userCertificate), {
      revokedAt: entry.revocationDate,
      ...(reason === undefined ? {} : { reason }),
    })
  }
  return revoked
}

const REMOVE_FROM_LIST = 8
