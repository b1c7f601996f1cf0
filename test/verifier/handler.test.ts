import { loginHandler, type LogEntry } from '@myna/verifier'
import { describe, expect, test } from 'vitest'
import { ORIGIN, SECOND, siteOptions, testClock, tokenFor } from './world'

const browserHeaders = {
  origin: ORIGIN,
  'content-type': 'application/json',
  'sec-fetch-site': 'same-origin',
}

/** A site with the handler mounted, and a browser that keeps its cookie. */
async function site(change: object = {}, clock = testClock()) {
  const log: LogEntry[] = []
  const handle = await loginHandler({
    ...(await siteOptions(clock)),
    signedIn: ({ accountKey }) => Response.json({ welcome: accountKey }),
    log: (entry) => log.push(entry),
    ...change,
  })
  const post = async (path: string, body: BodyInit | null, headers: object = {}) => {
    const init = {
      method: 'POST',
      body,
      headers: { ...browserHeaders, ...headers },
      duplex: 'half',
    }
    return (await handle(new Request(`${ORIGIN}${path}`, init as RequestInit)))!
  }
  const ask = async (headers: object = {}) => {
    const response = await post('/myna/challenge', '{"purpose":"login"}', headers)
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
    return { response, cookie, challenge: await response.json() }
  }
  return { handle, post, ask, log, clock }
}

describe('a login over HTTP', () => {
  test('a challenge comes with a cookie no script and no other site can use', async () => {
    const { response, challenge } = await (await site()).ask()

    expect(response.status).toBe(200)
    expect(Object.keys(challenge).toSorted()).toEqual(['context', 'nonce', 'origin', 'purpose'])
    expect(response.headers.get('set-cookie')).toMatch(
      /^__Host-myna=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=120$/,
    )
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('its answer is what the site makes of it, and ends the cookie', async () => {
    const { ask, post, log } = await site()
    const { cookie, challenge } = await ask()

    const response = await post('/myna/verify', await tokenFor(challenge), { cookie })

    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ welcome: expect.stringMatching(/^[\w-]{43}$/) })
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-myna=; .*Max-Age=0$/)
    expect(log.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'challenge challenge-made',
      'verify signed-in',
    ])
  })

  test('the site’s own headers stay, also on answers nobody can change', async () => {
    const { ask, post } = await site({
      signedIn: () => {
        const answer = Response.redirect(`${ORIGIN}/home`, 303)
        return answer
      },
    })
    const { cookie, challenge } = await ask()

    const response = await post('/myna/verify', await tokenFor(challenge), { cookie })

    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe(`${ORIGIN}/home`)
    expect(response.headers.getSetCookie()).toHaveLength(1)
  })

  test('a session that asks twice keeps its cookie and has the second challenge only', async () => {
    const { ask, post } = await site()
    const first = await ask()
    const second = await ask({ cookie: first.cookie })

    expect(second.cookie).toBe(first.cookie)
    const { cookie } = first
    const late = await post('/myna/verify', await tokenFor(first.challenge), { cookie })
    expect(await late.json()).toEqual({ refused: 'not-accepted' })
  })

  test('on http, which is this machine only, the cookie goes without prefix and Secure', async () => {
    const origin = 'http://localhost:8080'
    const { ask } = await site({ origin })
    const { response } = await ask({ origin })
    expect(response.headers.get('set-cookie')).toMatch(
      /^myna=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=120$/,
    )
  })

  test('other paths are none of its business', async () => {
    const { handle } = await site()
    for (const path of ['/', '/myna', '/myna/', '/myna/verify/', '/other/verify', '/myna/Verify'])
      expect(await handle(new Request(`${ORIGIN}${path}`))).toBeUndefined()
  })
})

describe('of two posts of one token', () => {
  test('exactly one signs in, also at the same time', async () => {
    const { ask, post } = await site()
    const { cookie, challenge } = await ask()
    const token = await tokenFor(challenge)

    const answers = await Promise.all(
      Array.from({ length: 6 }, () => post('/myna/verify', token, { cookie })),
    )

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403, 403, 403, 403, 403])
    const refused = answers.find(({ status }) => status === 403)!
    expect(await refused.json()).toEqual({ refused: 'challenge-used' })
  })
})

