import { MalformedBytes, toHex } from '@myna/bytes'
import { describe, expect, test } from 'vitest'
import { readAgeChallenge, writeAgeChallenge, type AgeChallenge } from './age-challenge'
import { readAgeProof, writeAgeProof, type AgeProof } from './age-proof'
import {
  ageDigestInfo,
  ageRecordBytes,
  ageRecordDigestInfo,
  ageStatement,
  ageStatementBytes,
  isForOtherPurpose,
} from './age-statement'
import { sha256, signedBytes } from './signed-bytes'

const challenge: AgeChallenge = {
  nonce: Uint8Array.from({ length: 32 }, (_, index) => index),
  origin: 'https://sp.example',
  ages: [18, 20],
  evidence: ['jpki-sign', 'card-age-record', 'ocr'],
}
const certificate = new TextEncoder().encode('certificate')
const hash = await sha256(certificate)
const content = { challenge, ceremonyOrigin: 'https://sp.example', hash }

describe('the statement for the signing key', () => {
  test('says in two languages what it is for and what it is not', () => {
    expect(ageStatement({ ...content, ceremonyOrigin: 'https://vault.example' }))
      .toBe(`JPKI-WEB-AGE-STATEMENT/1

年齢確認のためだけの署名です。契約の申込みや承諾ではなく、ログインでもありません。
This signature is for an age check only. It is no contract, no consent and no login.

目的 purpose: age
たずねるサイト asked by: https://sp.example
署名したページ signed at: https://vault.example
質問 question: age over 18, 20
照合 nonce: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8
証明書 certificate: A9Zt0Ig1wco_EozOrNHzGslBYwlrIPRFroQoW8CDLXI
`)
  })

  test('goes to the card as a DigestInfo of 51 bytes, bound to the certificate', async () => {
    const info = await ageDigestInfo(certificate, challenge, challenge.origin)

    const digest = toHex(await sha256(ageStatementBytes(content)))
    expect(toHex(info)).toBe(`3031300d060960864801650304020105000420${digest}`)
  })

  test.each([
    ['site', { challenge: { ...challenge, origin: 'https://other.example' } }],
    ['page', { ceremonyOrigin: 'https://other.example' }],
    ['nonce', { challenge: { ...challenge, nonce: challenge.nonce.toReversed() } }],
    ['ages', { challenge: { ...challenge, ages: [18] } }],
    ['certificate', { hash: hash.toReversed() }],
  ])('is another one for another %s', (_, other) => {
    expect(ageStatement({ ...content, ...other })).not.toBe(ageStatement(content))
  })

  test.each([
    ['a nonce of 31 bytes', { challenge: { ...challenge, nonce: hash.subarray(1) } }],
    ['an origin with a line of its own', { ceremonyOrigin: 'https://sp.example\nx' }],
    [
      'an asking origin with a path',
      { challenge: { ...challenge, origin: 'https://sp.example/' } },
    ],
    ['no ages', { challenge: { ...challenge, ages: [] } }],
    ['an age that is none', { challenge: { ...challenge, ages: [1.5] } }],
    ['a hash of another size', { hash: hash.subarray(1) }],
  ])('of %s is not made', (_, bad) => {
    expect(() => ageStatement({ ...content, ...bad })).toThrow(MalformedBytes)
    expect(() => ageRecordBytes({ ...content, ...bad })).toThrow(MalformedBytes)
  })
})

describe('the bytes for the key of the card face', () => {
  test('have the layout of a login under a tag of their own', async () => {
    const record = ageRecordBytes(content)
    const login = signedBytes({
      challenge: { ...challenge, purpose: 'login', context: new Uint8Array(0) },
      ceremonyOrigin: content.ceremonyOrigin,
      certificateHash: hash,
    })

    expect(new TextDecoder().decode(record.subarray(0, 15))).toBe('JPKI-WEB-AGE/1\0')
    expect(toHex(record.subarray(15))).toBe(
      toHex(login.subarray(16)).replace('000000056c6f67696e', '00000003616765'),
    )
    expect(toHex(await ageRecordDigestInfo(certificate, challenge, challenge.origin))).toBe(
      `3031300d060960864801650304020105000420${toHex(await sha256(record))}`,
    )
  })

  test('and logins and statements are of one family, and nothing else is', () => {
    expect(isForOtherPurpose(ageRecordBytes(content))).toBe(true)
    expect(isForOtherPurpose(ageStatementBytes(content))).toBe(true)
    expect(isForOtherPurpose(new TextEncoder().encode('JPKI-WE'))).toBe(false)
    expect(isForOtherPurpose(Uint8Array.of(0x31, 0x5d))).toBe(false)
    expect(isForOtherPurpose(new TextEncoder().encode('契約書 JPKI-WEB-AGE/1'))).toBe(false)
  })
})

