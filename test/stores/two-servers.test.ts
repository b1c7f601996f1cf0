import { afterAll, beforeAll, expect, test } from 'vitest'
import { redisClient } from './clients'
import { loginServer, testHolder } from './login-servers'
import { manyLogins } from './logins'
import { pause, redisServer, type TestServer } from './servers'

let redis: TestServer
let holder: Awaited<ReturnType<typeof testHolder>>
beforeAll(async () => {
  redis = await redisServer()
  holder = await testHolder()
})
afterAll(() => redis.remove())

test('a server killed between "take" and answer lets nobody in twice, and loses no one for good', async () => {
  const settings = { redisPort: redis.port, anchor: holder.anchor }
  const [hanging, other] = await Promise.all([
    loginServer({ ...settings, hangs: true }),
    loginServer(settings),
  ])
  const { client } = await redisClient(redis.port)
  try {
    const { cookie, challenge } = await hanging.ask()
    const token = await holder.token(challenge)
    expect(await client.keys('myna:challenge:*')).toHaveLength(1)

    const lost = hanging.verify(token, cookie).catch(() => 'broken off')
    while ((await client.keys('myna:challenge:*')).length > 0) await pause(10)
    await hanging.kill()

    expect(await lost).toBe('broken off')
    expect(await other.verify(token, cookie)).toBe('challenge-used')
    expect(await client.keys('sessions:*')).toEqual([])
    const again = await other.ask()
    expect(await other.verify(await holder.token(again.challenge), again.cookie)).toBe('signed-in')
    expect(await client.keys('sessions:*')).toHaveLength(1)
  } finally {
    client.destroy()
    await Promise.all([hanging.kill(), other.kill()])
  }
})

test('200 logins at two servers, each token posted to both at once: 200 sessions', async () => {
  const { sessions, answers } = await manyLogins(200)
  expect(sessions).toBe(200)
  expect(answers).toEqual({ 'signed-in': 200, 'challenge-used': 200 })
})