describe('the browser is told one of six words', () => {
  test.each([
    ['expired', 403, 'certificate-expired'],
    ['revoked', 403, 'certificate-revoked'],
  ] as const)('%s certificate: %i %s', async (person, status, refused) => {
    const { ask, post } = await site()
    const { cookie, challenge } = await ask()
    const response = await post('/myna/verify', await tokenFor(challenge, { person }), { cookie })
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ refused })
  })

  test('too late: challenge-expired', async () => {
    const { ask, post, clock } = await site()
    const { cookie, challenge } = await ask()
    const token = await tokenFor(challenge)
    clock.advance(121 * SECOND)
    const response = await post('/myna/verify', token, { cookie })
    expect(await response.json()).toEqual({ refused: 'challenge-expired' })
  })

  test('no cookie: challenge-used, and the log has the precise code', async () => {
    const { ask, post, log } = await site()
    const { challenge } = await ask()
    const response = await post('/myna/verify', await tokenFor(challenge))
    expect(response.status).toBe(403)
    expect(await response.json()).toEqual({ refused: 'challenge-used' })
    expect(log.at(-1)).toMatchObject({ outcome: 'refused', code: 'session-missing' })
  })

  test('revocation cannot be asked: 503 checking-unavailable', async () => {
    const cause = new Error('no network')
    const { ask, post, log } = await site({
      revocation: { role: 'test', check: () => Promise.reject(cause) },
    })
    const { cookie, challenge } = await ask()
    const response = await post('/myna/verify', await tokenFor(challenge), { cookie })
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ refused: 'checking-unavailable' })
    expect(log.at(-1)).toMatchObject({ code: 'revocation-unavailable', cause })
  })

  test('anything else: not-accepted', async () => {
    const { ask, post } = await site()
    const { cookie } = await ask()
    const response = await post('/myna/verify', '{"format":"jpki-auth:2"}', { cookie })
    expect(await response.json()).toEqual({ refused: 'not-accepted' })
  })
})

