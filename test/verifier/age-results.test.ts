// An age that another party asked for: signed by the server, for them and for their question. The one who
// reads it is jose, which nobody here wrote, and then our own receiver.
import { ageBySigning, httpAgeServer } from '@myna/elements'
import { ageResultOf, type CheckedAge } from '@myna/verifier'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { ageSite, check, signedProof, verifierFor } from './age-world'
import { address, AUDIENCE, ISSUER, NONCE, platform, receiver } from './results-world'
import { ORIGIN, testClock } from './world'

interface Answer {
  readonly age: object
  readonly result?: string
}

describe('an answer that another party asked for', () => {
  test('comes beside the answer as a JWS that jose believes, with no date of birth in it', async () => {
    const results = await platform()
    const { post } = await ageSite({ results, ageResultFor: async () => address })
    const challenge = await post('challenge', '{"purpose":"age"}')
    const { body } = await post('verify-age', await signedProof(challenge.body))
    const { age, result } = body as Answer

    const { payload } = await jwtVerify(
      result!,
      createLocalJWKSet({ keys: [...results.jwks().keys] }),
      {
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: 'myna-result+jwt',
        currentDate: testClock().now(),
        maxTokenAge: 600,
      },
    )
    const { iat, exp, ...claims } = payload
    expect(exp! - iat!).toBeLessThanOrEqual(600)
    expect(claims).toEqual({ iss: ISSUER, aud: AUDIENCE, nonce: NONCE, result: 'age', ...age })
    expect(claims).toMatchObject({ age_over_20: true, evidence: 'jpki-sign', assurance: 'high' })

    const believed = await receiver(results.jwks).verify(result!, NONCE)
    expect(believed.content).toEqual({ result: 'age', ...age })
  })

  test('is not signed where nobody asked', async () => {
    const { post } = await ageSite({
      results: await platform(),
      ageResultFor: async () => undefined,
    })
    const challenge = await post('challenge', '{"purpose":"age"}')
    const { body } = await post('verify-age', await signedProof(challenge.body))
    expect(Object.keys(body as Answer)).toEqual(['age'])
  })

  test('is for the site to hand on, where it wants to', async () => {
    const seen: CheckedAge[] = []
    const { post } = await ageSite({
      results: await platform(),
      ageResultFor: async () => address,
      ageChecked(age) {
        seen.push(age)
        return Response.json({ goOn: true })
      },
    })
    const challenge = await post('challenge', '{"purpose":"age"}')
    const { body } = await post('verify-age', await signedProof(challenge.body))
    expect(body).toEqual({ goOn: true })
    expect(seen[0]).toMatchObject({
      result: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      checks: { signature: 'good' },
    })
  })

  test('of the browser’s own word says so, and one that knows nothing is no result', async () => {
    const results = await platform()
    const { post } = await ageSite({ results, ageResultFor: async () => address })
    const said = async (answer: string) => {
      await post('challenge', '{"purpose":"age"}')
      const proof = { format: 'self-asserted-age:1', evidence: 'ocr', age_over_20: answer }
      return (await post('verify-age', JSON.stringify(proof))).body as Answer
    }
    const yes = await said('yes')
    const { content } = await receiver(results.jwks).verify(yes.result!, NONCE)
    expect(content).toMatchObject({ age_over_20: true, selfAsserted: true, assurance: 'lowest' })
    const unknown = await said('unknown')
    expect(unknown.result).toBeUndefined()
    expect(unknown.age).toEqual({
      evidence: 'ocr',
      assurance: 'lowest',
      selfAsserted: true,
      checkedOn: '2026-11-24',
    })
  })

  test('reaches the page’s program through the element’s own client', async () => {
    const results = await platform()
    const { post } = await ageSite({ results, ageResultFor: async () => address })
    const server = httpAgeServer({
      challengeUrl: `${ORIGIN}/myna/challenge`,
      verifyUrl: `${ORIGIN}/myna/verify-age`,
      fetch: async (url, init) => {
        const step = String(url).split('/').at(-1)!
        const { status, body } = await post(step, String(init!.body))
        return Response.json(body, { status })
      },
    })
    const outcome = await ageBySigning(await check('hanako', server))
    const { result } = (outcome as { readonly result: { readonly result?: string } }).result
    await expect(receiver(results.jwks).verify(result!, NONCE)).resolves.toMatchObject({
      content: { age_over_20: true },
    })
  })

  test('needs keys that sign, or the site does not start', async () => {
    await expect(ageSite({ ageResultFor: async () => address })).rejects.toThrow(/^ageResultFor: /)
  })
})

test('an answer as a result: any age, and nothing for nothing', async () => {
  const verifier = await verifierFor({ ages: [65] })
  const { answer } = await verifier.verify('s', await signedProof(await verifier.challenge('s')))
  expect(ageResultOf(answer)).toEqual({ result: 'age', ...answer })
  expect(answer).toMatchObject({ age_over_65: false })
})
