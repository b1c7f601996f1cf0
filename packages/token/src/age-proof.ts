import { MalformedBytes, toBase64url } from '@myna/bytes'
import { ageEvidence, MOST_AGES, type AgeEvidence } from './age-answer'
import type { AgeOver } from './age-over'
import { ALGORITHM, flatMembers } from './flat-members'

/** ① A statement, signed by the signing key. It discloses the certificate's four attributes. */
export interface SignedAgeProof {
  readonly evidence: 'jpki-sign'
  /** The signing certificate (DER). Nobody has checked it yet. */
  readonly unverifiedCertificate: Uint8Array
  readonly signature: Uint8Array
  readonly client?: string
}

/** ②′ The age record of 券面事項確認, and the card's word that it is here. It discloses the birth date. */
export interface RecordedAgeProof {
  readonly evidence: 'card-age-record'
  /** EF 0001, the whole object. Nobody has checked it yet. */
  readonly unverifiedRecord: Uint8Array
  /** EF 0004, the whole object: the certificate of the municipality's key. */
  readonly unverifiedIssuer: Uint8Array
  /** By the card's key over `ageRecordBytes`. */
  readonly signature: Uint8Array
  readonly client?: string
}

/** ② and ③: what the browser saw. A server can only pass it on as what it is. */
export interface SelfAssertedAge {
  readonly evidence: SelfAssertedEvidence
  /** By age in years. */
  readonly said: ReadonlyMap<number, AgeOver>
  readonly client?: string
}

type SelfAssertedEvidence = 'card-text' | 'ocr'

/** What the browser hands to the server to answer an age challenge. */
export type AgeProof = SignedAgeProof | RecordedAgeProof | SelfAssertedAge

const formats = {
  'jpki-sign': 'jpki-age:1',
  'card-age-record': 'jpki-age-record:1',
  'card-text': 'self-asserted-age:1',
  ocr: 'self-asserted-age:1',
} as const satisfies Readonly<Record<AgeEvidence, string>>

/** Writes a proof, as flat JSON. Like a token it carries no nonce, origin or time. */
export function writeAgeProof(proof: AgeProof): string {
  const { evidence, client } = proof
  const format = formats[evidence]
  if (evidence === 'jpki-sign')
    return JSON.stringify({
      format,
      alg: ALGORITHM,
      certificate: toBase64url(proof.unverifiedCertificate),
      signature: toBase64url(proof.signature),
      client,
    })
  if (evidence === 'card-age-record')
    return JSON.stringify({
      format,
      alg: ALGORITHM,
      record: toBase64url(proof.unverifiedRecord),
      issuer: toBase64url(proof.unverifiedIssuer),
      signature: toBase64url(proof.signature),
      client,
    })
  const said = [...proof.said].map(([years, answer]) => [`age_over_${years}`, answer])
  return JSON.stringify({ format, evidence, ...Object.fromEntries(said), client })
}

/**
 * Reads a proof, strictly: exactly the members of its format, each once, nothing else.
 *
 * @throws MalformedBytes
 */
export function readAgeProof(text: string): AgeProof {
  const members = flatMembers(text, 'age proof')
  const format = members.take('format')
  const proof = readerOf(format)(members)
  members.end()
  return proof
}

type Members = ReturnType<typeof flatMembers>

function readerOf(format: string): (members: Members) => AgeProof {
  if (format === formats['jpki-sign']) return readSigned
  if (format === formats['card-age-record']) return readRecorded
  if (format === formats.ocr) return readSelfAsserted
  throw new MalformedBytes('age proof: another format')
}

function readSigned(members: Members): SignedAgeProof {
  members.requireAlgorithm()
  return {
    evidence: 'jpki-sign',
    unverifiedCertificate: members.bytes('certificate'),
    signature: members.bytes('signature'),
    ...members.client(),
  }
}

function readRecorded(members: Members): RecordedAgeProof {
  members.requireAlgorithm()
  return {
    evidence: 'card-age-record',
    unverifiedRecord: members.bytes('record'),
    unverifiedIssuer: members.bytes('issuer'),
    signature: members.bytes('signature'),
    ...members.client(),
  }
}

const ANSWERS = ['yes', 'no', 'unknown'] as const
const CLAIM = /^age_over_([1-9]\d{0,2})$/

function readSelfAsserted(members: Members): SelfAssertedAge {
  const evidence = members.take('evidence')
  const isSelfAsserted =
    Object.hasOwn(ageEvidence, evidence) && ageEvidence[evidence as AgeEvidence].selfAsserted
  if (!isSelfAsserted) throw new MalformedBytes('age proof: evidence that needs more than a word')
  const client = members.client()
  const said = new Map<number, AgeOver>()
  for (const [name, value] of members.rest()) {
    const years = CLAIM.exec(name)?.[1]
    if (years === undefined) throw new MalformedBytes('age proof: a member too many')
    const answer = ANSWERS.find((known) => known === value)
    if (answer === undefined) throw new MalformedBytes('age proof: neither yes, no nor unknown')
    said.set(Number(years), answer)
  }
  if (said.size === 0 || said.size > MOST_AGES) throw new MalformedBytes('age proof: too many ages')
  return { evidence: evidence as SelfAssertedEvidence, said, ...client }
}
