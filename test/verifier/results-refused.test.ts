import { memoryOnceStore, remoteKeys, resultReceiver, type Jwks } from '@myna/verifier'
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  address,
  AUDIENCE,
  ISSUER,
  jwks,
  key,
  login,
  NONCE,
  platform,
  receiver,
} from './results-world'
import { testClock } from './world'

describe('our receiver refuses', () => {
  const now = Date.parse('2026-11-24T03:00:00Z') / 1000
  const claims = { iss: ISSUER, aud: AUDIENCE, nonce: NONCE, iat: now, exp: now + 300, ...login }

  /** A token made by jose, with whatever header and claims. */
  async function forged(change: object, header: object = {}, secretKey?: Uint8Array) {
    const { kid, publicJwk } = await key(jwks.ES256)
    const signing = secretKey ?? (await importJWK({ ...jwks.ES256 } as JWK, 'ES256'))
    const jws = await new SignJWT({ ...claims, ...change })
      .setProtectedHeader({ alg: 'ES256', kid, typ: 'myna-result+jwt', ...header })
      .sign(signing)
    return { jws, keys: { keys: [publicJwk] } }
  }

  test('jose’s own token with the right members is believed, so the refusals below mean something', async () => {
    const { jws, keys } = await forged({})
    await receiver(() => keys).verify(jws, NONCE)
  })

  test.each<[string, string, object, object?]>([
    ['another issuer', 'result-issuer', { iss: 'https://evil.example' }],
    ['another audience', 'result-audience', { aud: 'https://other.example' }],
    ['several audiences', 'result-audience', { aud: [AUDIENCE, 'https://other.example'] }],
    ['no audience', 'result-audience', { aud: undefined }],
    ['another nonce', 'result-nonce', { nonce: 'another-nonce-of-some-length' }],
    ['no nonce', 'result-nonce', { nonce: undefined }],
    ['a long life', 'result-period', { exp: now + 601 }],
    ['no end', 'result-malformed', { exp: undefined }],
    ['no beginning', 'result-malformed', { iat: undefined }],
    ['a beginning that is no number', 'result-malformed', { iat: `${now}` }],
    ['a member too many', 'result-malformed', { name: '花子' }],
    ['a login without a name', 'result-malformed', { sub: '' }],
    ['no result', 'result-malformed', { result: undefined }],
    ['an age in a login', 'result-malformed', { age_over_20: true }],
    ['another type', 'result-malformed', {}, { typ: 'JWT' }],
    ['a key in the header', 'result-malformed', {}, { jwk: { kty: 'oct', k: 'AA' } }],
    ['a key’s address in the header', 'result-malformed', {}, { jku: 'https://evil.example' }],
    ['an unknown key', 'result-key', {}, { kid: 'another' }],
    ['no key name', 'result-malformed', {}, { kid: undefined }],
  ])('%s: %s', async (_, code, change, header) => {
    const { jws, keys } = await forged(change, header)
    await expect(receiver(() => keys).verify(jws, NONCE)).rejects.toMatchObject({ code })
  })

  const parts = (jws: string) => jws.split('.') as [string, string, string]
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  test('"none", and the public key as a shared secret: the algorithm is the key’s', async () => {
    const { jws, keys } = await forged({})
    const [, payload] = parts(jws)
    const { kid } = keys.keys[0]!
    const none = `${encode({ alg: 'none', kid, typ: 'myna-result+jwt' })}.${payload}.`
    await expect(receiver(() => keys).verify(none, NONCE)).rejects.toMatchObject({
      code: 'result-algorithm',
    })
    const shared = new TextEncoder().encode(JSON.stringify(keys.keys[0]))
    const { jws: hmac } = await forged({}, { alg: 'HS256' }, shared)
    await expect(receiver(() => keys).verify(hmac, NONCE)).rejects.toMatchObject({
      code: 'result-algorithm',
    })
  })

  test('another key under the same name', async () => {
    const { jws } = await forged({})
    const { publicJwk } = await key(jwks.other)
    const { kid } = await key(jwks.ES256)
    const keys = { keys: [{ ...publicJwk, kid }] }
    await expect(receiver(() => keys).verify(jws, NONCE)).rejects.toMatchObject({
      code: 'result-signature',
    })
    const twice = { keys: [...keys.keys, ...keys.keys] }
    await expect(receiver(() => twice).verify(jws, NONCE)).rejects.toMatchObject({
      code: 'result-key',
    })
  })

  test('any one character changed', async () => {
    const { jws, keys } = await forged({})
    const ours = receiver(() => keys)
    for (let at = 0; at < jws.length; at++) {
      const changed = jws.slice(0, at) + (jws[at] === 'A' ? 'B' : 'A') + jws.slice(at + 1)
      await expect(ours.verify(changed, NONCE), `character ${at}`).rejects.toMatchObject({
        name: 'Refusal',
      })
    }
    await ours.verify(jws, NONCE) // and none of it used the nonce up
  })

  test('a short RSA key, and a key for encryption', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 })
    const jwk = { ...(await exportJWK(publicKey)), alg: 'RS256', kid: 'rsa', use: 'sig' }
    const jws = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'rsa', typ: 'myna-result+jwt' })
      .sign(privateKey)
    const verify = (change: object) =>
      receiver(() => ({ keys: [{ ...jwk, ...change }] }) as unknown as Jwks).verify(jws, NONCE)
    await verify({})
    await expect(verify({ use: 'enc' })).rejects.toMatchObject({ code: 'result-key' })
    await expect(verify({ n: jwk.n!.slice(0, 171) })).rejects.toMatchObject({ code: 'result-key' })
  })

  test.each([
    '',
    '.',
    '..',
    '...',
    'a.b.c',
    'e30.e30.',
    'bnVsbA.e30.',
    'W10.e30.',
    'x'.repeat(5000),
  ])('%j', async (text) => {
    const { keys } = await forged({})
    const verified = receiver(() => keys).verify(text, NONCE)
    await expect(verified).rejects.toMatchObject({ code: 'result-malformed' })
  })
})

