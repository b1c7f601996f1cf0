import {
  derAny,
  derImplicit,
  derImplicitList,
  derImplicitSequence,
  derList,
  derOptional,
  derSequence,
  readDerAs,
  type DerObject,
} from '@myna/bytes'
import { derName } from '../name'
import { orRefuse, type UnverifiedCertificate } from '../certificate'

const DIRECTORY_NAME = 0xa4

/** DistributionPointName (RFC 5280 §4.2.1.13), in its first form only: JPKI uses no other. */
export const distributionPointName = derImplicitSequence(0, 'DistributionPointName', {
  fullName: derImplicitList(0, derAny),
})

const distributionPoint = derSequence('DistributionPoint', {
  distributionPoint: derOptional(distributionPointName),
  reasons: derOptional(derImplicit(1)),
  cRLIssuer: derOptional(derImplicitList(2, derAny)),
})

/** The directory names among general names: each Name as DER. */
export const directoryNames = (names: readonly DerObject[]): readonly Uint8Array<ArrayBuffer>[] =>
  names
    .filter(({ tag }) => tag === DIRECTORY_NAME)
    .map((object) => readDerAs(object.content, derName, 'directoryName'))

/**
 * The names of the lists a certificate would be on: entries of a directory, not addresses. Points
 * that hold some reasons only, or lists of another issuer, are not counted. @throws Refusal
 */
export function distributionPointsOf({
  extensions: { distributionPoints },
}: UnverifiedCertificate): readonly Uint8Array<ArrayBuffer>[] {
  if (distributionPoints === undefined) return []
  return orRefuse('extension-malformed', () =>
    readDerAs(distributionPoints, derList(distributionPoint), 'cRLDistributionPoints')
      .filter(({ reasons, cRLIssuer }) => reasons === undefined && cRLIssuer === undefined)
      .flatMap(({ distributionPoint: point }) => directoryNames(point?.fullName ?? [])),
  )
}
