import { CardError } from './error'

/** @throws CardError `cancelled` if the wait was ended. */
export function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CardError('cancelled', {})
}

/**
 * Waits for `work` until the signal ends the wait. The work itself goes on: whoever gave it in must
 * be ready to collect its result later.
 *
 * @throws CardError `cancelled`
 */
export function cancellable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(new CardError('cancelled', {}))
    if (signal.aborted) {
      work.catch(() => {}) // nobody will hear of it
      return stop()
    }
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

/** Waits some milliseconds. @throws CardError `cancelled` */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout>
  const time = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  return cancellable(time, signal).finally(() => clearTimeout(timer))
}

/**
 * Does work under a signal that ends with whichever of these ends first.
 *
 * It is here instead of `AbortSignal.any` because Node holds what that is made of only weakly: a
 * time-out in it may be collected before its time and never comes (nodejs/node#57736).
 */
export async function underFirstOf<T>(
  signals: readonly (AbortSignal | undefined)[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const [first, done] = [new AbortController(), new AbortController()]
  for (const signal of signals) {
    const end = () => first.abort(signal?.reason)
    if (signal?.aborted) end()
    signal?.addEventListener('abort', end, { signal: done.signal })
  }
  try {
    return await work(first.signal)
  } finally {
    done.abort() // so that a signal that lives long keeps nothing of what is over
  }
}
