import type { Waiting } from '@myna/apdu'

/**
 * Gives `work` some milliseconds, and a signal that ends when they are over or the caller gives up:
 * work that is not waited for any more must stop, or it would take the next answer.
 *
 * @throws what `late` makes, when the time is over
 */
export async function within<T>(
  milliseconds: number,
  { signal }: Waiting,
  late: () => Error,
  work: (waiting: { readonly signal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const limit = new AbortController()
  const stop = () => limit.abort()
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop, { once: true })

  let timer: ReturnType<typeof setTimeout> | undefined
  const time = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(late())
      stop()
    }, milliseconds)
  })
  try {
    return await Promise.race([work({ signal: limit.signal }), time])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}
