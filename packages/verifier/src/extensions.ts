import {
  derAny,
  derBits,
  derImplicit,
  derInteger,
  derList,
  derNull,
  derObjectId,
  derOctets,
  derOptional,
  derSequence,
  derTagged,
  derTrueOrAbsent,
  MalformedBytes,
  readDerAs,
  type DerField,
} from '@myna/bytes'
import { Refusal } from './refusal'

/** Extensions a depth-one judge decides by. Others may be there, if they are not critical. */
export interface Extensions {
  readonly keyUsage?: ReadonlySet<KeyUsage>
  readonly basicConstraints?: { readonly isCa: boolean; readonly isCritical: boolean }
  /** certificatePolicies: the policy identifiers. */
  readonly policies?: readonly string[]
  readonly extendedKeyUsage?: readonly string[]
  readonly authorityKeyId?: Uint8Array
  readonly subjectKeyId?: Uint8Array
  /** id-pkix-ocsp-nocheck: the CA asks nobody to check this responder (RFC 6960 §4.2.2.2.1). */
  readonly ocspNoCheck?: true
  /** Values nothing is decided by, for whoever asks for them. */
  readonly subjectAltName?: Uint8Array<ArrayBuffer>
  readonly distributionPoints?: Uint8Array<ArrayBuffer>
}

const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const
export type KeyUsage = (typeof keyUsages)[number]

/** Extension (RFC 5280 §4.1). */
export const extension = derSequence('Extension', {
  extnID: derObjectId,
  critical: derTrueOrAbsent,
  extnValue: derOctets,
})
type Extension = ReturnType<typeof extension.read>

const basicConstraints = derSequence('BasicConstraints', {
  cA: derTrueOrAbsent,
  pathLenConstraint: derOptional(derInteger),
})
const policyInformation = derSequence('PolicyInformation', {
  policyIdentifier: derObjectId,
  policyQualifiers: derOptional(derAny),
})
const authorityKeyIdentifier = derSequence('AuthorityKeyIdentifier', {
  keyIdentifier: derOptional(derImplicit(0)),
  authorityCertIssuer: derOptional(derTagged(0xa1)),
  authorityCertSerialNumber: derOptional(derImplicit(2)),
})

interface Row {
  readonly read: (value: Uint8Array<ArrayBuffer>, isCritical: boolean) => Partial<Extensions>
  readonly mayBeCritical: boolean
}

const as = <T>(value: Uint8Array<ArrayBuffer>, field: DerField<T>) =>
  readDerAs(value, field, 'extnValue')

/** RFC 5280 §4.2.1 by identifier: the extensions we know. Any other must not be critical. */
const known: Readonly<Record<string, Row>> = {
  '2.5.29.15': {
    mayBeCritical: true,
    read: (value) => ({ keyUsage: keyUsageOf(as(value, derBits)) }),
  },
  '2.5.29.19': {
    mayBeCritical: true,
    read: (value, isCritical) => ({ basicConstraints: { isCa: isCa(value), isCritical } }),
  },
  '2.5.29.32': {
    mayBeCritical: true,
    read: (value) => ({ policies: policiesOf(value) }),
  },
  '2.5.29.37': {
    mayBeCritical: true,
    read: (value) => ({ extendedKeyUsage: as(value, derList(derObjectId)) }),
  },
  // §4.2.1.1, §4.2.1.2: never critical
  '2.5.29.35': { mayBeCritical: false, read: (value) => authorityKeyIdOf(value) },
  '2.5.29.14': {
    mayBeCritical: false,
    read: (value) => ({ subjectKeyId: as(value, derOctets) }),
  },
  '1.3.6.1.5.5.7.48.1.5': {
    mayBeCritical: false,
    read: (value) => ({ ocspNoCheck: as(value, derNull) }),
  },
  // not judged by, so a certificate that insists on them is not for us
  '2.5.29.17': { mayBeCritical: false, read: (value) => ({ subjectAltName: value }) },
  '2.5.29.31': { mayBeCritical: false, read: (value) => ({ distributionPoints: value }) },
}

/**
 * Extensions that limit what a CA may issue: name constraints, policy mappings, policy constraints,
 * inhibitAnyPolicy (RFC 5280 §4.2.1.5, .10, .11, .14). JPKI has none. We do not enforce them, so we
 * may not read past them, critical or not.
 */
const constraints = ['2.5.29.30', '2.5.29.33', '2.5.29.36', '2.5.29.54']

/** Reads what a judge decides by out of the list of extensions. @throws Refusal */
export function readExtensions(list: readonly Extension[]): Extensions {
  const seen = new Set<string>()
  const extensions: Extensions = {}
  for (const { extnID: id, critical: isCritical = false, extnValue } of list) {
    if (seen.has(id)) throw new Refusal('extension-duplicate', id)
    seen.add(id)
    if (constraints.includes(id)) throw new Refusal('extension-constraint', id)
    const row = known[id]
    if (isCritical && !row?.mayBeCritical) throw new Refusal('extension-critical', id)
    if (row !== undefined) Object.assign(extensions, readRow(row, id, extnValue, isCritical))
  }
  return extensions
}

function readRow(
  { read }: Row,
  id: string,
  value: Uint8Array<ArrayBuffer>,
  isCritical: boolean,
): Partial<Extensions> {
  try {
    return read(value, isCritical)
  } catch (error) {
    if (error instanceof MalformedBytes)
      throw new Refusal('extension-malformed', `${id}: ${error.message}`)
    throw error
  }
}

/** One bit a use. The last bit is set, since a list of named bits ends with one (X.690 §11.2.2). */
function keyUsageOf(bits: Uint8Array): ReadonlySet<KeyUsage> {
  const [unused = 0, ...bytes] = bits
  const count = bytes.length * 8 - unused
  const isSet = (index: number) => ((bytes[index >> 3]! >> (7 - (index & 7))) & 1) === 1
  if (count === 0 || count > keyUsages.length || !isSet(count - 1))
    throw new MalformedBytes('keyUsage: no use, an unknown one, or zeros at the end')
  return new Set(keyUsages.filter((_, index) => isSet(index)))
}

function isCa(value: Uint8Array<ArrayBuffer>): boolean {
  const { cA = false, pathLenConstraint } = as(value, basicConstraints)
  if (pathLenConstraint !== undefined && (!cA || pathLenConstraint[0]! >= 0x80))
    throw new MalformedBytes('pathLenConstraint: negative, or of no CA')
  return cA
}

function policiesOf(value: Uint8Array<ArrayBuffer>): readonly string[] {
  const policies = as(value, derList(policyInformation)).map(
    ({ policyIdentifier }) => policyIdentifier,
  )
  if (new Set(policies).size !== policies.length) throw new MalformedBytes('a policy twice')
  return policies
}

function authorityKeyIdOf(value: Uint8Array<ArrayBuffer>): Partial<Extensions> {
  const { keyIdentifier } = as(value, authorityKeyIdentifier)
  return keyIdentifier === undefined ? {} : { authorityKeyId: keyIdentifier }
}
