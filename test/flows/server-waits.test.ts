// A site's server that does not answer: it is waited for, and not for ever.
import { httpServer } from '@myna/elements'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Answers when it is told to stop, as the browser's does. */
const obedient: typeof fetch = (_, init) =>
  new Promise((_, reject) =>
    init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason)),
  )
/** Pays no heed to anything. */
const deaf: typeof fetch = () => new Promise(() => {})
/** Sends its head, and never its body. */
const halting: typeof fetch = async () =>
  new Response(new ReadableStream({ pull: () => new Promise(() => {}) }))

describe.each([
  ['obedient', obedient],
  ['deaf', deaf],
  ['halting', halting],
])('a %s one', (_, fetch) => {
  const server = httpServer({ challengeUrl: '/c', verifyUrl: '/v', fetch })

  test('is unreachable after half a minute', async () => {
    const asking = server.challenge('login', {}).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(29_999)
    const early = await Promise.race([asking, Promise.resolve('still waiting')])
    await vi.advanceTimersByTimeAsync(1)
    expect(early).toBe('still waiting')
    expect(await asking).toMatchObject({ code: 'server-unreachable' })
  })

  test('is left at once when the person stops, and no timer stays behind', async () => {
    const stop = new AbortController()
    const asking = server
      .verify('a token', { signal: stop.signal })
      .catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(1000)
    stop.abort()
    expect(await asking).toMatchObject({ code: 'cancelled' })
    expect(vi.getTimerCount()).toBe(0)
  })
})
