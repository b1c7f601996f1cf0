/**
 * Waits for something, but not for ever. Whoever is asked hears by the signal that nobody waits any
 * more; what they answer then is not heard.
 *
 * @param patience milliseconds
 */
export async function within<Answer>(
  patience: number,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const limit = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      limit.abort()
      reject(new Error(`no answer in ${patience} ms`))
    }, patience)
  })
  try {
    return await Promise.race([ask(limit.signal), late])
  } finally {
    clearTimeout(timer)
  }
}
