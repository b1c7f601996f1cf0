// Results between parties. The receiver is jose first, which nobody here wrote, then ours.
import { readResultKey, resultSigner, type Result } from '@myna/verifier'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  address,
  age,
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

describe('jose believes our results', () => {
  test.each(['ES256', 'RS256'] as const)('signed with %s', async (alg) => {
    const clock = testClock()
    const signer = await platform({ keys: [await key(jwks[alg])] }, clock)

    const { payload, protectedHeader } = await jwtVerify(
      await signer.sign(age, address),
      createLocalJWKSet({ keys: [...signer.jwks().keys] }),
      {
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: 'myna-result+jwt',
        algorithms: [alg],
        currentDate: clock.now(),
        maxTokenAge: 600,
        requiredClaims: ['nonce', 'iat', 'exp'],
      },
    )

    const iat = clock.now().getTime() / 1000
    expect(payload).toEqual({
      iss: ISSUER,
      aud: AUDIENCE,
      nonce: NONCE,
      iat,
      exp: iat + 300,
      ...age,
    })
    expect(protectedHeader.kid).toBe(signer.jwks().keys[0]!.kid)
  })

  test('what is published holds nothing secret', async () => {
    const keys = [await key(jwks.ES256), await key(jwks.RS256)]
    const published = resultSigner({ issuer: ISSUER, keys }).jwks()
    expect(published.keys.map((jwk) => Object.keys(jwk).toSorted())).toEqual([
      ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ])
    expect(JSON.stringify(keys)).not.toContain(jwks.ES256.d)
    expect(keys[0]!.privateKey.extractable).toBe(false)
  })
})

describe('our receiver believes', () => {
  test.each<[string, Result]>([
    ['a login', login],
    ['an age', age],
    ['a "no"', { ...age, age_over_20: false, age_over_18: true }],
    [
      'what the person’s browser read, and says so',
      { ...age, evidence: 'ocr', assurance: 'lowest', selfAsserted: true },
    ],
  ])('%s', async (_, content) => {
    const signer = await platform()
    const believed = await receiver(signer.jwks).verify(await signer.sign(content, address), NONCE)
    expect(believed).toEqual({
      issuer: ISSUER,
      audience: AUDIENCE,
      issuedAt: new Date('2026-11-24T03:00:00Z'),
      expires: new Date('2026-11-24T03:05:00Z'),
      content,
    })
  })

  test('a result once, also when it comes twice at the same moment', async () => {
    const signer = await platform()
    const ours = receiver(signer.jwks)
    const jws = await signer.sign(login, address)
    const outcomes = await Promise.allSettled([ours.verify(jws, NONCE), ours.verify(jws, NONCE)])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(ours.verify(jws, NONCE)).rejects.toMatchObject({
      code: 'result-used',
      told: 'challenge-used',
    })
  })

  test('the old key and the new one, while keys change', async () => {
    const [old, next] = [await key(jwks.ES256), await key(jwks.RS256)]
    const before = await (await platform({ keys: [old, next] })).sign(login, address)
    const after = await platform({ keys: [next, old] })
    const second = { ...address, nonce: `${NONCE}-2` }

    const ours = receiver(after.jwks)
    await ours.verify(before, NONCE)
    await ours.verify(await after.sign(login, second), second.nonce)

    const gone = receiver((await platform({ keys: [next] })).jwks)
    await expect(gone.verify(before, NONCE)).rejects.toMatchObject({ code: 'result-key' })
  })

  test.each([
    [299, 'believed'],
    [300, 'result-expired'],
    [-60, 'believed'],
    [-61, 'result-period'],
  ])('%i seconds after it was made: %s', async (seconds, outcome) => {
    const clock = testClock()
    const signer = await platform({}, clock)
    const jws = await signer.sign(login, address)
    clock.advance(seconds * 1000)
    const verified = receiver(signer.jwks, clock).verify(jws, NONCE)
    expect(
      await verified.then(
        () => 'believed',
        ({ code }) => code,
      ),
    ).toBe(outcome)
  })
})

describe('a signer', () => {
  test.each<[string, object]>([
    ['a self-asserted age passed off as checked', { ...age, evidence: 'ocr' }],
    ['an assurance that its evidence has not', { ...age, assurance: 'low' }],
    ['an age nobody knows', { ...age, age_over_20: undefined }],
    ['20 but not 18', { ...age, age_over_18: false }],
    ['more than was asked', { ...age, birthdate: '2000-01-01' }],
    ['a login for nobody', { ...login, sub: '' }],
  ])('does not sign %s', async (_, content) => {
    const signer = await platform()
    await expect(signer.sign(content as Result, address)).rejects.toThrow(TypeError)
  })

  test('does not sign for nobody, or an answer to nothing', async () => {
    const signer = await platform()
    await expect(signer.sign(login, { ...address, audience: '' })).rejects.toThrow(TypeError)
    await expect(signer.sign(login, { ...address, nonce: 'short' })).rejects.toThrow(TypeError)
  })

  test('does not start without keys, with a key twice, or with results that live too long', async () => {
    const mine = await key(jwks.ES256)
    for (const change of [{ keys: [] }, { keys: [mine, mine] }, { lifetimeSeconds: 601 }])
      await expect(platform(change)).rejects.toMatchObject({ name: 'ConfigurationError' })
  })

  test.each([
    ['no algorithm', () => ({ ...jwks.ES256, alg: undefined })],
    ['a shared secret', () => ({ kty: 'oct', k: 'AAAA', alg: 'HS256' })],
    ['no private part', () => ({ ...jwks.ES256, d: undefined })],
  ])('does not take a key with %s', async (_, jwk) => {
    await expect(readResultKey({ ...jwk() })).rejects.toMatchObject({ name: 'ConfigurationError' })
  })
})