describe('an age challenge on its way to the browser', () => {
  const good = writeAgeChallenge(challenge)

  test('says the same after it', () => {
    expect(readAgeChallenge(JSON.parse(JSON.stringify(good)))).toEqual(challenge)
  })

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a login', { ...good, purpose: 'login' }],
    ['a member too many', { ...good, context: '' }],
    ['a number for a nonce', { ...good, nonce: 1 }],
    ['a short nonce', { ...good, nonce: 'AAAA' }],
    ['a number for an origin', { ...good, origin: 1 }],
    ['http', { ...good, origin: 'http://sp.example' }],
    ['an age that is no list', { ...good, ages: 20 }],
    ['no ages', { ...good, ages: [] }],
    ['four ages', { ...good, ages: [18, 19, 20, 21] }],
    ['an age twice', { ...good, ages: [18, 18] }],
    ['an age in a text', { ...good, ages: ['18'] }],
    ['no evidence', { ...good, evidence: [] }],
    ['an unknown evidence', { ...good, evidence: ['passport'] }],
    ['an evidence twice', { ...good, evidence: ['ocr', 'ocr'] }],
    ['an evidence of the prototype', { ...good, evidence: ['valueOf'] }],
  ])('%s is refused', (_, json) => {
    expect(() => readAgeChallenge(json)).toThrow(MalformedBytes)
  })
})

describe('a proof on its way to the server', () => {
  const signed: AgeProof = {
    evidence: 'jpki-sign',
    unverifiedCertificate: Uint8Array.of(0x30, 0),
    signature: Uint8Array.of(1),
    client: '@myna/elements/0.1.0',
  }
  const recorded: AgeProof = {
    evidence: 'card-age-record',
    unverifiedRecord: Uint8Array.of(0xff, 0x10, 0),
    unverifiedIssuer: Uint8Array.of(0x7f, 0x21, 0),
    signature: Uint8Array.of(2),
  }
  const said: AgeProof = {
    evidence: 'ocr',
    said: new Map([
      [18, 'yes'],
      [20, 'no'],
      [65, 'unknown'],
    ]),
  }

  test.each([
    signed,
    recorded,
    said,
    { ...said, evidence: 'card-text', client: 'x/1.0.0' },
  ] as const)('says the same after it: $evidence', (proof) => {
    expect(readAgeProof(writeAgeProof(proof))).toEqual(proof)
  })

  const text = writeAgeProof(said)
  test.each([
    ['nothing', ''],
    ['a login', writeAgeProof(signed).replace('jpki-age:1', 'jpki-auth:1')],
    ['no format', text.replace('"format"', '"form"')],
    ['a member twice', text.replace('{', '{"evidence":"ocr",')],
    ['a date of birth', text.replace('{', '{"birthDate":"2006-04-01",')],
    ['an answer that is none', text.replace('"yes"', '"2006-04-01"')],
    ['a boolean', text.replace('"yes"', 'true')],
    ['a word for a signature', text.replace('"ocr"', '"jpki-sign"')],
    ['a word for a record', text.replace('"ocr"', '"card-age-record"')],
    ['an evidence of the prototype', text.replace('"ocr"', '"toString"')],
    ['no answer', '{"format":"self-asserted-age:1","evidence":"ocr"}'],
    ['four answers', text.replace('}', ',"age_over_30":"no"}')],
    ['another algorithm', writeAgeProof(signed).replace('RS256', 'none')],
    ['a certificate and a record', writeAgeProof(recorded).replace('{', '{"certificate":"MAA",')],
    ['a client that is a sentence', writeAgeProof(signed).replace('@myna/', 'hello world ')],
    ['too many bytes', text.replace('"ocr"', `"${'x'.repeat(9000)}"`)],
  ])('%s is refused', (_, bad) => {
    expect(() => readAgeProof(bad)).toThrow(MalformedBytes)
  })
})
