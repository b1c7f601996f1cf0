import {
  platformChecker,
  revocationReasons,
  type PlatformOptions,
  type RevocationQuestion,
} from '@myna/verifier'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { pause } from '../stores/servers'
import { askedSession, tokenFor } from './world'

const at = new Date('2026-11-24T03:00:00Z')
const question: RevocationQuestion = {
  kind: 'authentication',
  serial: Uint8Array.of(0x06, 0xd1, 0x80, 0x06),
  issuerKeyId: Uint8Array.of(0xab),
  certificateSha256: new Uint8Array(32).fill(7),
  distributionPoints: [],
  purpose: 'login',
  at,
}
const good = {
  format: 'myna-revocation:1',
  certificateSha256: '07'.repeat(32),
  status: 'good',
  method: 'ocsp',
  sourceTime: '2026-11-24T02:55:00Z',
}

/** An operator that gives these answers one after the other; an Error is a network that fails. */
function operator(...answers: readonly (unknown | Response | Error)[]) {
  const requests: { address: string; init: RequestInit }[] = []
  const fetch: PlatformOptions['fetch'] = async (address, init) => {
    requests.push({ address, init })
    const answer = answers[Math.min(requests.length, answers.length) - 1]
    if (answer instanceof Error) throw answer
    return answer instanceof Response ? answer.clone() : Response.json(answer)
  }
  const checker = (change: Partial<PlatformOptions> = {}) =>
    platformChecker({
      role: 'viaPlatform',
      address: 'https://operator.example/revocation',
      headers: () => ({ authorization: 'Bearer secret' }),
      fetch,
      ...change,
    })
  const ask = (change: Partial<PlatformOptions> = {}, signal = new AbortController().signal) =>
    checker(change).check(question, signal)
  return { ask, checker, requests }
}

test('the operator is asked about the serial and the key, and sees no certificate', async () => {
  const { ask, requests } = operator(good)

  const answer = await ask()

  expect(answer).toEqual({ status: 'good', method: 'ocsp', sourceTime: new Date(good.sourceTime) })
  expect(requests).toHaveLength(1)
  const { address, init } = requests[0]!
  expect(address).toBe('https://operator.example/revocation')
  expect(init).toMatchObject({
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
  })
  expect(JSON.parse(init.body as string)).toEqual({
    format: 'myna-revocation:1',
    kind: 'authentication',
    serial: '06d18006',
    issuerKeyId: 'ab',
    certificateSha256: '07'.repeat(32),
    purpose: 'login',
    at: at.toISOString(),
  })
})

test('a whole answer comes through, and a reason nobody knows takes nothing from it', async () => {
  const whole = {
    ...good,
    status: 'revoked',
    thisUpdate: '2026-11-24T11:50:00+09:00',
    nextUpdate: '2026-11-24T03:25:00.5Z',
    revokedAt: '2026-10-01T00:00:00Z',
    reason: 'affiliationChanged',
    reference: 'c4b1e7',
    extra: true,
  }
  expect(await operator(whole).ask()).toEqual({
    status: 'revoked',
    method: 'ocsp',
    sourceTime: new Date('2026-11-24T02:55:00Z'),
    thisUpdate: new Date('2026-11-24T02:50:00Z'),
    nextUpdate: new Date('2026-11-24T03:25:00.500Z'),
    revokedAt: new Date('2026-10-01T00:00:00Z'),
    reason: 'affiliationChanged',
    reference: 'c4b1e7',
  })
  const { reason, status } = await operator({ ...whole, reason: 'toString' }).ask()
  expect({ reason, status }).toEqual({ reason: undefined, status: 'revoked' })
})

describe('an answer is unavailable, and asked for once, when', () => {
  const json = (body: BodyInit, type = 'application/json', status = 200) =>
    new Response(body, { status, headers: { 'content-type': type } })
  test.each<[string, unknown]>([
    ['its format is another', { ...good, format: 'myna-revocation:2' }],
    ['it is about another certificate', { ...good, certificateSha256: '08'.repeat(32) }],
    ['it names no certificate', { ...good, certificateSha256: undefined }],
    ['its status is a word of its own', { ...good, status: 'valid' }],
    ['it has no status', { ...good, status: undefined }],
    ['its method is unknown', { ...good, method: 'phone' }],
    ['it has no time', { ...good, sourceTime: undefined }],
    ['its time has no offset', { ...good, sourceTime: '2026-11-24T02:55:00' }],
    ['its time is a number', { ...good, sourceTime: at.getTime() }],
    ['its time does not exist', { ...good, nextUpdate: '2026-13-24T02:55:00Z' }],
    ['its reference is endless', { ...good, reference: 'x'.repeat(201) }],
    ['it is a list', [good]],
    ['it is null', json('null')],
    ['it is no JSON', json('good')],
    ['it is no text', json(new Uint8Array([0xff, 0xfe]))],
    ['it is a page', json(JSON.stringify(good), 'text/html')],
    ['it is larger than an answer', json(JSON.stringify({ ...good, extra: 'x'.repeat(17_000) }))],
    ['its status is 500', json(JSON.stringify(good), 'application/json', 500)],
    ['its status is 202', json(JSON.stringify(good), 'application/json', 202)],
    ['it is a redirect', new Response(null, { status: 302, headers: { location: '/' } })],
  ])('%s', async (_, answer) => {
    const { ask, requests } = operator(answer)
    expect(await ask()).toMatchObject({ status: 'unavailable', detail: expect.any(String) })
    expect(requests).toHaveLength(1)
  })
})

