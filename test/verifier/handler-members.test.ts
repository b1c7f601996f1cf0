// The further steps of the handler: renewal with consent, sign-out, keys of results, other hosts.
import {
  loginHandler,
  memoryAccountStore,
  memoryOnceStore,
  newResultKey,
  openAccounts,
  readResultKey,
  resultSigner,
  transactionContext,
  type AccountsOptions,
  type BelievedLogin,
  type HandlerOptions,
  type LogEntry,
} from '@myna/verifier'
import { issuePerson } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import { issuedNow, ORIGIN, siteOptions, testClock, tokenFor } from './world'

const serialOf = async (person: 'hanako' | 'long') =>
  new Uint8Array(Buffer.from((await issuePerson(person, issuedNow)).authentication.serial, 'hex'))

/** A site with accounts, whose page is told where the person stands. */
async function site(
  change: Partial<HandlerOptions> = {},
  accountsChange: Partial<AccountsOptions> = {},
) {
  const clock = testClock()
  const log: LogEntry[] = []
  const logins: BelievedLogin[] = []
  const once = memoryOnceStore(clock)
  const options = await siteOptions(clock)
  const accounts = await openAccounts({
    store: memoryAccountStore(),
    once,
    secrets: { current: options.accountSecret },
    now: clock.now,
    ...accountsChange,
  })
  const handle = await loginHandler({
    ...options,
    log: (entry) => log.push(entry),
    members: {
      accounts,
      async arrived(arrival, login) {
        logins.push(login)
        if (arrival.at !== 'unknown') return Response.json({ ...arrival })
        return Response.json({ at: arrival.at, why: arrival.why, account: await arrival.enrol() })
      },
    },
    ...change,
  })
  const send = async (method: string, step: string, body: string | null, headers: object = {}) =>
    (await handle(
      new Request(`${ORIGIN}/myna/${step}`, {
        method,
        body,
        headers: { origin: ORIGIN, 'content-type': 'application/json', ...headers },
      }),
    ))!
  const cookieOf = (response: Response, name: string) =>
    response.headers
      .getSetCookie()
      .map((text) => text.split(';')[0]!)
      .find((text) => text.startsWith(`${name}=`)) ?? ''
  const signIn = async (person: 'hanako' | 'long', purpose = 'login') => {
    const asked = await send('POST', 'challenge', JSON.stringify({ purpose }))
    const cookie = cookieOf(asked, '__Host-myna')
    const token = await tokenFor(await asked.json(), { person })
    return send('POST', 'verify', token, { cookie })
  }
  const renew = (body: string, after: Response) =>
    send('POST', 'renewal', body, { cookie: cookieOf(after, '__Host-myna-renewal') })
  return { handle, send, signIn, renew, cookieOf, log, logins, clock, accounts }
}

describe('a site with accounts', () => {
  test('is told who is new and who is known', async () => {
    const { signIn, logins } = await site()
    const first = await (await signIn('hanako')).json()
    const again = await (await signIn('hanako')).json()

    expect(first).toMatchObject({ at: 'unknown', why: 'not-found' })
    expect(again).toEqual({ at: 'known', account: first.account })
    expect(logins[0]).toMatchObject({ purpose: 'login', checks: { revocation: 'good' } })
    expect('revealSensitive' in logins[0]!).toBe(false)
  })

  test('asks a person with a renewed card, and goes on with their word', async () => {
    const old = await serialOf('hanako')
    const { signIn, renew, log, logins, cookieOf } = await site({}, { oldSerial: async () => old })
    const { account } = await (await renew('{"consent":false}', await signIn('hanako'))).json()

    const asked = await signIn('long') // hanako's next card, as it were
    expect(asked.status).toBe(202)
    expect(await asked.json()).toEqual({ renewal: 'consent-needed' })
    expect(asked.headers.getSetCookie()[1]).toMatch(
      /^__Host-myna-renewal=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=300$/,
    )

    const answer = await renew('{"consent":true}', asked)
    expect(await answer.json()).toEqual({ at: 'relinked', account, by: 'old-serial' })
    expect(cookieOf(answer, '__Host-myna-renewal')).toBe('__Host-myna-renewal=')
    expect(logins.at(-1)).toMatchObject({
      purpose: 'login',
      kind: 'test',
      notAfter: expect.any(Date),
      accountKey: expect.stringMatching(/^[\w-]{43}$/),
      checks: { signature: 'good', revocation: 'good' },
    })
    expect(log.map(({ step, outcome }) => `${step} ${outcome}`).slice(-3)).toEqual([
      'challenge challenge-made',
      'verify consent-asked',
      'renewal signed-in',
    ])
    expect(await (await signIn('long')).json()).toEqual({ at: 'known', account })
    // the word was given once
    const second = await renew('{"consent":true}', asked)
    expect(second.status).toBe(403)
    expect(await second.json()).toEqual({ refused: 'challenge-expired' })
  })

  test('still knows after the person’s word what a step-up confirms', async () => {
    const { signIn, renew, logins } = await site(
      { purposes: ['step-up'], contextOf: () => transactionContext('pay 100') },
      { oldSerial: async () => undefined },
    )
    const asked = await signIn('hanako', 'step-up')
    expect(asked.status).toBe(202)
    await renew('{"consent":false}', asked)
    const login = logins.at(-1)!
    expect(login).toMatchObject({ purpose: 'step-up', notAfter: expect.any(Date) })
    expect(await login.confirms('pay 100')).toBe(true)
    expect(await login.confirms('pay 999')).toBe(false)
  })

  test('asks nothing where the site knows already whose card it is', async () => {
    const { signIn } = await site(
      { purposes: ['login', 'link-account'] },
      { oldSerial: async () => undefined },
    )
    expect(await (await signIn('hanako', 'link-account')).json()).toMatchObject({ at: 'unknown' })
  })

  test.each([
    '{"consent":"true"}',
    '{"consent":1}',
    '{"consent":null}',
    '{}',
    '{"consent":true,"account":"x"}',
    'true',
    '',
  ])('%j is no consent', async (body) => {
    const { signIn, renew } = await site({}, { oldSerial: async () => undefined })
    const asked = await signIn('hanako')
    expect((await renew(body, asked)).status).toBe(400)
    expect((await renew('{"consent":true}', asked)).status).toBe(200) // nothing was used up
  })

  test('without the cookie of the question there is no answer', async () => {
    const { send, log } = await site({}, { oldSerial: async () => undefined })
    const response = await send('POST', 'renewal', '{"consent":true}')
    expect(response.status).toBe(403)
    expect(log.at(-1)).toMatchObject({ outcome: 'refused', code: 'renewal-missing' })
  })

  test('whose database is away refuses, and says so in its log only', async () => {
    const cause = new Error('connect ECONNREFUSED')
    const store = { ...memoryAccountStore(), find: () => Promise.reject(cause) }
    const { signIn, log } = await site({}, { store })
    const response = await signIn('hanako')
    expect(response.status).toBe(503)
    expect(await response.text()).toBe('{"refused":"checking-unavailable"}')
    expect(log.at(-1)).toMatchObject({ code: 'store-unavailable', cause })
  })

  test('has no renewal, sign-out or keys unless it says so', async () => {
    const { send } = await site({ members: undefined, signedIn: () => new Response() } as never)
    for (const step of ['renewal', 'sign-out', 'jwks.json'])
      expect(await send('POST', step, '{}')).toBeUndefined()
  })

  test.each([
    ['signedIn', { signedIn: () => new Response() }],
    ['members', { members: { accounts: {} } }],
    ['cors', { cors: ['https://sp.example/'] }],
    ['cors', { cors: ['*'] }],
  ])('a wrong %s stops the start', async (name, change) => {
    await expect(site(change as never)).rejects.toThrow(new RegExp(`^${name}:`))
  })
})

