// The age checks of ages.json: each is right but for what its name says. What is expected of them is
// written here by hand, from the law and the format's rules, and not asked of any verifier.
import { toBase64url } from '@myna/bytes'
import { ageStatementBytes, signedBytes, type AgeChallenge } from '@myna/token'
import { refusals, type RefusalCode } from '@myna/verifier'
import { createHash } from 'node:crypto'
import { signWith, type Keys } from '../verifier/certificate-factory'
import { attribute, signingCa, signingCertificate } from '../verifier/signing-factory'
import { goodAnswer, later, NOW, ORIGIN, VAULT } from './login-cases'
import type { AgeVector, AgeVectors, RevocationVector } from './vector'

interface AgeCase {
  readonly name: string
  /** What is said of each age asked for, `unknown` for what is left out; or the code of the refusal. */
  readonly outcome: Readonly<Record<number, boolean>> | 'unknown' | RefusalCode
  readonly clock?: string
  /** The day in Tokyo; that of the clock's date unless told otherwise. */
  readonly day?: string
  /** `EYYYYMMDD`, as the certificate has it; `null` for none. */
  readonly born?: string | null
  readonly ages?: readonly number[]
  readonly dayBefore?: true
  readonly evidence?: AgeChallenge['evidence']
  readonly challenge?: null
  readonly askedAt?: string
  readonly ceremonyOrigins?: readonly string[]
  readonly revocation?: RevocationVector | 'notChecked' | null
  /** What was signed in place of the right thing. */
  readonly signs?: Partial<AgeChallenge> | 'a login'
  readonly proof?: (right: string) => string
}

const self = (members: object) => JSON.stringify({ format: 'self-asserted-age:1', ...members })
const both = { ages: [18, 20] }

