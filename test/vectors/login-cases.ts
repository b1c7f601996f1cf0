// The logins of logins.json: each is right but for what its name says. What is expected of them is
// written here by hand, from the format's rules, and not asked of any verifier.
import { signedBytes, type Challenge } from '@myna/token'
import { faults, fieldsOf } from '../verifier/certificate-faults'
import { holderCertificate, signWith, type Keys } from '../verifier/certificate-factory'
import type { RevocationVector } from './vector'

export const ORIGIN = 'https://sp.example'
export const VAULT = 'https://vault.example'
export const NOW = '2026-11-24T03:00:00.000Z'

export const later = (milliseconds: number) =>
  new Date(Date.parse(NOW) + milliseconds).toISOString()
const MINUTE = 60_000

/** What a case may change. */
export interface LoginCase {
  readonly name: string
  /** `believed`, or the code of the refusal. */
  readonly outcome: string
  readonly clock?: string
  /** `null`: the server remembers no question. */
  readonly challenge?: null
  readonly purpose?: Challenge['purpose']
  readonly context?: Uint8Array
  readonly ceremonyOrigins?: readonly string[]
  /** Where the card was asked. */
  readonly askedAt?: string
  readonly revocation?: RevocationVector | 'notChecked' | null
  /** What the browser signed instead of the right thing. */
  readonly signs?: Partial<Challenge>
  readonly certificate?: (keys: Keys) => Promise<Uint8Array>
  readonly signature?: (right: Uint8Array) => Uint8Array
  readonly token?: (right: string) => string
}

const good: RevocationVector = { status: 'good', method: 'ocsp', sourceTime: later(-MINUTE) }
const zeros = new Uint8Array(32)
const payment = new Uint8Array(32).fill(0xab)

