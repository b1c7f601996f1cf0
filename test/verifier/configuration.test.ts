import { loginVerifier } from '@myna/verifier'
import { describe, expect, test } from 'vitest'
import { siteOptions } from './world'

describe('a verifier does not start', () => {
  const real = { role: 'accredited' } as const
  const realChecker = { role: 'accredited', check() {} }
  test.each<[string, object, RegExp]>([
    ['without a role', { role: undefined }, /^role:/],
    ['in a role nobody knows', { role: 'production' }, /^role:/],
    ['in a role that is a word of JavaScript', { role: 'toString' }, /^role:/],
    ['with test anchors in production', { ...real, revocation: realChecker }, /test CA/],
    ['with a test checker in production', real, /^revocation: must be for role 'accredited'/],
    ['with a real checker in test', { revocation: realChecker }, /^revocation: .*'test'/],
    [
      'as an SP that asks J-LIS itself',
      { role: 'viaPlatform', revocation: realChecker },
      /^revocation: .*platformChecker/,
    ],
    ['with a checker made for nobody', { revocation: { check() {} } }, /^revocation:/],
    ['with a policy that is a word', { policiesAlso: { phone: 'mobile' } }, /^policiesAlso:/],
    ['with a test policy of its own', { policiesAlso: { '1.2.3': 'test' } }, /^policiesAlso:/],
    [
      'with another meaning for a policy we know',
      { policiesAlso: { '1.2.392.200149.8.5.1.1.20': 'card' } },
      /^policiesAlso:/,
    ],
    ['without a word on revocation', { revocation: undefined }, /^revocation:/],
    ['without anchors', { anchors: [] }, /^anchors:/],
    ['with one anchor that is no list', { anchors: Uint8Array.of(0x30, 0x00) }, /^anchors: a list/],
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