// prettier-ignore
const cases: readonly AgeCase[] = [
  { name: '20 today', born: '420061124', outcome: { 20: true } },
  { name: '20 tomorrow', born: '420061125', outcome: { 20: false } },
  { name: '20 tomorrow, by a statute that counts whole days', born: '420061125', dayBefore: true, outcome: { 20: true } },
  { name: '20 the day after tomorrow, by a statute that counts whole days', born: '420061126', dayBefore: true, outcome: { 20: false } },
  { name: '18 and not 20', born: '420070101', ...both, outcome: { 18: true, 20: false } },
  { name: 'a second before midnight in Tokyo', born: '420061124', clock: '2026-11-23T14:59:59Z', day: '2026-11-23', outcome: { 20: false } },
  { name: 'midnight in Tokyo', born: '420061124', clock: '2026-11-23T15:00:00Z', day: '2026-11-24', outcome: { 20: true } },
  { name: 'born on 29 February, on 28 February of a common year', born: '420080229', ages: [18], clock: '2026-02-28T03:00:00Z', day: '2026-02-28', outcome: { 18: false } },
  { name: 'born on 29 February, on 1 March of a common year', born: '420080229', ages: [18], clock: '2026-03-01T03:00:00Z', day: '2026-03-01', outcome: { 18: true } },
  { name: 'born on 29 February, on 28 February, by a statute that counts whole days', born: '420080229', ages: [18], clock: '2026-02-28T03:00:00Z', day: '2026-02-28', dayBefore: true, outcome: { 18: true } },
  { name: 'of the days a birth may have been, the last is under age', born: '420061100', outcome: { 20: false } },
  { name: 'of the days a birth may have been, the last is of age', born: '420061000', outcome: { 20: true } },
  { name: 'a year is known, and nothing else', born: '420050000', outcome: { 20: true } },
  { name: 'no year is known', born: '400001124', outcome: 'unknown' },
  { name: 'the era is not that of the date', born: '520061124', outcome: { 20: true } },
  { name: 'born in 1926', born: '319261225', outcome: { 20: true } },
  { name: 'no date of birth', born: null, outcome: 'attributes-missing' },
  { name: 'a date of birth that does not exist', born: '420060230', outcome: 'attribute-malformed' },
  { name: 'signed on the page of the vault', askedAt: VAULT, ceremonyOrigins: [ORIGIN, VAULT], outcome: { 20: true } },
  { name: 'revocation is not checked', revocation: 'notChecked', outcome: { 20: true } },

  { name: 'no question was asked, or it was answered already', challenge: null, outcome: 'challenge-missing' },
  { name: 'an answer a millisecond too late', clock: later(120_001), outcome: 'challenge-late' },
  { name: 'another nonce was signed', signs: { nonce: new Uint8Array(32).fill(1) }, outcome: 'signature-wrong' },
  { name: 'another site’s question was signed', signs: { origin: 'https://evil.example' }, outcome: 'signature-wrong' },
  { name: 'other ages were signed', signs: { ages: [18] }, outcome: 'signature-wrong' },
  { name: 'the ages were signed in another order', ...both, signs: { ages: [20, 18] }, outcome: 'signature-wrong' },
  { name: 'a login was signed', signs: 'a login', outcome: 'signature-wrong' },
  { name: 'signed on a page that may not', askedAt: VAULT, outcome: 'signature-wrong' },
  { name: 'revoked', revocation: { ...goodAnswer, status: 'revoked' }, outcome: 'certificate-revoked' },
  { name: 'nobody answered about revocation', revocation: null, outcome: 'revocation-unavailable' },
  { name: 'a token of a login', proof: (right) => right.replace('jpki-age:1', 'jpki-auth:1'), outcome: 'token-malformed' },
  { name: 'a date of birth beside it', proof: (right) => right.replace('}', ',"birth":"20061124"}'), outcome: 'token-malformed' },
  { name: 'a name twice', proof: (right) => right.replace('{', '{"alg":"RS256",'), outcome: 'token-malformed' },

  { name: 'the card’s text, as the browser read it', evidence: ['jpki-sign', 'card-text'], proof: () => self({ evidence: 'card-text', age_over_20: 'yes' }), outcome: { 20: true } },
  { name: 'a picture, and it is a no', evidence: ['ocr'], proof: () => self({ evidence: 'ocr', age_over_20: 'no' }), outcome: { 20: false } },
  { name: 'the card’s text, and nobody knows', evidence: ['card-text'], proof: () => self({ evidence: 'card-text', age_over_20: 'unknown' }), outcome: 'unknown' },
  { name: 'a picture, where only a signature is taken', proof: () => self({ evidence: 'ocr', age_over_20: 'yes' }), outcome: 'age-evidence' },
  { name: 'a signature, where only a picture is taken', evidence: ['ocr'], outcome: 'age-evidence' },
  { name: 'other ages than were asked for', evidence: ['ocr'], proof: () => self({ evidence: 'ocr', age_over_18: 'yes' }), outcome: 'token-malformed' },
  { name: 'not all of the ages', evidence: ['ocr'], ...both, proof: () => self({ evidence: 'ocr', age_over_20: 'yes' }), outcome: 'token-malformed' },
  { name: '20 and not 18', evidence: ['ocr'], ...both, proof: () => self({ evidence: 'ocr', age_over_18: 'no', age_over_20: 'yes' }), outcome: 'token-malformed' },
  { name: 'the browser’s word, passed off as a signature', proof: () => self({ evidence: 'jpki-sign', age_over_20: 'yes' }), outcome: 'token-malformed' },
]

const bytesOf = (text: string) => new TextEncoder().encode(text)
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())

export async function ageVectors(keys: Keys): Promise<AgeVectors> {
  const vectors: AgeVector[] = []
  for (const one of cases) vectors.push(await ageVector(one, keys))
  return {
    format: 'myna-age-vectors/1',
    mode: 'test',
    origin: ORIGIN,
    anchors: [toBase64url(await signingCa(keys))],
    lifetimeSeconds: 120,
    statement: statementVector(),
    vectors,
  }
}

