/**
 * Gives `work` some milliseconds. Afterwards rejects with what `late` makes; the work itself goes
 * on, and its late result is nobody's.
 */
export function within<T>(milliseconds: number, work: Promise<T>, late: () => Error): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), milliseconds)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
