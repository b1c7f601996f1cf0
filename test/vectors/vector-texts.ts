// What is in the files of vectors: the same bytes each time.
import { hex, toBase64url } from '@myna/bytes'
import { signedBytes, writeToken, type Challenge } from '@myna/token'
import { refusals, type RefusalCode } from '@myna/verifier'
import { createHash, createHmac } from 'node:crypto'
import { format } from 'prettier'
import { caCertificate, holderCertificate, type Keys } from '../verifier/certificate-factory'
import { ageVectors } from './age-cases'
import { goodAnswer, loginCases, NOW, ORIGIN, signatureFor, type LoginCase } from './login-cases'
import { resultVectors } from './result-cases'
import type { LoginVector, LoginVectors, SignedBytesVectors } from './vector'
import { vectorKeys } from './vector-keys'

const SECRET = new Uint8Array(32).fill(0x5e)
const ascii = (text: string) => new TextEncoder().encode(text)
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())
const upwards = Uint8Array.from({ length: 32 }, (_, index) => index)

/** The two published vectors of `jpki-auth:1`. */
function signedBytesVectors(): SignedBytesVectors {
  const certificateHash = sha256(ascii('certificate'))
  const contents = [
    {
      name: 'a login in the page',
      ceremonyOrigin: 'https://sp.example',
      challenge: {
        purpose: 'login',
        origin: 'https://sp.example',
        nonce: upwards,
        context: new Uint8Array(0),
      },
    },
    {
      name: 'a step-up with a transaction, in a popup of another origin',
      ceremonyOrigin: 'https://vault.example',
      challenge: {
        purpose: 'step-up',
        origin: 'https://sp.example:8443',
        nonce: upwards.toReversed(),
        context: sha256(ascii('pay 100')),
      },
    },
  ] as const
  const vectors = contents.map(({ name, ceremonyOrigin, challenge }) => {
    const bytes = signedBytes({ challenge, ceremonyOrigin, certificateHash })
    const digest = sha256(bytes)
    const prefix = hex('3031300d060960864801650304020105000420')
    return {
      name,
      purpose: challenge.purpose,
      origin: challenge.origin,
      ceremonyOrigin,
      nonce: toBase64url(challenge.nonce),
      certificateHash: toBase64url(certificateHash),
      context: toBase64url(challenge.context),
      signedBytes: toBase64url(bytes),
      sha256: Buffer.from(digest).toString('hex'),
      digestInfo: toBase64url(Uint8Array.of(...prefix, ...digest)),
    }
  })
  return { format: 'myna-signed-bytes-vectors/1', vectors }
}

async function loginVectors(keys: Keys): Promise<LoginVectors> {
  const vectors: LoginVector[] = []
  for (const one of loginCases) vectors.push(await loginVector(one, keys))
  return {
    format: 'myna-login-vectors/1',
    mode: 'test',
    origin: ORIGIN,
    anchors: [toBase64url(await caCertificate(keys))],
    accountSecret: toBase64url(SECRET),
    lifetimeSeconds: 120,
    vectors,
  }
}

async function loginVector(one: LoginCase, keys: Keys): Promise<LoginVector> {
  const { purpose = 'login', context = new Uint8Array(0), askedAt = ORIGIN } = one
  const nonce = one.name === 'a nonce of zeros' ? new Uint8Array(32) : sha256(ascii(one.name))
  const challenge: Challenge = { nonce, purpose, origin: ORIGIN, context }
  const certificate = await (one.certificate ?? holderCertificate)(keys)
  const right = await signatureFor(keys, { ...challenge, ...one.signs }, askedAt, certificate)
  const signature = one.signature?.(right) ?? right
  const token = writeToken({ unverifiedCertificate: certificate, signature })
  return {
    name: one.name,
    clock: one.clock ?? NOW,
    challenge:
      one.challenge === null
        ? null
        : { nonce: toBase64url(nonce), purpose, context: toBase64url(context), issuedAt: NOW },
    ...(one.ceremonyOrigins === undefined ? {} : { ceremonyOrigins: one.ceremonyOrigins }),
    revocation: one.revocation === undefined ? goodAnswer : one.revocation,
    token: one.token?.(token) ?? token,
    expected: expectedOf(one),
  }
}

/** Serial numbers of the believed certificates that have another: the INTEGER's contents as they stand. */
const SERIALS: Readonly<Record<string, string>> = {
  'a certificate with a serial of 20 bytes': '7f'.repeat(20),
  'a certificate with a serial whose first bit is masked by a zero': '0080000001',
  'a certificate with serial 1': '01',
}

/** Until when those are good that end at another time. */
const ENDS: Readonly<Record<string, string>> = {
  'a certificate with an end in 2049, the last year of UTCTime': '2049-12-31T23:59:59.000Z',
  'a certificate with an end in 2050, as GeneralizedTime': '2050-01-01T00:00:00.000Z',
}

function expectedOf({ name, outcome }: LoginCase): LoginVector['expected'] {
  if (outcome !== 'believed')
    return { verdict: 'refused', code: outcome, told: refusals[outcome as RefusalCode] }
  return {
    verdict: 'believed',
    kind: 'test',
    accountKey: accountKeyOf(hex(SERIALS[name] ?? '06d18006')),
    notAfter: ENDS[name] ?? '2029-01-01T00:00:00.000Z',
  }
}

/** `pki.md` §2.3, written down once more, with another library's HMAC. */
function accountKeyOf(serial: Uint8Array): string {
  const length = Uint8Array.of(0, 0, 0, serial.length)
  return createHmac('sha256', SECRET)
    .update('jpki-acct/1\0test-auth\0')
    .update(length)
    .update(serial)
    .digest('base64url')
}

/** Every file of vectors: its name, and its text. */
export async function vectorTexts(): Promise<Readonly<Record<string, string>>> {
  const keys = await vectorKeys()
  const files = {
    'signed-bytes': signedBytesVectors(),
    logins: await loginVectors(keys),
    ages: await ageVectors(keys),
    results: await resultVectors(keys.result),
  }
  const texts = Object.entries(files).map(async ([name, content]) => {
    const text = await format(JSON.stringify(content), { parser: 'json', printWidth: 100 })
    return [name, text] as const
  })
  return Object.fromEntries(await Promise.all(texts))
}
