import { MalformedBytes, requireDer } from '@myna/bytes'
import {
  BitString,
  Boolean,
  fromBER,
  ObjectIdentifier,
  OctetString,
  Sequence,
  type AsnType,
} from 'asn1js'
import { Refusal } from './refusal'

/** Extensions a depth-one judge decides by. Others may be there, if they are not critical. */
export interface Extensions {
  readonly keyUsage?: ReadonlySet<KeyUsage>
  readonly basicConstraints?: { readonly isCa: boolean }
  /** certificatePolicies: the policy identifiers. */
  readonly policies?: readonly string[]
  readonly extendedKeyUsage?: readonly string[]
  readonly authorityKeyId?: Uint8Array
  readonly subjectKeyId?: Uint8Array
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

type Reader = (value: Uint8Array) => Partial<Extensions>

/** RFC 5280 §4.2.1 by identifier: the extensions we read, and so those that may be critical. */
const readers: Readonly<Record<string, Reader>> = {
  '2.5.29.15': (value) => ({ keyUsage: readKeyUsage(value) }),
  '2.5.29.19': (value) => ({ basicConstraints: readBasicConstraints(value) }),
  '2.5.29.32': (value) => ({ policies: readPolicies(value) }),
  '2.5.29.37': (value) => ({ extendedKeyUsage: sequence(value).map(objectId) }),
  '2.5.29.35': (value) => readAuthorityKeyId(value),
  '2.5.29.14': (value) => ({ subjectKeyId: octets(parse(value)) }),
}

/** Those that must not be critical even though we read them (RFC 5280 §4.2.1.1, §4.2.1.2). */
const neverCritical = ['2.5.29.35', '2.5.29.14']

/** Reads `Extensions` out of the content of `[3]`. @throws Refusal */
export function readExtensions(tagged: readonly AsnType[]): Extensions {
  const [list, ...more] = tagged
  if (!(list instanceof Sequence) || more.length > 0 || list.valueBlock.value.length === 0)
    throw malformed('extensions')
  const seen = new Set<string>()
  let extensions: Extensions = {}
  for (const node of list.valueBlock.value) {
    const { id, isCritical, value } = readExtension(node as AsnType)
    if (seen.has(id)) throw new Refusal('extension-duplicate', id)
    seen.add(id)
    const read = readers[id]
    if (isCritical && (read === undefined || neverCritical.includes(id)))
      throw new Refusal('extension-critical', id)
    if (read !== undefined) extensions = { ...extensions, ...read(value) }
  }
  return extensions
}

function readExtension(node: AsnType) {
  if (!(node instanceof Sequence)) throw malformed('an extension is no SEQUENCE')
  const parts = [...node.valueBlock.value] as AsnType[]
  const id = objectId(parts.shift())
  const critical = parts[0] instanceof Boolean ? (parts.shift() as Boolean) : undefined
  // FALSE is the default, and DER leaves defaults out (X.690 §11.5)
  if (critical !== undefined && !critical.valueBlock.value)
    throw malformed('critical FALSE written out')
  const value = octets(parts.shift())
  if (parts.length > 0) throw malformed('an extension of too many parts')
  return { id, isCritical: critical !== undefined, value }
}

const malformed = (detail: string) => new Refusal('certificate-malformed', detail)

function parse(value: Uint8Array): AsnType {
  try {
    requireDer(value)
  } catch (error) {
    if (error instanceof MalformedBytes) throw malformed(`extension: ${error.message}`)
    throw error
  }
  return fromBER(new Uint8Array(value)).result
}

function sequence(value: Uint8Array): AsnType[] {
  const node = parse(value)
  if (!(node instanceof Sequence)) throw malformed('an extension value is no SEQUENCE')
  return node.valueBlock.value as AsnType[]
}

function objectId(node: AsnType | undefined): string {
  if (!(node instanceof ObjectIdentifier)) throw malformed('no OBJECT IDENTIFIER where one is due')
  return node.valueBlock.toString()
}

function octets(node: AsnType | undefined): Uint8Array {
  if (!(node instanceof OctetString)) throw malformed('no OCTET STRING where one is due')
  return new Uint8Array(node.valueBlock.valueHexView)
}

function readKeyUsage(value: Uint8Array): ReadonlySet<KeyUsage> {
  const node = parse(value)
  if (!(node instanceof BitString)) throw malformed('keyUsage is no BIT STRING')
  const bytes = node.valueBlock.valueHexView
  const { unusedBits } = node.valueBlock
  const bits = [...bytes].flatMap((byte) =>
    Array.from({ length: 8 }, (_, i) => (byte >> (7 - i)) & 1),
  )
  const used = bits.slice(0, bits.length - unusedBits)
  // a list of named bits ends with one that is set (X.690 §11.2.2), and must name at least one
  if (used.at(-1) !== 1 || used.length > keyUsages.length) throw malformed('keyUsage')
  return new Set(keyUsages.filter((_, index) => used[index] === 1))
}

function readBasicConstraints(value: Uint8Array): { readonly isCa: boolean } {
  const [ca, ...path] = sequence(value)
  if (ca === undefined) return { isCa: false }
  if (!(ca instanceof Boolean) || !ca.valueBlock.value) throw malformed('basicConstraints')
  if (path.length > 1) throw malformed('basicConstraints')
  return { isCa: true }
}

function readPolicies(value: Uint8Array): readonly string[] {
  const policies = sequence(value).map((node) => {
    if (!(node instanceof Sequence)) throw malformed('certificatePolicies')
    return objectId(node.valueBlock.value[0] as AsnType | undefined)
  })
  if (policies.length === 0 || new Set(policies).size !== policies.length)
    throw malformed('certificatePolicies')
  return policies
}

const KEY_IDENTIFIER = 0

function readAuthorityKeyId(value: Uint8Array): Partial<Extensions> {
  const found = sequence(value).find(({ idBlock }) => idBlock.tagNumber === KEY_IDENTIFIER)
  if (found === undefined) return {}
  const bytes = found.valueBeforeDecodeView
  return { authorityKeyId: bytes.slice(2) } // [0] IMPLICIT OCTET STRING, shorter than 128 bytes
}