describe('a network that fails', () => {
  const failure = new TypeError('fetch failed')

  test('once is tried again', async () => {
    const { ask, requests } = operator(failure, good)
    expect((await ask()).status).toBe('good')
    expect(requests).toHaveLength(2)
  })

  test('twice is unavailable', async () => {
    const { ask, requests } = operator(failure, failure, good)
    expect(await ask()).toMatchObject({ status: 'unavailable', detail: 'the network failed twice' })
    expect(requests).toHaveLength(2)
  })

  test('in the middle of an answer is tried again', async () => {
    const broken = new ReadableStream({
      pull(controller) {
        controller.error(failure)
      },
    })
    const headers = { 'content-type': 'application/json' }
    let asked = 0
    const fetch = async () =>
      ++asked === 1 ? new Response(broken, { headers }) : Response.json(good)
    expect((await operator().ask({ fetch })).status).toBe('good')
  })

  test('and then says "revoked" is revoked; one that said it is not asked again', async () => {
    const revoked = { ...good, status: 'revoked' }
    expect((await operator(failure, revoked).ask()).status).toBe('revoked')
    const { ask, requests } = operator(revoked, good)
    expect((await ask()).status).toBe('revoked')
    expect(requests).toHaveLength(1)
  })
})

describe('an operator that does not answer', () => {
  const silent: PlatformOptions['fetch'] = (_, { signal }) =>
    new Promise((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason)))

  test('is unavailable after its time, and not asked again', async () => {
    let asked = 0
    const fetch: PlatformOptions['fetch'] = (...args) => (asked++, silent(...args))
    const answer = await operator().ask({ fetch, patience: 20 })
    expect(answer).toMatchObject({ status: 'unavailable', detail: 'no answer in time' })
    expect(asked).toBe(1)
  })

  // nodejs/node#57736: a time-out that nothing holds is collected, and then nobody is told that it is late
  test('is unavailable after its time also when memory is cleared meanwhile', async () => {
    setFlagsFromString('--expose-gc')
    const clearMemory = runInNewContext('gc') as () => void
    const asking = operator().ask({ fetch: silent, patience: 100 })
    await pause(10)
    clearMemory()
    expect(await asking).toMatchObject({ status: 'unavailable', detail: 'no answer in time' })
  })

  test('is unavailable after its time also when it pays no heed to being given up', async () => {
    const fetch = () => new Promise<Response>(() => {})
    const answer = await operator().ask({ fetch, patience: 20 })
    expect(answer).toMatchObject({ status: 'unavailable', detail: 'no answer in time' })
  })

  test('is left at once when the verifier gives up', async () => {
    const abort = new AbortController()
    const asking = operator().ask({ fetch: silent, patience: 60_000 }, abort.signal)
    abort.abort()
    expect(await asking).toMatchObject({ status: 'unavailable' })
  })
})

test('a login is refused with the operator’s words in the log and ours to the browser', async () => {
  const outcomeOf = async (answer: (sha256: string) => unknown) => {
    const revocation = platformChecker({
      role: 'test',
      address: 'http://localhost:9/',
      headers: () => ({}),
      fetch: async (_, { body }) =>
        Response.json(answer(JSON.parse(body as string).certificateSha256)),
    })
    const { verifier, challenge } = await askedSession({ revocation })
    return verifier.verify('session-1', await tokenFor(challenge)).then(
      () => 'believed',
      ({ code, told, message }) => ({ code, told, message }),
    )
  }
  const about = (certificateSha256: string) => ({ ...good, certificateSha256 })

  expect(await outcomeOf(about)).toBe('believed')
  expect(
    await outcomeOf((hash) => ({ ...about(hash), status: 'revoked', reason: 'superseded' })),
  ).toEqual({
    code: 'certificate-revoked',
    told: 'certificate-revoked',
    message: 'certificate-revoked: superseded',
  })
  expect(await outcomeOf(() => about('00'.repeat(32)))).toMatchObject({
    code: 'revocation-unavailable',
    told: 'checking-unavailable',
  })
  expect(
    await outcomeOf((hash) => ({ ...about(hash), sourceTime: '2026-11-24T02:29:00Z' })),
  ).toMatchObject({ code: 'revocation-stale' })
})

test.each([
  [{ address: 'http://operator.example/' }],
  [{ address: 'operator.example' }],
  [{ address: 'http://localhost:9/' }], // in a test only
  [{ role: 'test', address: 'http://localhost.example/' } as const],
])('%j is no place to ask', (change) => {
  expect(() => operator().checker(change)).toThrow(/^address:/)
})

test('every reason has words in both languages', () => {
  for (const { ja, en, code } of Object.values(revocationReasons)) {
    expect(ja).toMatch(/。$/)
    expect(en).toMatch(/\.$/)
    expect(Number.isInteger(code)).toBe(true)
  }
})
