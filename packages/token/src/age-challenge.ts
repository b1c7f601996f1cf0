import { base64url, MalformedBytes, toBase64url } from '@myna/bytes'
import { ageEvidence, requireAges, type AgeEvidence } from './age-answer'
import { NONCE_SIZE } from './challenge'
import { requireOrigin } from './origin'

/** What a server asks about an age. Its purpose is always `age`: no login answers it, and it is no login. */
export interface AgeChallenge {
  /** 32 random bytes, good for one answer. */
  readonly nonce: Uint8Array
  /** The site that asks. */
  readonly origin: string
  /** "At least so old?", in years; three at most. */
  readonly ages: readonly number[]
  /** What the site takes for an answer. The rest it would refuse. */
  readonly evidence: readonly AgeEvidence[]
}

/** An age challenge on its way to the browser. */
export interface AgeChallengeMessage {
  readonly purpose: 'age'
  readonly nonce: string
  readonly origin: string
  readonly ages: readonly number[]
  readonly evidence: readonly AgeEvidence[]
}

export const writeAgeChallenge = ({
  nonce,
  origin,
  ages,
  evidence,
}: AgeChallenge): AgeChallengeMessage => ({
  purpose: 'age',
  nonce: toBase64url(nonce),
  origin,
  ages,
  evidence,
})

/** Reads an age challenge out of parsed JSON. @throws MalformedBytes that names the member */
export function readAgeChallenge(json: unknown): AgeChallenge {
  const members = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>
  if (Object.keys(members).toSorted().join() !== 'ages,evidence,nonce,origin,purpose')
    throw new MalformedBytes('challenge: not exactly purpose, nonce, origin, ages and evidence')
  const { purpose, nonce, origin, ages, evidence } = members
  if (purpose !== 'age') throw new MalformedBytes('challenge.purpose: not age')
  if (typeof nonce !== 'string') throw new MalformedBytes('challenge.nonce: not a text')
  if (typeof origin !== 'string') throw new MalformedBytes('challenge.origin: not a text')
  const challenge = {
    nonce: base64url(nonce),
    origin,
    ages: agesIn(ages),
    evidence: evidenceIn(evidence),
  }
  checkAgeChallenge(challenge)
  return challenge
}

/** @throws MalformedBytes */
export function checkAgeChallenge({ nonce, origin, ages, evidence }: AgeChallenge): void {
  if (nonce.length !== NONCE_SIZE) throw new MalformedBytes(`nonce: ${nonce.length} bytes`)
  requireOrigin(origin)
  agesIn(ages)
  evidenceIn(evidence)
}

function agesIn(value: unknown): readonly number[] {
  try {
    if (!Array.isArray(value)) throw new RangeError('not a list')
    requireAges(value)
    return value as readonly number[]
  } catch (error) {
    if (error instanceof RangeError) throw new MalformedBytes(`challenge.ages: ${error.message}`)
    throw error
  }
}

function evidenceIn(value: unknown): readonly AgeEvidence[] {
  const isEvidence = (name: unknown) => typeof name === 'string' && Object.hasOwn(ageEvidence, name)
  const isList = Array.isArray(value) && value.length > 0 && value.every(isEvidence)
  if (!isList || new Set(value).size < value.length)
    throw new MalformedBytes('challenge.evidence: not known kinds, each once')
  return value as readonly AgeEvidence[]
}