describe('a request no page of the site would make is answered with its fault', () => {
  const stream = (size: number) =>
    new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(1024).fill(0x20))
        if ((size -= 1024) <= 0) controller.close()
      },
    })
  // prettier-ignore
  test.each<[string, () => [string, BodyInit | null, object?], number, string]>([
    ['another origin', () => ['verify', '{}', { origin: 'https://evil.example' }], 403, 'foreign-origin'],
    ['no origin', () => ['verify', '{}', { origin: '' }], 403, 'foreign-origin'],
    ['origin null', () => ['verify', '{}', { origin: 'null' }], 403, 'foreign-origin'],
    ['another site', () => ['verify', '{}', { 'sec-fetch-site': 'cross-site' }], 403, 'foreign-origin'],
    ['a sister host', () => ['verify', '{}', { 'sec-fetch-site': 'same-site' }], 403, 'foreign-origin'],
    ['a typed address', () => ['verify', '{}', { 'sec-fetch-site': 'none' }], 403, 'foreign-origin'],
    ['a form', () => ['verify', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }], 415, 'media-type'],
    ['plain text', () => ['verify', '{}', { 'content-type': 'text/plain' }], 415, 'media-type'],
    ['another charset', () => ['verify', '{}', { 'content-type': 'application/json; charset=shift_jis' }], 415, 'media-type'],
    ['a long token', () => ['verify', ' '.repeat(8193)], 413, 'body-too-large'],
    ['an endless token', () => ['verify', stream(1e6)], 413, 'body-too-large'],
    ['a long question', () => ['challenge', ' '.repeat(257)], 413, 'body-too-large'],
    ['bytes that are no UTF-8', () => ['verify', Uint8Array.of(0xff, 0xfe)], 400, 'body-malformed'],
    ['no JSON', () => ['challenge', 'login'], 400, 'body-malformed'],
    ['no body', () => ['challenge', null], 400, 'body-malformed'],
    ['JSON null', () => ['challenge', 'null'], 400, 'body-malformed'],
    ['another member', () => ['challenge', '{"purpose":"login","context":""}'], 400, 'body-malformed'],
    ['a purpose not offered', () => ['challenge', '{"purpose":"step-up"}'], 400, 'purpose-not-offered'],
    ['a purpose nobody knows', () => ['challenge', '{"purpose":"__proto__"}'], 400, 'purpose-not-offered'],
  ])('%s', async (_, request, status, error) => {
    const { ask, post, log } = await site()
    const { cookie, challenge } = await ask()
    const [step, body, headers] = request()

    const response = await post(`/myna/${step}`, body, { cookie, ...headers })

    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ error })
    expect(log.at(-1)).toMatchObject({ outcome: 'caller-error', code: error })
    // and nothing was used up: the person's own answer still signs in
    const own = await post('/myna/verify', await tokenFor(challenge), { cookie })
    expect(own.status).toBe(200)
  })

  test.each(['GET', 'HEAD', 'PUT', 'OPTIONS'])('%s', async (method) => {
    const { handle } = await site()
    const request = new Request(`${ORIGIN}/myna/challenge`, { method, headers: browserHeaders })
    const response = (await handle(request))!
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-'))).toEqual([])
  })

  test('too many of them, by the site’s own rule', async () => {
    const { ask } = await site({ allow: async () => false })
    const { response } = await ask()
    expect(response.status).toBe(429)
  })

  test('an older browser that sends no Sec-Fetch-Site is no fault', async () => {
    const { handle } = await site()
    const { origin, 'content-type': type } = browserHeaders
    const headers = { origin, 'content-type': `${type}; charset=UTF-8` }
    const init = { method: 'POST', body: '{"purpose":"login"}', headers }
    expect((await handle(new Request(`${ORIGIN}/myna/challenge`, init)))!.status).toBe(200)
  })
})

describe('what others break does not let anybody in', () => {
  test('a session id that is none of ours is replaced, never used', async () => {
    const { ask } = await site()
    for (const id of ['x', '../../etc', 'a'.repeat(44), '%00', ''])
      expect((await ask({ cookie: `__Host-myna=${id}` })).cookie).not.toBe(`__Host-myna=${id}`)
  })

  test('a site that fails to make a session answers 500 and says why in its log only', async () => {
    const cause = new Error('database down')
    const { ask, post, log } = await site({ signedIn: () => Promise.reject(cause) })
    const { cookie, challenge } = await ask()
    const response = await post('/myna/verify', await tokenFor(challenge), { cookie })
    expect(response.status).toBe(500)
    expect(await response.text()).toBe('{"error":"fault"}')
    expect(log.at(-1)).toMatchObject({ outcome: 'fault', cause })
  })

  test('a log that throws changes nothing', async () => {
    const { ask } = await site({
      log: () => {
        throw new Error('disk full')
      },
    })
    expect((await ask()).response.status).toBe(200)
  })

  test('no log entry holds a token, a certificate or a session id', async () => {
    const { ask, post, log } = await site()
    const { cookie, challenge } = await ask()
    const token = await tokenFor(challenge)
    await post('/myna/verify', token, { cookie })
    await post('/myna/verify', token, { cookie })
    const printed = JSON.stringify(log)
    expect(printed).not.toContain(cookie.split('=')[1])
    expect(printed).not.toContain(JSON.parse(token).signature)
    expect(printed).not.toContain(challenge.nonce)
  })

  test.each([
    ['path', { path: 'myna' }],
    ['path', { path: '/myna/' }],
    ['purposes', { purposes: [] }],
    ['purposes', { purposes: ['sign'] }],
    ['signedIn', { signedIn: undefined }],
  ])('a wrong %s stops the start', async (name, change) => {
    await expect(site(change)).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringMatching(`^${name}:`),
    })
  })
})
