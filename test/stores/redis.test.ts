import { challengesIn, loginVerifier } from '@myna/verifier'
import { redisOnceStore } from '@myna/verifier/redis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { siteOptions, tokenFor } from '../verifier/world'
import { redisClient } from './clients'
import { onceStoreTests } from './once-contract'
import { pause, redisServer, type TestServer } from './servers'

let server: TestServer
let here: Awaited<ReturnType<typeof redisClient>>
let there: Awaited<ReturnType<typeof redisClient>>

beforeAll(async () => {
  server = await redisServer()
  here = await redisClient(server.port)
  there = await redisClient(server.port)
})
afterAll(async () => {
  here.client.destroy()
  there.client.destroy()
  await server.remove()
})

onceStoreTests('Redis', {
  servers: () => [redisOnceStore(here.send), redisOnceStore(there.send)],
  pass: pause,
})

test('what waits in Redis has an end, also if nobody comes for it', async () => {
  const store = redisOnceStore(here.send, { prefix: 'end:' })
  await store.put('text', 'text', 5000)
  await store.mark('mark', 5000)
  for (const key of await here.client.keys('end:*'))
    expect(await here.client.pTTL(key)).toBeGreaterThan(4000)
  expect(await here.client.keys('end:*')).toHaveLength(2)
})

describe('a login whose challenges wait in Redis', () => {
  const verifier = async ({ send } = here) =>
    loginVerifier({ ...(await siteOptions()), challenges: challengesIn(redisOnceStore(send)) })

  test('is asked by one server and believed by another, once', async () => {
    const [one, two] = [await verifier(here), await verifier(there)]
    const token = await tokenFor(await one.challenge('session-a', 'login'))

    const outcomes = await Promise.allSettled([
      one.verify('session-a', token),
      two.verify('session-a', token),
    ])

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const lost = outcomes.find((outcome) => outcome.status === 'rejected')
    expect(lost).toMatchObject({ reason: { code: 'challenge-missing' } })
  })

  test('is refused while Redis is away, and works again by itself when it is back', async () => {
    const site = await verifier()
    const token = await tokenFor(await site.challenge('session-b', 'login'))
    await server.kill()

    const unavailable = { code: 'store-unavailable', told: 'checking-unavailable' }
    await expect(site.verify('session-b', token)).rejects.toMatchObject(unavailable)
    await expect(site.challenge('session-b', 'login')).rejects.toMatchObject(unavailable)

    await server.start()
    await until(() => here.client.isReady)
    // the old challenge is gone with Redis's memory: refused, never believed twice
    await expect(site.verify('session-b', token)).rejects.toMatchObject({
      code: 'challenge-missing',
    })
    const again = await tokenFor(await site.challenge('session-b', 'login'))
    await site.verify('session-b', again)
  })

  test('is refused, not left waiting, when Redis neither answers nor refuses', async () => {
    const site = await verifier()
    server.freeze()
    try {
      await expect(site.challenge('session-c', 'login')).rejects.toMatchObject({
        code: 'store-unavailable',
      })
    } finally {
      server.thaw()
    }
    await site.challenge('session-c', 'login')
  }, 20_000)
})

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo() && tries < 200; tries++) await pause(50)
  expect(isSo()).toBe(true)
}
