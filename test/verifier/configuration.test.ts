import { loginVerifier } from '@myna/verifier'
import { describe, expect, test } from 'vitest'
import { siteOptions } from './world'

describe('a verifier does not start', () => {
  const real = { mode: 'production' } as const
  test.each<[string, object, RegExp]>([
    ['in a mode nobody knows', { mode: 'prod' }, /^mode:/],
    ['with test anchors in production', { ...real, revocation: { check() {} } }, /test CA/],
    ['with a test checker in production', real, /^revocation:/],
    ['without a word on revocation', { revocation: undefined }, /^revocation:/],
    ['without anchors', { anchors: [] }, /^anchors:/],
    ['with bytes for an anchor', { anchors: [Uint8Array.of(1, 2, 3)] }, /^anchors\[0\]:/],
    ['with a path in its origin', { origin: 'https://sp.example/login' }, /^origin:/],
    ['on http', { origin: 'http://sp.example' }, /^origin:/],
    ['with a foreign ceremony origin form', { ceremonyOrigins: ['vault.example'] }, /^origin:/],
    ['without any ceremony origin', { ceremonyOrigins: [] }, /^ceremonyOrigins:/],
    ['with a short secret', { accountSecret: new Uint8Array(31) }, /^accountSecret:/],
    ['with a secret that is a text', { accountSecret: 'x'.repeat(40) }, /^accountSecret:/],
    ['with a life of six minutes', { lifetimeSeconds: 301 }, /^lifetimeSeconds:/],
    ['with no life', { lifetimeSeconds: 0 }, /^lifetimeSeconds:/],
    ['without a store', { challenges: {} }, /^challenges:/],
    ['with a fingerprint that is none', { trustAlso: ['sha256'] }, /^trustAlso:/],
  ])('%s', async (_, change, message) => {
    const options = { ...(await siteOptions()), ...change } as never
    await expect(loginVerifier(options)).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringMatching(message),
    })
  })
})
