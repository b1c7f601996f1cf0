import type { OnceStore } from './once-store'

interface Kept {
  readonly text: string
  /** Milliseconds since 1970. */
  readonly until: number
}

/**
 * A once-store in this process's memory: for one server. When `most` are waiting, further ones are
 * refused rather than older ones forgotten, so that a flood cannot push honest people out.
 */
export function memoryOnceStore({
  now = () => new Date(),
  most = 100_000,
}: { readonly now?: () => Date; readonly most?: number } = {}): OnceStore {
  const texts = new Map<string, Kept>()
  const marks = new Map<string, Kept>()
  const isOver = ({ until }: Kept) => until <= now().getTime()

  const keep = (kept: Map<string, Kept>, key: string, text: string, lifetime: number): void => {
    if (kept.size >= most && !kept.has(key))
      for (const [old, entry] of kept) if (isOver(entry)) kept.delete(old)
    if (kept.size >= most && !kept.has(key)) throw new Error('too many are waiting')
    kept.set(key, { text, until: now().getTime() + lifetime })
  }

  return {
    async put(key, text, lifetime) {
      keep(texts, key, text, lifetime)
    },
    async take(key) {
      const found = texts.get(key)
      texts.delete(key)
      return found === undefined || isOver(found) ? undefined : found.text
    },
    async mark(key, lifetime) {
      const found = marks.get(key)
      if (found !== undefined && !isOver(found)) return false
      keep(marks, key, '', lifetime)
      return true
    },
  }
}
