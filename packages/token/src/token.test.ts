import { hex, MalformedBytes, toHex } from '@myna/bytes'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readChallenge, writeChallenge, type Challenge } from './challenge'
import { isOrigin } from './origin'
import { digestInfo, sha256, signedBytes } from './signed-bytes'
import { readToken, writeToken } from './token'

const upwards = Uint8Array.from({ length: 32 }, (_, index) => index)
const login: Challenge = {
  nonce: upwards,
  purpose: 'login',
  origin: 'https://sp.example',
  context: new Uint8Array(0),
}
const certificateHash = hex('03d66dd08835c1ca3f128cceacd1f31ac94163096b20f445ae84285bc0832d72')

describe('the bytes that are signed: the published vectors of jpki-auth:1', () => {
  test('a login in the page', async () => {
    const bytes = signedBytes({ challenge: login, ceremonyOrigin: login.origin, certificateHash })

    expect(bytes).toHaveLength(145)
    expect(toHex(await sha256(bytes))).toBe(
      '5ebdf2711ed04d8f9354d85ec99b0a4359aa51336ef3d1b2d033482a404e23ba',
    )
  })

  test('a step-up with a transaction, in a popup of another origin', async () => {
    const challenge: Challenge = {
      nonce: upwards.toReversed(),
      purpose: 'step-up',
      origin: 'https://sp.example:8443',
      context: await sha256(new TextEncoder().encode('pay 100')),
    }

    const bytes = signedBytes({
      challenge,
      ceremonyOrigin: 'https://vault.example',
      certificateHash,
    })

    expect(bytes).toHaveLength(187)
    expect(toHex(await sha256(bytes))).toBe(
      '36560ef5f64a2cff17f93c70e029be73c577e71d8ede749b9330e5250938f62a',
    )
  })

  test('the card gets their digest as a DigestInfo of 51 bytes, bound to the certificate', async () => {
    const certificate = new TextEncoder().encode('certificate')

    const info = await digestInfo(certificate, login, login.origin)

    expect(toHex(info)).toBe(
      '3031300d060960864801650304020105000420' +
        '5ebdf2711ed04d8f9354d85ec99b0a4359aa51336ef3d1b2d033482a404e23ba',
    )
  })

  test.each([
    ['a short nonce', { ...login, nonce: hex('00') }],
    ['a context of another size', { ...login, context: hex('00') }],
    ['an origin with a path', { ...login, origin: 'https://sp.example/' }],
  ])('%s is not signed', (_, challenge) => {
    expect(() => signedBytes({ challenge, ceremonyOrigin: login.origin, certificateHash })).toThrow(
      MalformedBytes,
    )
  })
})

test.each([
  ['https://sp.example', true],
  ['https://sp.example:8443', true],
  ['http://localhost:8080', true],
  ['http://127.0.0.1', true],
  ['https://xn--eckwd4c7cu47r2wf.example', true],
  ['https://sp.example/', false],
  ['https://sp.example:443', false],
  ['https://SP.example', false],
  ['https://例え.example', false],
  ['http://sp.example', false],
  ['http://localhost.sp.example', false],
  ['https://user@sp.example', false],
  ['null', false],
  ['', false],
  ['file://', false],
])('%j is an origin: %s', (text, expected) => {
  expect(isOrigin(text)).toBe(expected)
})

describe('a challenge on its way to the browser', () => {
  test('says the same after it', () => {
    const travelled = JSON.parse(JSON.stringify(writeChallenge(login))) as unknown

    expect(readChallenge(travelled)).toEqual(login)
  })

  const good = writeChallenge(login)
  test.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'challenge'],
    ['a list', []],
    ['a member too many', { ...good, exp: 1 }],
    ['a member too few', { nonce: good.nonce, purpose: 'login', origin: good.origin }],
    ['a number for a text', { ...good, nonce: 1 }],
    ['an unknown purpose', { ...good, purpose: 'sign' }],
    ['padding in the nonce', { ...good, nonce: `${good.nonce}=` }],
    ['a nonce of 31 bytes', { ...good, nonce: good.nonce.slice(0, 42) }],
    ['http', { ...good, origin: 'http://sp.example' }],
  ])('%s is refused', (_, json) => {
    expect(() => readChallenge(json)).toThrow(MalformedBytes)
  })
})

describe('a token', () => {
  const token = { unverifiedCertificate: hex('3000'), signature: hex('aabb') }
  const text = writeToken(token)

  test('says the same after it was written and read', () => {
    expect(text).toBe(
      '{"format":"jpki-auth:1","alg":"RS256","certificate":"MAA","signature":"qrs"}',
    )
    expect(readToken(text)).toEqual(token)
    const named = { ...token, client: '@myna/elements/0.1.0' }
    expect(readToken(writeToken(named))).toEqual(named)
  })

  test('may be spaced and escaped as JSON may', () => {
    expect(readToken(` ${text.replace(',', ' ,\n\t').replace('alg', '\\u0061lg')} `)).toEqual(token)
  })

  test.each([
    ['nothing', ''],
    ['not JSON', '{'],
    ['a list', '[]'],
    ['an empty object', '{}'],
    ['a name twice', text.replace('{', '{"alg":"RS256",')],
    ['a name twice in disguise', text.replace('{', '{"\\u0061lg":"RS256",')],
    ['a member too many', text.replace('{', '{"nonce":"AA",')],
    ['a value that is no text', text.replace('"RS256"', '256')],
    ['a value that is an object', text.replace('"RS256"', '{}')],
    ['a missing member', text.replace('"alg":"RS256",', '')],
    ['another format', text.replace('auth:1', 'auth:2')],
    ['another algorithm', text.replace('RS256', 'none')],
    ['plain base64', text.replace('"MAA"', '"MAA="')],
    ['stray bits', text.replace('"MAA"', '"MAB"')],
    ['text after it', `${text}x`],
    ['a comma after the last member', text.replace('}', ',}')],
    ['an unclosed object', text.replace('}', '')],
    ['a client that is a sentence', text.replace('}', ',"client":"hello world/1.0.0"}')],
    ['a client that is long', text.replace('}', `,"client":"${'a'.repeat(60)}/1.0.0"}`)],
    ['a prototype', text.replace('{', '{"__proto__":"x",')],
    ['too many bytes, in few characters', text.replace('"MAA"', `"${'漢'.repeat(3000)}"`)],
  ])('%s is refused', (_, bad) => {
    expect(() => readToken(bad)).toThrow(MalformedBytes)
  })

  test('whatever text comes, it is a token that writes the same members, or MalformedBytes', () => {
    const piece = fc.constantFrom('{', '}', '"', ':', ',', 'alg', '"alg"', ' ', '\\', text, 'MAA')
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 12 }),
        (parts) => {
          try {
            const read = readToken(parts.join(''))
            expect(readToken(writeToken(read))).toEqual(read)
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedBytes)
          }
        },
      ),
      { numRuns: 3000 },
    )
  })
})