// prettier-ignore
const cases: readonly LoginCase[] = [
  { name: 'a login', outcome: 'believed' },
  { name: 'a login whose page was the vault', outcome: 'believed', ceremonyOrigins: [ORIGIN, VAULT], askedAt: VAULT },
  { name: 'a step-up with a transaction', outcome: 'believed', purpose: 'step-up', context: payment },
  { name: 'a login where revocation is not checked', outcome: 'believed', revocation: 'notChecked' },
  { name: 'an answer exactly as late as it may be', outcome: 'believed', clock: later(120_000) },
  { name: 'spaces between the members', outcome: 'believed', token: (right) => ` ${right.replaceAll('","', '" ,\n"')}\r\n` },
  { name: 'the name of the software', outcome: 'believed', token: (right) => right.replace('}', ',"client":"other/1.2.3"}') },
  { name: 'a nonce of zeros', outcome: 'believed', signs: {} },

  { name: 'no question was asked, or it was answered already', outcome: 'challenge-missing', challenge: null },
  { name: 'an answer a millisecond too late', outcome: 'challenge-late', clock: later(120_001) },
  { name: 'an answer before the question', outcome: 'challenge-late', clock: later(-1) },
  { name: 'another nonce was signed', outcome: 'signature-wrong', signs: { nonce: new Uint8Array(32).fill(1) } },
  { name: 'another site’s question was signed', outcome: 'signature-wrong', signs: { origin: 'https://evil.example' } },
  { name: 'another purpose was signed', outcome: 'signature-wrong', signs: { purpose: 'step-up' } },
  { name: 'another transaction was signed', outcome: 'signature-wrong', purpose: 'step-up', context: payment, signs: { context: zeros } },
  { name: 'a transaction was signed where there was none', outcome: 'signature-wrong', signs: { context: zeros } },
  { name: 'the card was asked on a page that may not', outcome: 'signature-wrong', askedAt: VAULT },
  { name: 'the card was asked on the site’s page, where only the vault may', outcome: 'signature-wrong', ceremonyOrigins: [VAULT] },
  { name: 'a signature of one bit less', outcome: 'signature-wrong', signature: (right) => right.map((byte, index) => (index === 200 ? byte ^ 1 : byte)) },
  { name: 'a signature of 255 bytes', outcome: 'signature-size', signature: (right) => right.slice(1) },
  { name: 'a signature of 257 bytes', outcome: 'signature-size', signature: (right) => Uint8Array.of(0, ...right) },
  { name: 'no signature', outcome: 'signature-size', signature: () => new Uint8Array(0) },

  { name: 'nothing', outcome: 'token-malformed', token: () => '' },
  { name: 'no JSON', outcome: 'token-malformed', token: () => '{' },
  { name: 'a list', outcome: 'token-malformed', token: (right) => `[${right}]` },
  { name: 'another format', outcome: 'token-malformed', token: (right) => right.replace('jpki-auth:1', 'jpki-auth:2') },
  { name: 'another algorithm', outcome: 'token-malformed', token: (right) => right.replace('RS256', 'RS512') },
  { name: 'no algorithm', outcome: 'token-malformed', token: (right) => right.replace('RS256', 'none') },
  { name: 'a name twice', outcome: 'token-malformed', token: (right) => right.replace('{', '{"alg":"RS256",') },
  { name: 'a name twice, once escaped', outcome: 'token-malformed', token: (right) => right.replace('{', '{"\\u0061lg":"RS256",') },
  { name: 'a nonce in the token', outcome: 'token-malformed', token: (right) => right.replace('}', ',"nonce":"AA"}') },
  { name: 'no certificate', outcome: 'token-malformed', token: (right) => right.replace(/"certificate":"[^"]*",/, '') },
  { name: 'padding', outcome: 'token-malformed', token: (right) => right.replace('"}', '=="}') },
  { name: 'the other alphabet', outcome: 'token-malformed', token: (right) => right.replace(/"signature":"../, '"signature":"+/') },
  { name: 'something after it', outcome: 'token-malformed', token: (right) => `${right}x` },
  { name: 'more than 8192 bytes', outcome: 'token-malformed', token: (right) => right + ' '.repeat(8193) },
  { name: 'a certificate of nothing', outcome: 'certificate-not-der', certificate: async () => new Uint8Array(0) },
  { name: 'a certificate with a byte after it', outcome: 'certificate-not-der', certificate: async (keys) => Uint8Array.of(...(await holderCertificate(keys)), 0) },
  { name: 'a certificate that is no SEQUENCE outside', outcome: 'certificate-malformed', certificate: async (keys) => Uint8Array.of(0xa0, ...(await holderCertificate(keys)).slice(1)) },
  { name: 'a certificate that is a primitive outside', outcome: 'certificate-malformed', certificate: async (keys) => Uint8Array.of(0x04, ...(await holderCertificate(keys)).slice(1)) },

  { name: 'revoked', outcome: 'certificate-revoked', revocation: { ...good, status: 'revoked' } },
  { name: 'expired, says who knows', outcome: 'certificate-expired', revocation: { ...good, status: 'expired' } },
  { name: 'unknown to who should know', outcome: 'revocation-unknown', revocation: { ...good, status: 'unknown' } },
  { name: 'nobody could be asked', outcome: 'revocation-unavailable', revocation: { ...good, status: 'unavailable' } },
  { name: 'nobody answered', outcome: 'revocation-unavailable', revocation: null },
  { name: 'OCSP knowledge of half an hour', outcome: 'believed', revocation: { ...good, sourceTime: later(-30 * MINUTE) } },
  { name: 'OCSP knowledge older than half an hour', outcome: 'revocation-stale', revocation: { ...good, sourceTime: later(-30 * MINUTE - 1) } },
  { name: 'a list of 24 hours', outcome: 'believed', revocation: { ...good, method: 'crl', sourceTime: later(-1440 * MINUTE) } },
  { name: 'a list older than 24 hours', outcome: 'revocation-stale', revocation: { ...good, method: 'crl', sourceTime: later(-1440 * MINUTE - 1) } },
  { name: 'a list that should have been renewed by now', outcome: 'revocation-stale', revocation: { ...good, method: 'crl', nextUpdate: NOW } },
  { name: 'knowledge from the future', outcome: 'revocation-stale', revocation: { ...good, sourceTime: later(5 * MINUTE + 1) } },
]

/** Every fault a certificate can have, as a login with it. */
const withFaults: readonly LoginCase[] = faults.map(([name, outcome, change]) => ({
  name: `a certificate with ${name}`,
  outcome,
  certificate: async (keys) => holderCertificate(keys, await fieldsOf(change, keys)),
}))

export const loginCases = [...cases, ...withFaults]
export const goodAnswer = good

/** The signature a card would give, over what the case signs. */
export async function signatureFor(
  keys: Keys,
  challenge: Challenge,
  ceremonyOrigin: string,
  certificate: Uint8Array,
): Promise<Uint8Array> {
  const certificateHash = new Uint8Array(
    await crypto.subtle.digest('SHA-256', new Uint8Array(certificate)),
  )
  return signWith(keys.leaf, signedBytes({ challenge, ceremonyOrigin, certificateHash }))
}
