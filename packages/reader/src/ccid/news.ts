import { cancellable } from '@myna/apdu'
import { isSlotChange } from './notifications'
import type { CcidSide } from './side'

const LOOK_AGAIN = 200 // milliseconds between two questions whether a card is there

/** When to ask again whether a card is there. */
export interface News {
  /** Changes whenever the reader said that a card came or went. */
  readonly count: number
  /**
   * Waits until it is worth asking again: for news since `count`. A reader that has never spoken on
   * its interrupt endpoint may have none, or one that is silent, so it is asked every 200 ms; from
   * its first word on it is trusted to speak, and waiting costs no message at all.
   */
  since(count: number, signal: AbortSignal | undefined): Promise<void>
}

export function newsOf({ news }: CcidSide): News {
  let count = 0
  let speaks = false
  let isListening = false
  const waiting = new Set<() => void>()

  const listen = async (next: () => Promise<Uint8Array>): Promise<void> => {
    try {
      for (;;) {
        if (!isSlotChange(await next())) continue
        count++
        speaks = true
        for (const wake of waiting) wake()
      }
    } catch {
      speaks = false // stalled, nonsense, or the reader is gone; whoever asks it will hear which
      for (const wake of waiting) wake()
    }
  }

  return {
    get count() {
      return count
    },
    async since(seen, signal) {
      if (news !== undefined && !isListening) {
        isListening = true
        void listen(news)
      }
      if (count !== seen) return
      let wake = () => {}
      let timer: ReturnType<typeof setTimeout> | undefined
      const word = new Promise<void>((resolve) => {
        wake = resolve
        waiting.add(wake)
        if (!speaks) timer = setTimeout(wake, LOOK_AGAIN)
      })
      try {
        await cancellable(word, signal)
      } finally {
        clearTimeout(timer)
        waiting.delete(wake)
      }
    },
  }
}