describe('signing out', () => {
  const signOut = () => Response.json({}, { headers: { 'set-cookie': 'session=; Max-Age=0' } })

  test('is the site’s to do, and takes our cookies, too', async () => {
    const { send, log } = await site({ signOut })
    const response = await send('POST', 'sign-out', '{}')
    expect(response.status).toBe(200)
    expect(response.headers.getSetCookie().map((text) => text.split(';')[0])).toEqual([
      'session=',
      '__Host-myna=',
      '__Host-myna-renewal=',
    ])
    expect(log.at(-1)).toMatchObject({ step: 'sign-out', outcome: 'signed-out' })
  })

  test('cannot be done by another site', async () => {
    const { send } = await site({ signOut })
    const evil = { origin: 'https://evil.example' }
    expect((await send('POST', 'sign-out', '{}', evil)).status).toBe(403)
    expect((await send('GET', 'sign-out', null)).status).toBe(405)
  })
})

test('the keys of results are for everybody, and may be kept for five minutes', async () => {
  const keys = [await readResultKey({ ...(await newResultKey()) })]
  const results = resultSigner({ issuer: ORIGIN, keys })
  const { send } = await site({ results })

  const response = await send('GET', 'jwks.json', null, { origin: 'https://anybody.example' })

  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toMatch(/^application\/jwk-set\+json/)
  expect(response.headers.get('cache-control')).toBe('public, max-age=300')
  expect(await response.json()).toEqual(results.jwks())
  const posted = await send('POST', 'jwks.json', '{}')
  expect(posted.status).toBe(405)
  expect(posted.headers.get('allow')).toBe('GET')
})

describe('a page of a sister host', () => {
  const sister = 'https://login.sp.example'
  const headers = { origin: sister, 'sec-fetch-site': 'same-site' }
  const question = '{"purpose":"login"}'

  test('may ask if it is named, and read the answer', async () => {
    const { send } = await site({ cors: [sister] })
    const before = await send('OPTIONS', 'challenge', null, {
      ...headers,
      'access-control-request-method': 'POST',
    })
    expect(before.status).toBe(204)
    expect(before.headers.get('access-control-allow-origin')).toBe(sister)
    expect(before.headers.get('access-control-allow-headers')).toBe('content-type')

    const response = await send('POST', 'challenge', question, headers)
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe(sister)
    expect(response.headers.get('access-control-allow-credentials')).toBe('true')
    expect(response.headers.get('vary')).toBe('Origin')
  })

  test.each([
    ['that is not named', [], headers],
    ['beside the named one', [sister], { ...headers, origin: 'https://blog.sp.example' }],
    ['that is on another site after all', [sister], { ...headers, 'sec-fetch-site': 'cross-site' }],
    ['that says it is the site itself', [sister], { ...headers, origin: ORIGIN }],
    ['that is null', [sister], { ...headers, origin: 'null' }],
  ])('%s may not', async (_, cors, from) => {
    const { send } = await site({ cors })
    const response = await send('POST', 'challenge', question, from)
    expect(response.status).toBe(403)
    if (from.origin !== sister || cors.length === 0)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    const before = await send('OPTIONS', 'challenge', null, from)
    if (!cors.includes(from.origin)) expect(before.status).toBe(405)
  })
})
