/** Nobody waits any more: the time is over, or whoever asked gave up. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp'
}

/**
 * Waits for something, but not for ever. Whoever is asked hears by the signal that nobody waits any
 * more; what they answer then is not heard.
 *
 * The timer is held here, and `AbortSignal.timeout` is not used: in Node one that only
 * `AbortSignal.any` knows of may be collected and then never comes (nodejs/node#57736).
 *
 * @param patience milliseconds
 * @param signal ends the wait, too
 * @throws GivenUp
 */
export async function within<Answer>(
  patience: number,
  ask: (signal: AbortSignal) => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  const [limit, done] = [new AbortController(), new AbortController()]
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    const giveUp = (why: GivenUp) => {
      limit.abort(why)
      reject(why)
    }
    const stop = () => giveUp(new GivenUp('nobody waits any more', { cause: signal?.reason }))
    timer = setTimeout(() => giveUp(new GivenUp(`no answer in ${patience} ms`)), patience)
    if (signal?.aborted) stop()
    signal?.addEventListener('abort', stop, { signal: done.signal })
  })
  try {
    return await Promise.race([late, ask(limit.signal)])
  } finally {
    clearTimeout(timer)
    done.abort()
  }
}
