import {
  derAny,
  derBitBytes,
  derObjectId,
  derOptional,
  derSequence,
  MalformedBytes,
  type DerField,
  type DerValue,
} from '@myna/bytes'
import { importKey } from '../anchors'
import type { UnverifiedCertificate } from '../certificate'
import type { extension } from '../extensions'
import { SourceUnavailable } from '../revocation/ask-http'

export const algorithmIdentifier = derSequence('AlgorithmIdentifier', {
  algorithm: derObjectId,
  parameters: derOptional(derAny),
})
type AlgorithmIdentifier = ReturnType<typeof algorithmIdentifier.read>

/** Signatures of lists and answers: RSASSA-PKCS1-v1_5 (RFC 4055 §5) over SHA-2. */
const hashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'SHA-256',
  '1.2.840.113549.1.1.12': 'SHA-384',
  '1.2.840.113549.1.1.13': 'SHA-512',
}

/** What is signed, how, and the signature: the end of a CRL and of an OCSP answer. */
export const signedFields = {
  toBeSigned: derAny,
  signatureAlgorithm: algorithmIdentifier,
  signature: derBitBytes,
} as const satisfies Readonly<Record<string, DerField<unknown>>>
type Signed = DerValue<typeof signedFields>

/** Whether parameters are as `AlgorithmIdentifier` of RSA and SHA have them: NULL, or not there. */
export const hasNoParameters = ({ parameters }: AlgorithmIdentifier): boolean =>
  parameters === undefined || (parameters.tag === NULL && parameters.content.length === 0)
const NULL = 0x05

/** @throws SourceUnavailable for a signature that is not by this key. */
export async function requireSignedBy(
  { toBeSigned, signatureAlgorithm, signature }: Signed,
  signer: UnverifiedCertificate,
): Promise<void> {
  const hash = hashes[signatureAlgorithm.algorithm]
  if (hash === undefined || !hasNoParameters(signatureAlgorithm))
    throw new SourceUnavailable('signed by an algorithm we do not take')
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash }
  const key = await importKey(signer, algorithm)
  if (!(await crypto.subtle.verify(algorithm, key, signature, toBeSigned.encoded)))
    throw new SourceUnavailable('signed by another key than the one that may')
}

/** Runs a reader, and makes an unusable source of bytes that do not fit. @throws SourceUnavailable */
export function orUnavailable<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof MalformedBytes) throw new SourceUnavailable(error.message)
    throw error
  }
}

type Extension = ReturnType<typeof extension.read>

/**
 * The extensions by identifier.
 *
 * @param known those that may be critical
 * @throws SourceUnavailable for one that comes twice, or is critical and unknown
 */
export function extensionsById(
  list: readonly Extension[] | undefined,
  known: readonly string[],
): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  const found = new Map<string, Uint8Array<ArrayBuffer>>()
  for (const { extnID, critical, extnValue } of list ?? []) {
    if (found.has(extnID)) throw new SourceUnavailable(`extension ${extnID} twice`)
    if (critical && !known.includes(extnID))
      throw new SourceUnavailable(`critical extension ${extnID}`)
    found.set(extnID, extnValue)
  }
  return found
}
