import { loginVerifier, type ChallengeStore } from '@myna/verifier'
import { describe, expect, test } from 'vitest'
import { ORIGIN, siteOptions } from './world'

describe('a store of challenges that is not right', () => {
  test.each([undefined, null, Number.NaN, Number.POSITIVE_INFINITY, '1795489200000', 1.5])(
    'a challenge that was made at %s is not one that never grows old',
    async (issuedAt) => {
      const context = ''
      const stored = { nonce: 'AA', purpose: 'login', origin: ORIGIN, context, issuedAt } as never
      const challenges = { put: async () => {}, take: async () => stored }
      const verifier = await loginVerifier({ ...(await siteOptions()), challenges })
      await expect(verifier.verify('s', '{}')).rejects.toMatchObject({
        code: 'store-unavailable',
        message: expect.stringContaining('when the challenge was made'),
      })
    },
  )

  test('a store that says null for nothing, and one that throws at once', async () => {
    const empty = { put: async () => {}, take: async () => null } as never
    const fails = () => {
      throw new Error('not connected')
    }
    const options = await siteOptions()
    const asked = async (challenges: ChallengeStore) =>
      (await loginVerifier({ ...options, challenges })).verify('s', '{}')
    await expect(asked(empty)).rejects.toMatchObject({ code: 'challenge-missing' })
    await expect(asked({ put: fails, take: fails })).rejects.toMatchObject({
      code: 'store-unavailable',
    })
  })
})
