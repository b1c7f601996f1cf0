import { sameBytes } from '@myna/bytes'
import { readAnchor, type Anchor } from '../anchors'
import { ConfigurationError } from '../configuration-error'
import { roles } from '../roles'
import { SourceUnavailable, type HttpOptions } from '../revocation/ask-http'
import type { RevocationAnswer, RevocationQuestion } from '../revocation/revocation'

export interface IssuerOptions extends HttpOptions {
  /** `accredited` in production; `test` for J-LIS's test system or a CA of your own tests. */
  readonly role: 'accredited' | 'test'
  /** CA certificates of both uses whose certificates may be asked about (DER). */
  readonly anchors: readonly Uint8Array[]
  /** SHA-256 (hexadecimal) of anchors that are in no published list of ours. */
  readonly trustAlso?: readonly string[]
}

/** @throws ConfigurationError */
export async function readIssuers({
  role,
  anchors,
  trustAlso = [],
}: IssuerOptions): Promise<readonly Anchor[]> {
  if (role !== 'accredited' && role !== 'test')
    throw new ConfigurationError("role: must be 'accredited' or 'test'")
  if (anchors.length === 0) throw new ConfigurationError('anchors: none given')
  const { mode } = roles[role]
  return Promise.all(
    anchors.map((file, index) => readAnchor(file, `anchors[${index}]`, { mode, trustAlso })),
  )
}

/**
 * The CA key that issued the certificate in question: three keys have one name, and only the one that
 * issued a certificate may speak about it.
 *
 * @throws SourceUnavailable
 */
export function issuerOf({ issuerKeyId }: RevocationQuestion, issuers: readonly Anchor[]): Anchor {
  const found = issuers.find(({ certificate: { extensions } }) => {
    const { subjectKeyId } = extensions
    return issuerKeyId && subjectKeyId && sameBytes(issuerKeyId, subjectKeyId)
  })
  if (found === undefined) throw new SourceUnavailable('an issuer this checker was not given')
  return found
}

/** Asks, and makes `unavailable` of a source that gave no answer one may use. */
export async function answerOr(
  none: Pick<RevocationAnswer, 'method' | 'sourceTime'>,
  ask: () => Promise<RevocationAnswer>,
): Promise<RevocationAnswer> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof SourceUnavailable)
      return { ...none, status: 'unavailable', detail: error.message }
    throw error
  }
}
