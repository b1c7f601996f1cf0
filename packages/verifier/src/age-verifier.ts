import { MalformedBytes } from '@myna/bytes'
import {
  ageEvidence,
  ageStatementBytes,
  answerAge,
  dayInTokyo,
  isAssured,
  isOrigin,
  readAgeAnswer,
  readAgeChallenge,
  readAgeProof,
  writeAgeChallenge,
  type AgeAnswer,
  type AgeAssurance,
  type AgeChallenge,
  type AgeChallengeMessage,
  type AgeEvidence,
  type AgeProof,
  type RecordedAgeProof,
  type SelfAssertedAge,
  type SignedAgeProof,
} from '@myna/token'
import {
  judgeAgeRecord,
  readAgeRecordAnchors,
  type AgeRecordAnchor,
  type ReadAnchor,
} from './age-record'
import { sha256 } from './anchors'
import { fromStore, type ChallengeStore, type StoredChallenge } from './challenge-store'
import { ConfigurationError } from './configuration-error'
import { judgeSigned, type JudgeRules } from './judge'
import { checkTrust, readRules, type TrustOptions, type TrustSettings } from './options'
import { readAttributes } from './personal-attributes'
import { Refusal } from './refusal'
import { checkRevocation } from './revocation/check-revocation'

/** What a site decides about age checks. `anchors` are the CA certificates of signing certificates. */
export interface AgeOptions extends TrustOptions {
  /** The site's own origin, as `location.origin` says it. */
  readonly origin: string
  /** Origins whose pages may talk to the card for this site; the site's own unless told otherwise. */
  readonly ceremonyOrigins?: readonly string[]
  /** May be the store of the logins: age challenges have names of their own in it. */
  readonly challenges: ChallengeStore
  /** "At least so old?", in years; three at most. */
  readonly ages: readonly number[]
  /** What the site takes for an answer: `['jpki-sign']` unless told otherwise. */
  readonly evidence?: readonly AgeEvidence[]
  /** The least assurance the site takes; evidence below it stops the start. */
  readonly leastAssurance?: AgeAssurance
  /**
   * Takes the age record of the card face (`card-age-record`), which is experimental: the keys of its
   * issuers are published by nobody, it has no end and cannot be revoked (`pki.md` §5.2). Off unless given.
   */
  readonly experimentalAgeRecord?: { readonly anchors: readonly AgeRecordAnchor[] }
  /** Counts from the day before the birthday, for statutes that count whole days. */
  readonly dayBefore?: boolean
  /** How long a challenge may wait, in seconds: 120 unless told otherwise, 300 at most. */
  readonly lifetimeSeconds?: number
  readonly randomBytes?: (size: number) => Uint8Array
}

/** An age that is believed, or passed on as what the person said. There is no date of birth in it. */
export interface VerifiedAge {
  readonly answer: AgeAnswer
  readonly checks: {
    readonly challenge: 'good'
    /** `selfAsserted`: nobody but the person's browser saw a card. */
    readonly signature: 'good' | 'selfAsserted'
    /** `impossible`: an age record cannot be revoked, so nobody can be asked. */
    readonly revocation: 'good' | 'notChecked' | 'selfAsserted' | 'impossible'
  }
}

export interface AgeVerifier {
  /** Makes a challenge for a session, in place of an older one. */
  challenge(session: string): Promise<AgeChallengeMessage>
  /**
   * Believes a proof or says why not. The session's challenge is used up either way. Certificate and date
   * of birth are forgotten when this returns.
   *
   * @throws Refusal
   */
  verify(session: string, proof: string): Promise<VerifiedAge>
}

const DEFAULT_LIFETIME = 120
const LONGEST_LIFETIME = 300

/**
 * The server's half of an age check (`pki.md` §5), without HTTP.
 *
 * @throws ConfigurationError for options under which strangers could be believed
 */
