// Why this exists: docs/server.md promises lines that work. Here they are run, to the letter.
import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort, pause } from '../stores/servers'
import { root } from '../house/sources'
import { docsFolder, runCode, saidBy, writeCode } from './docs-code'
import { tokenFor } from './world'

const frameworks = ['hono.mjs', 'express.mjs', 'fastify.mjs', 'node.mjs'] as const
const running: { name: string; folder: string; port: number; child: ChildProcess }[] = []

beforeAll(async () => {
  for (const name of frameworks) {
    const folder = docsFolder()
    const port = await freePort()
    writeCode(folder, 'login.mjs', port)
    running.push({ name, folder, port, child: runCode(writeCode(folder, name, port)) })
  }
  for (const { port, child } of running) {
    while (!(await fetch(`http://localhost:${port}/`).catch(() => undefined))) {
      if (child.exitCode !== null) throw new Error(`a server of the page ended: ${child.exitCode}`)
      await pause(50)
    }
  }
}, 120_000)

afterAll(() => {
  for (const { child, folder } of running) {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
})

const site = (name: string) => {
  const { port } = running.find((one) => one.name === name)!
  const origin = `http://localhost:${port}`
  const headers = { origin, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
  const post = (step: string, body: BodyInit, more: object = {}) =>
    fetch(`${origin}/myna/${step}`, { method: 'POST', body, headers: { ...headers, ...more } })
  const ask = async () => {
    const response = await post('challenge', '{"purpose":"login"}')
    const cookie = response.headers.getSetCookie()[0]!.split(';')[0]!
    return { cookie, challenge: await response.json() }
  }
  return { port, origin, headers, post, ask }
}

describe.each(frameworks)('the lines of %s', (name) => {
  test('sign a person in, and leave the rest of the site alone', async () => {
    const { origin, post, ask } = site(name)
    const { cookie, challenge } = await ask()
    // made now: the page's server believes cards that are good today
    const response = await post('verify', await tokenNow(challenge, origin), { cookie })

    expect(await response.json()).toEqual({ welcome: expect.stringMatching(/^[\w-]{43}$/) })
    expect(response.headers.getSetCookie()).toHaveLength(1)
    expect(await (await fetch(origin)).text()).toBe('サイトの残り')
  })

  test('carry several cookies, and refusals', async () => {
    const { post } = site(name)
    const response = await post('sign-out', '{}')
    expect(response.headers.getSetCookie()).toHaveLength(2)
    expect((await post('verify', '{}', { origin: 'https://evil.example' })).status).toBe(403)
    expect((await post('verify', ' '.repeat(9000))).status).toBe(413)
  })

  test('go on after a body that is far too long, and after one that breaks off', async () => {
    const { origin, headers, port, ask } = site(name)
    const flood = httpRequest(`${origin}/myna/verify`, { method: 'POST', headers })
    flood.on('error', () => {}) // the server may hang up
    const answered = once(flood, 'response').then(([response]) => response.statusCode)
    for (let count = 0; count < 20 && !flood.destroyed; count++) flood.write(' '.repeat(65_536))
    expect(await answered).toBe(413)
    flood.destroy()

    const broken = connect(port, 'localhost')
    await once(broken, 'connect')
    const lines = ['POST /myna/verify HTTP/1.1', 'host: x', `origin: ${origin}`]
    lines.push('content-type: application/json', 'content-length: 100', '', '{"format":')
    broken.write(lines.join('\r\n'))
    await pause(50)
    broken.destroy()

    expect((await ask()).challenge).toMatchObject({ purpose: 'login' })
  })
})

test('behind Express’s own body parser it works, too', async () => {
  const folder = docsFolder()
  const port = await freePort()
  writeCode(folder, 'login.mjs', port)
  const code = `import { nodeHandler } from '@myna/verifier/node'
    import express from 'express'
    import { myna, origin } from './login.mjs'
    const app = express()
    app.use(express.json())
    const router = express.Router()
    router.use(nodeHandler(myna, { origin }))
    app.use('/myna', router)
    app.listen(${port}, 'localhost', () => console.log('ready'))`
  writeFileSync(join(folder, 'behind.mjs'), code)
  const child = runCode(join(folder, 'behind.mjs'))
  running.push({ name: 'behind', folder, port, child })
  await once(child.stdout!, 'data')

  const { origin, post, ask } = site('behind')
  const { cookie, challenge } = await ask()
  const response = await post('verify', await tokenNow(challenge, origin), { cookie })
  expect(response.status).toBe(200)
}, 30_000)

test('the other code of the page runs: stores, accounts, fees, results', async () => {
  const folder = docsFolder()
  const port = await freePort()
  for (const name of ['stores.mjs', 'members.mjs', 'fees.mjs', 'results.mjs'])
    writeCode(folder, name, port)
  const data = JSON.stringify(join(folder, 'data'))
  writeFileSync(
    join(folder, 'all.mjs'),
    `import { challenges, close } from './stores.mjs'
     import { members } from './members.mjs'
     import { bill, counted, stop } from './fees.mjs'
     import { staticChecker } from '@myna/verifier'
     import './results.mjs'
     const { accounts, arrived } = await members(new Uint8Array(32).fill(1))
     const certificate = { kind: 'card', use: 'auth', serial: Uint8Array.of(1), notAfter: new Date() }
     const first = await (await arrived(await accounts.arrive(certificate))).json()
     const again = await (await arrived(await accounts.arrive(certificate))).json()
     console.log('same', first.welcome === again.welcome)
     const question = { kind: 'authentication', serial: Uint8Array.of(1), purpose: 'login', at: new Date() }
     console.log((await counted(staticChecker([])).check(question)).status)
     await stop()
     console.log((await bill('2000-01', '2999-12')).split('\\r\\n').length)
     await challenges.put('session', {}, 1000)
     await close()`,
  )
  const stores = writeCode(folder, 'stores.mjs')
  writeFileSync(stores, readFileSync(stores, 'utf8').replace("'./myna-data'", data))

  const said = await saidBy(runCode(join(folder, 'all.mjs')))

  rmSync(folder, { recursive: true, force: true })
  expect(said.split('\n')).toEqual([
    '1200000 円 · yen []',
    'pairwise-id',
    'same true',
    'good',
    '3',
    '',
  ])
}, 60_000)

const tokenNow = (challenge: Parameters<typeof tokenFor>[0], origin: string) =>
  tokenFor(challenge, { origin, issued: { now: new Date() } })

test('the lines about a transaction bind the signature to it, and to the member who asked', async () => {
  const folder = docsFolder()
  try {
    writeCode(folder, 'login.mjs')
    writeCode(folder, 'step-up.mjs')
    writeFileSync(
      join(folder, 'your-site.mjs'),
      `import { loginHandler, memoryChallengeStore, staticChecker } from '@myna/verifier'
       import { testAnchors } from '@myna/virtual'
       export { origin } from './login.mjs'
       export const session = {}
       export const sessionOf = () => session
       export const login = {
         role: 'test',
         origin: 'http://localhost:3000',
         anchors: (await testAnchors({ now: new Date() })).authentication,
         revocation: staticChecker([]),
         challenges: memoryChallengeStore(),
         accountSecret: new Uint8Array(32).fill(1),
       }`,
    )
    writeFileSync(
      join(folder, 'all.mjs'),
      `import { transactionContext } from '@myna/verifier'
       import { tokenFor } from '${join(root, 'test/verifier/world')}'
       import { myna } from './step-up.mjs'
       import { origin, session } from './your-site.mjs'
       let cookie = ''
       const post = async (step, body) => {
         const headers = { origin, cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
         const response = await myna(new Request(origin + '/myna/' + step, { method: 'POST', headers, body }))
         cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
         return response
       }
       const sign = async (purpose, meanwhile = () => {}) => {
         const challenge = await (await post('challenge', JSON.stringify({ purpose }))).json()
         const token = await tokenFor(challenge, { origin, issued: { now: new Date() } })
         meanwhile()
         return { challenge, response: await post('verify', token) }
       }
       const { response } = await sign('login')
       session.accountKey = (await response.json()).welcome
       session.waiting = 'pay 100'
       const paid = await sign('step-up')
       const due = Buffer.from(await transactionContext('pay 100')).toString('base64url')
       console.log(paid.challenge.context === due, JSON.stringify(await paid.response.json()))
       console.log(session.waiting, (await sign('step-up')).response.status) // nothing waits any more
       session.waiting = 'pay 100'
       console.log((await sign('step-up', () => (session.waiting = 'pay 999'))).response.status)
       session.accountKey = 'somebody else'
       console.log((await sign('step-up')).response.status)`,
    )
    expect(await saidBy(runCode(join(folder, 'all.mjs')))).toBe(
      'true {"done":"pay 100"}\nundefined 403\n403\n403\n',
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 60_000)

test('the lines about ages make a challenge', async () => {
  const folder = docsFolder()
  try {
    expect(await saidBy(runCode(writeCode(folder, 'age.mjs')))).toContain('[ 20 ]')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 60_000)