/** What is signed, letter by letter: of the eleven ASCII characters `certificate`. */
function statementVector(): AgeVectors['statement'] {
  const nonce = sha256(bytesOf('statement'))
  const hash = sha256(bytesOf('certificate'))
  const text = [
    'JPKI-WEB-AGE-STATEMENT/1',
    '',
    '年齢確認のためだけの署名です。契約の申込みや承諾ではなく、ログインでもありません。',
    'This signature is for an age check only. It is no contract, no consent and no login.',
    '',
    '目的 purpose: age',
    `たずねるサイト asked by: ${ORIGIN}`,
    `署名したページ signed at: ${VAULT}`,
    '質問 question: age over 18, 20',
    `照合 nonce: ${toBase64url(nonce)}`,
    `証明書 certificate: ${toBase64url(hash)}`,
    '',
  ].join('\n')
  const sha = createHash('sha256').update(text).digest('hex')
  return { ages: [18, 20], nonce: toBase64url(nonce), ceremonyOrigin: VAULT, text, sha256: sha }
}

async function ageVector(one: AgeCase, keys: Keys): Promise<AgeVector> {
  const { name, born = '419900102', ages = [20], evidence = ['jpki-sign'], askedAt = ORIGIN } = one
  const nonce = sha256(bytesOf(`age: ${name}`))
  const challenge: AgeChallenge = { nonce, origin: ORIGIN, ages, evidence }
  const certificate = await signingCertificate(keys, born === null ? [] : [attribute(4, born)])
  const signed = signedFor(one.signs ?? {}, challenge, askedAt, sha256(certificate))
  const proof = JSON.stringify({
    format: 'jpki-age:1',
    alg: 'RS256',
    certificate: toBase64url(certificate),
    signature: toBase64url(await signWith(keys.leaf, signed)),
  })
  const clock = one.clock ?? NOW
  const issuedAt = one.clock === undefined || one.day === undefined ? NOW : clock
  return {
    name,
    clock,
    challenge: one.challenge === null ? null : { nonce: toBase64url(nonce), issuedAt },
    ages,
    evidence,
    ...(one.dayBefore === undefined ? {} : { dayBefore: true }),
    ...(one.ceremonyOrigins === undefined ? {} : { ceremonyOrigins: one.ceremonyOrigins }),
    revocation:
      one.revocation === undefined ? { ...goodAnswer, sourceTime: issuedAt } : one.revocation,
    proof: one.proof?.(proof) ?? proof,
    expected: expectedOf(one),
  }
}

function signedFor(
  change: NonNullable<AgeCase['signs']>,
  challenge: AgeChallenge,
  ceremonyOrigin: string,
  hash: Uint8Array,
): Uint8Array {
  if (change !== 'a login')
    return ageStatementBytes({ challenge: { ...challenge, ...change }, ceremonyOrigin, hash })
  const { nonce, origin } = challenge
  const login = { purpose: 'login', nonce, origin, context: new Uint8Array(0) } as const
  return signedBytes({ challenge: login, ceremonyOrigin, certificateHash: hash })
}

/** What a proof of each kind is worth; an unsigned one is found by its own word. */
function expectedOf({ outcome, proof, day = NOW.slice(0, 10) }: AgeCase): AgeVector['expected'] {
  if (typeof outcome === 'string' && outcome !== 'unknown')
    return { verdict: 'refused', code: outcome, told: refusals[outcome] }
  const said = Object.entries(outcome === 'unknown' ? {} : outcome).map(
    ([years, is]) => [`age_over_${years}`, is] as const,
  )
  const kind = proof?.('').includes('card-text')
    ? 'text'
    : proof?.('').includes('ocr')
      ? 'ocr'
      : 'sign'
  const facts = {
    sign: { evidence: 'jpki-sign', assurance: 'high', selfAsserted: false },
    text: { evidence: 'card-text', assurance: 'low', selfAsserted: true },
    ocr: { evidence: 'ocr', assurance: 'lowest', selfAsserted: true },
  }[kind]
  return {
    verdict: 'believed',
    answer: { ...Object.fromEntries(said), ...facts, checkedOn: day },
  }
}