export async function ageVerifier(options: AgeOptions): Promise<AgeVerifier> {
  const trust = checkTrust(options)
  const settings = checkAgeOptions(options, trust)
  const rules = await readRules('signing', options, trust)
  const recordAnchors = await readAgeRecordAnchorsOf(options, trust)
  const { origin, ages, evidence, challenges, lifetime, randomBytes } = settings

  const take = async (session: string, at: Date): Promise<AgeChallenge> => {
    const stored = await fromStore(() => challenges.take(nameIn(session)))
    if (stored === undefined || stored === null) throw new Refusal('challenge-missing')
    if (stored.purpose !== 'age' || !Number.isSafeInteger(stored.issuedAt))
      throw new Refusal('store-unavailable', 'what it gave is no age challenge')
    if (stored.origin !== origin) throw new Refusal('challenge-missing', 'of another site')
    const age = at.getTime() - stored.issuedAt
    if (!(age >= 0 && age <= lifetime)) throw new Refusal('challenge-late')
    return readAgeChallenge({ purpose: 'age', nonce: stored.nonce, origin, ages, evidence })
  }

  return {
    async challenge(session) {
      const message = writeAgeChallenge({ nonce: randomBytes(32), origin, ages, evidence })
      const { nonce } = message
      const issuedAt = trust.now().getTime()
      const stored: StoredChallenge = { nonce, purpose: 'age', origin, context: '', issuedAt }
      await fromStore(() => challenges.put(nameIn(session), stored, lifetime))
      return message
    },

    async verify(session, text) {
      const at = trust.now()
      const challenge = await take(session, at)
      const proof = proofIn(text)
      if (!evidence.some((taken) => taken === proof.evidence)) throw new Refusal('age-evidence')
      const day = dayInTokyo(at)
      if ('said' in proof) return selfAsserted(proof, ages, day)
      if (proof.evidence === 'card-age-record')
        return recorded(proof, { anchors: recordAnchors, challenge, settings, day })
      return signed(proof, { challenge, rules, settings, trust, at, day })
    },
  }
}

/** Beside the login's challenge of the same session, not in its place. */
const nameIn = (session: string) => `age ${session}`

interface Signed {
  readonly challenge: AgeChallenge
  readonly rules: JudgeRules
  readonly settings: ReturnType<typeof checkAgeOptions>
  readonly trust: TrustSettings
  readonly at: Date
  readonly day: string
}

/** ① chain, period, signature over the statement, revocation; then the age, and nothing is kept. */
async function signed(
  { unverifiedCertificate, signature }: SignedAgeProof,
  { challenge, rules, settings, trust, at, day }: Signed,
): Promise<VerifiedAge> {
  const candidates = async () => {
    const hash = await sha256(new Uint8Array(unverifiedCertificate))
    return settings.ceremonyOrigins.map((ceremonyOrigin) =>
      ageStatementBytes({ challenge, ceremonyOrigin, hash }),
    )
  }
  const judged = await judgeSigned(unverifiedCertificate, { signature, candidates }, rules, at)
  const revocation = await checkRevocation(trust.revocation, 'signing', judged, 'age', at)
  const birth = readAttributes(judged.certificate).birthDate?.reveal()
  if (birth === undefined) throw new Refusal('attributes-missing', 'no date of birth')
  const { dayBefore } = settings
  return {
    answer: answerAge('jpki-sign', challenge.ages, birth, day, { dayBefore }),
    checks: { challenge: 'good', signature: 'good', revocation },
  }
}

interface Recorded {
  readonly anchors: readonly ReadAnchor[]
  readonly challenge: AgeChallenge
  readonly settings: ReturnType<typeof checkAgeOptions>
  readonly day: string
}

/** ②′ the record and who wrote it, the card's presence; then the age, and nothing is kept. */
async function recorded(
  proof: RecordedAgeProof,
  { anchors, challenge, settings, day }: Recorded,
): Promise<VerifiedAge> {
  const { ceremonyOrigins, dayBefore } = settings
  const birth = await judgeAgeRecord(proof, { anchors, challenge, ceremonyOrigins })
  return {
    answer: answerAge('card-age-record', challenge.ages, birth, day, { dayBefore }),
    checks: { challenge: 'good', signature: 'good', revocation: 'impossible' },
  }
}

