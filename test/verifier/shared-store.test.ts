// Why this exists: a platform's sites may share one store of challenges and one origin that talks to the
// card. What one of them asked is no question of another: else whoever runs one could sign in at the rest.
import { loginVerifier, memoryChallengeStore } from '@myna/verifier'
import { expect, test } from 'vitest'
import { codeOf, signedProof, verifierFor } from './age-world'
import { siteOptions, testClock, tokenFor } from './world'

const VAULT = 'https://vault.example'
const EVIL = 'https://evil.example'

test('a login is good where it was asked, and at no other site with its session', async () => {
  const shared = { ...(await siteOptions(testClock())), ceremonyOrigins: [VAULT] }
  const [asking, other] = await Promise.all([
    loginVerifier({ ...shared, origin: EVIL }),
    loginVerifier(shared),
  ])
  const answer = async () =>
    tokenFor(await asking.challenge('session-1', 'login'), { origin: VAULT })
  await expect(other.verify('session-1', await answer())).rejects.toMatchObject({
    code: 'challenge-missing',
  })
  await asking.verify('session-1', await answer())
})

test('so is an age', async () => {
  const challenges = memoryChallengeStore()
  const at = async (origin: string) => verifierFor({ challenges, origin, ceremonyOrigins: [VAULT] })
  const [asking, other] = [await at(EVIL), await at('https://sp.example')]
  const proof = async () => signedProof(await asking.challenge('s'), VAULT)
  expect(await codeOf(other.verify('s', await proof()))).toBe('challenge-missing')
  expect(await codeOf(asking.verify('s', await proof()))).toBe('believed')
})
