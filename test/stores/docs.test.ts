// The code of docs/server.md for several servers, to the letter, on a real Redis and PostgreSQL.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { docsFolder, runCode, saidBy, writeCode } from '../verifier/docs-code'
import { postgresServer, redisServer, type TestServer } from './servers'

let redis: TestServer
let postgres: TestServer
const folder = docsFolder()
beforeAll(async () => {
  redis = await redisServer()
  postgres = await postgresServer()
})
afterAll(async () => {
  await redis.remove()
  await postgres.remove()
  rmSync(folder, { recursive: true, force: true })
})

test('the stores of the page keep challenges, accounts and fees between two processes', async () => {
  for (const name of ['stores.mjs, at scale', 'members.mjs', 'fees.mjs']) writeCode(folder, name)
  const file = join(folder, 'one.mjs')
  writeFileSync(
    file,
    `import { challenges, close } from './stores.mjs'
     import { members } from './members.mjs'
     import { bill, counted, stop } from './fees.mjs'
     import { staticChecker } from '@myna/verifier'
     const before = await challenges.take('session')
     await challenges.put('session', { nonce: 'from one process' }, 10000)
     const { accounts, arrived } = await members(new Uint8Array(32).fill(1))
     const certificate = { kind: 'card', use: 'auth', serial: Uint8Array.of(1), notAfter: new Date() }
     const { at } = await accounts.arrive(certificate)
     await arrived(await accounts.arrive(certificate))
     const question = { kind: 'authentication', serial: Uint8Array.of(1), purpose: 'login', at: new Date() }
     await counted(staticChecker([])).check(question)
     await stop()
     const [, line] = (await bill('2000-01', '2999-12')).split('\\r\\n')
     console.log(JSON.stringify({ before, at, count: line.split(',')[3] }))
     await close()`,
  )
  const env = {
    REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    DATABASE_URL: `postgres://myna@127.0.0.1:${postgres.port}/postgres`,
  }
  const run = async () => JSON.parse((await saidBy(runCode(file, env))).split('\n').at(-2)!)

  expect(await run()).toEqual({ at: 'unknown', count: '1' })
  expect(await run()).toEqual({
    before: { nonce: 'from one process' },
    at: 'known',
    count: '2',
  })
})
