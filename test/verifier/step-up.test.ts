// A step-up is bound to the transaction that the site has waiting, and the page has no say in which.
import { base64url, toBase64url } from '@myna/bytes'
import {
  loginHandler,
  loginVerifier,
  transactionContext,
  type HandlerOptions,
} from '@myna/verifier'
import { expect, test } from 'vitest'
import { ORIGIN, siteOptions, tokenFor } from './world'

async function site(contextOf: HandlerOptions['contextOf']) {
  const handle = await loginHandler({
    ...(await siteOptions()),
    purposes: ['login', 'step-up'],
    signedIn: ({ purpose }) => Response.json({ purpose }),
    ...(contextOf ? { contextOf } : {}),
  })
  let cookie = ''
  return async (step: string, body: string) => {
    const headers = {
      origin: ORIGIN,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      cookie: `${cookie}; shop=42`,
    }
    const request = new Request(`${ORIGIN}/myna/${step}`, { method: 'POST', headers, body })
    const response = (await handle(request))!
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return { status: response.status, body: await response.json() }
  }
}

test('the challenge carries the hash of what waits in the site’s session, and the answer is believed', async () => {
  const due = await transactionContext('pay 100 yen to A')
  const post = await site(async (request, purpose) =>
    purpose === 'step-up' && request.headers.get('cookie')?.includes('shop=42') ? due : undefined,
  )
  const { body } = await post('challenge', '{"purpose":"step-up"}')
  expect(base64url(body.context)).toEqual(due)
  expect(await post('verify', await tokenFor(body))).toEqual({
    status: 200,
    body: { purpose: 'step-up' },
  })
})

test('the login says what it confirms, which may not be what waits by now', async () => {
  const verifier = await loginVerifier(await siteOptions())
  const context = await transactionContext('pay 100 yen to A')
  const challenge = await verifier.challenge('s', 'step-up', context)
  const login = await verifier.verify('s', await tokenFor(challenge))
  expect(await login.confirms('pay 100 yen to A')).toBe(true)
  for (const other of ['pay 100 yen to B', 'pay 100 yen to A ', ''])
    expect(await login.confirms(other)).toBe(false)
})

test('a login that is bound to no transaction confirms none', async () => {
  const verifier = await loginVerifier(await siteOptions())
  const login = await verifier.verify('s', await tokenFor(await verifier.challenge('s', 'login')))
  for (const text of ['', 'pay 100 yen to A']) expect(await login.confirms(text)).toBe(false)
})

test('an answer to another transaction is refused', async () => {
  const due = await transactionContext('pay 100 yen to A')
  const post = await site(async () => due)
  const { body } = await post('challenge', '{"purpose":"step-up"}')
  const other = { ...body, context: toBase64url(await transactionContext('pay 100 yen to B')) }
  expect((await post('verify', await tokenFor(other))).status).toBe(403)
})

test('the page cannot name one, and without one there is none', async () => {
  const post = await site(undefined)
  expect((await post('challenge', '{"purpose":"step-up","context":"AAAA"}')).status).toBe(400)
  expect((await post('challenge', '{"purpose":"step-up"}')).body.context).toBe('')
})