describe('an issuer’s keys, fetched', () => {
  const world = (answers: (() => Response | Promise<Response>)[]) => {
    const clock = testClock()
    let fetched = 0
    const fetch = async () => answers[Math.min(fetched++, answers.length - 1)]!()
    const keys = remoteKeys('https://platform.example/myna/jwks.json', { fetch, now: clock.now })
    return { keys, clock, count: () => fetched }
  }
  const named = (kid: string) => () => Response.json({ keys: [{ kid }] })
  const away = () => Promise.reject(new TypeError('fetch failed'))

  test('are kept for an hour, and looked up again for a new key at most once a minute', async () => {
    const { keys, clock, count } = world([named('a'), named('b'), named('c')])
    await Promise.all([keys(false), keys(false)])
    expect(count()).toBe(1)
    expect((await keys(true)).keys[0]!.kid).toBe('a')
    clock.advance(60_000)
    expect((await keys(true)).keys[0]!.kid).toBe('b')
    expect((await keys(true)).keys[0]!.kid).toBe('b')
    clock.advance(3_600_000)
    expect((await keys(false)).keys[0]!.kid).toBe('c')
  })

  test('stay while the issuer is away, but not for ever', async () => {
    const { keys, clock } = world([named('a'), away])
    await keys(false)
    clock.advance(60_000)
    expect((await keys(true)).keys[0]!.kid).toBe('a')
    clock.advance(3_600_000)
    await expect(keys(false)).rejects.toThrow('fetch failed')
  })

  test.each([
    ['an error page', () => new Response('{"keys":[]}', { status: 500 })],
    ['no JSON', () => new Response('<html>')],
    ['no keys', () => Response.json({})],
    ['endless keys', () => new Response(`{"keys":[],"x":"${'x'.repeat(70_000)}"}`)],
  ])('%s is no answer, and the receiver says so', async (_, answer) => {
    const { keys } = world([answer])
    const ours = resultReceiver({
      issuer: ISSUER,
      audience: AUDIENCE,
      keys,
      once: memoryOnceStore(),
      now: testClock().now,
    })
    const verified = ours.verify(await (await platform()).sign(login, address), NONCE)
    await expect(verified).rejects.toMatchObject({
      code: 'result-keys-unavailable',
      told: 'checking-unavailable',
    })
  })
})
