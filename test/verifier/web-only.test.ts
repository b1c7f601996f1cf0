// Why this exists: the verifier promises to run on Node, Deno, Bun and workerd without change. Those
// have the web's own names in common; here the built verifier runs with these and with nothing else.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build, type Rolldown } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../house/sources'
import { docsFolder } from './docs-code'
import { ORIGIN, siteOptions, tokenFor } from './world'

type Verifier = typeof import('@myna/verifier') & typeof import('@myna/verifier/redis')

/** What all four have (WinterTC's minimum common API), as far as it is used. */
const names = [
  'AbortController',
  'AbortSignal',
  'DOMException',
  'Headers',
  'ReadableStream',
  'Request',
  'Response',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'atob',
  'btoa',
  'clearTimeout',
  'crypto',
  'setTimeout',
] as const

let folder: string
let verifier: Verifier

beforeAll(async () => {
  folder = mkdtempSync(join(docsFolder(), 'web-'))
  const entry = join(folder, 'entry.ts')
  const entries = ['', '/node', '/redis', '/sql'].map((name) => `@myna/verifier${name}`)
  writeFileSync(entry, entries.map((name) => `export * from '${name}'`).join('\n'))
  const [output] = (await build({
    root,
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['@myna/source', 'module'] },
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'verifier' } },
  })) as Rolldown.RolldownOutput[]
  const web = Object.fromEntries(names.map((name) => [name, globalThis[name]]))
  // bytes made inside and outside are the same kind of thing to the platform's own functions
  const context = createContext({ ...web, Uint8Array, Date, Error, TypeError })
  verifier = runInContext(`${output!.output[0].code}; verifier`, context) as Verifier
}, 60_000)
afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

test('a person signs in where there is nothing of Node', async () => {
  const answers: unknown[] = []
  const accounts = await verifier.openAccounts({
    store: verifier.memoryAccountStore(),
    once: verifier.memoryOnceStore(),
    secrets: { current: new Uint8Array(32).fill(7) },
  })
  const { revocation: _, challenges: __, ...options } = await siteOptions()
  const handle = await verifier.loginHandler({
    ...options,
    revocation: verifier.staticChecker([]),
    challenges: verifier.challengesIn(verifier.memoryOnceStore()),
    members: {
      accounts,
      async arrived(arrival) {
        answers.push(arrival.at === 'unknown' ? await arrival.enrol() : arrival.account)
        return Response.json({})
      },
    },
  })
  const post = async (step: string, body: string, cookie = '') =>
    (await handle(
      new Request(`${ORIGIN}/myna/${step}`, {
        method: 'POST',
        body,
        headers: { origin: ORIGIN, 'content-type': 'application/json', cookie },
      }),
    ))!

  for (let time = 0; time < 2; time++) {
    const asked = await post('challenge', '{"purpose":"login"}')
    const cookie = asked.headers.getSetCookie()[0]!.split(';')[0]!
    const response = await post('verify', await tokenFor(await asked.json()), cookie)
    expect(response.status).toBe(200)
  }

  expect(answers[0]).toMatch(/^[\w-]{22}$/)
  expect(answers[1]).toBe(answers[0])
})

test('a result is signed and believed there, too', async () => {
  const keys = [await verifier.readResultKey({ ...(await verifier.newResultKey()) })]
  const signer = verifier.resultSigner({ issuer: 'https://a.example', keys })
  const receiver = verifier.resultReceiver({
    issuer: 'https://a.example',
    audience: ORIGIN,
    keys: async () => signer.jwks(),
    once: verifier.redisOnceStore(async () => 'OK'),
  })
  const nonce = 'a-nonce-of-some-length'
  const content = { result: 'login', sub: 'x', revocation: 'good' } as const
  const token = await signer.sign(content, { audience: ORIGIN, nonce })
  expect((await receiver.verify(token, nonce)).content).toEqual(content)
})