/** ② and ③: what the person's browser said, under that name. */
function selfAsserted(
  { evidence, said }: SelfAssertedAge,
  ages: readonly number[],
  day: string,
): VerifiedAge {
  if (said.size !== ages.length || !ages.every((years) => said.has(years)))
    throw new Refusal('token-malformed', 'other ages than were asked for')
  const known = [...said].filter(([, answer]) => answer !== 'unknown')
  const claims = Object.fromEntries(
    known.map(([years, answer]) => [`age_over_${years}`, answer === 'yes']),
  )
  const { assurance, selfAsserted: isSaid } = ageEvidence[evidence]
  const answer = answerFrom({
    ...claims,
    evidence,
    assurance,
    selfAsserted: isSaid,
    checkedOn: day,
  })
  return {
    answer,
    checks: { challenge: 'good', signature: 'selfAsserted', revocation: 'selfAsserted' },
  }
}

function answerFrom(json: object): AgeAnswer {
  try {
    return readAgeAnswer(json)
  } catch (error) {
    if (error instanceof MalformedBytes) throw new Refusal('token-malformed', error.message)
    throw error
  }
}

function proofIn(text: string): AgeProof {
  try {
    return readAgeProof(text)
  } catch (error) {
    if (error instanceof MalformedBytes) throw new Refusal('token-malformed', error.message)
    throw error
  }
}

const readAgeRecordAnchorsOf = async (
  { experimentalAgeRecord }: AgeOptions,
  { mode }: TrustSettings,
): Promise<readonly ReadAnchor[]> =>
  experimentalAgeRecord === undefined
    ? []
    : readAgeRecordAnchors(experimentalAgeRecord.anchors, mode)

/** @throws ConfigurationError that names the option */
function checkAgeOptions(options: AgeOptions, { mode }: TrustSettings) {
  const { origin, ceremonyOrigins = [origin], challenges, ages } = options
  const { evidence = ['jpki-sign'], leastAssurance = 'lowest', dayBefore = false } = options
  const { lifetimeSeconds = DEFAULT_LIFETIME } = options
  for (const text of [origin, ...ceremonyOrigins]) {
    if (!isOrigin(text)) throw wrong('origin', `an https origin without a path, not ${text}`)
    if (mode === 'production' && text.startsWith('http:'))
      throw wrong('origin', 'https in production')
  }
  if (ceremonyOrigins.length === 0) throw wrong('ceremonyOrigins', 'at least one')
  if (typeof challenges?.take !== 'function') throw wrong('challenges', 'a store')
  const isOn = options.experimentalAgeRecord !== undefined
  const known = Object.keys(ageEvidence).filter((name) => isOn || name !== 'card-age-record')
  if (evidence.length === 0 || !evidence.every((name) => known.includes(name)))
    throw wrong('evidence', `some of ${known.join(', ')}`)
  const weak = evidence.find((name) => !isAssured(name, leastAssurance))
  if (weak !== undefined)
    throw wrong('evidence', `at least '${leastAssurance}', which ${weak} is not`)
  if (!(lifetimeSeconds >= 1 && lifetimeSeconds <= LONGEST_LIFETIME))
    throw wrong('lifetimeSeconds', `1 to ${LONGEST_LIFETIME}`)
  checkAges(ages)
  return {
    origin,
    ceremonyOrigins,
    challenges,
    ages,
    evidence,
    dayBefore,
    lifetime: lifetimeSeconds * 1000,
    randomBytes:
      options.randomBytes ?? ((size: number) => crypto.getRandomValues(new Uint8Array(size))),
  }
}

function checkAges(ages: readonly number[]): void {
  try {
    answerAge('jpki-sign', ages, {}, '2000-01-01') // it is strict about what may be asked
  } catch (cause) {
    throw new ConfigurationError(`ages: must be one to three whole numbers of years`, { cause })
  }
}

const wrong = (option: string, due: string) => new ConfigurationError(`${option}: must be ${due}`)
