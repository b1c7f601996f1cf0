import type { ChallengeStore, StoredChallenge } from '../challenge-store'

/**
 * Texts that wait a short time to be taken once, and marks that can be made once. Both promises hold
 * between servers, too: of two that take or mark at the same moment, exactly one succeeds.
 */
export interface OnceStore {
  /** Keeps a text, in place of an older one, for `lifetime` milliseconds. */
  put(key: string, text: string, lifetime: number): Promise<void>
  /** Returns the text and forgets it; nothing once its lifetime is over. */
  take(key: string): Promise<string | undefined>
  /** Makes a mark that stays for `lifetime` milliseconds. `false` if it was there already. */
  mark(key: string, lifetime: number): Promise<boolean>
}

/** How much longer than its lifetime a challenge is kept, so that "too late" can be told from "used". */
const GRACE = 60_000

/** Challenges kept in any once-store. */
export function challengesIn(store: OnceStore): ChallengeStore {
  const keyOf = (session: string) => `challenge:${session}`
  return {
    put: (session, challenge, lifetime) =>
      store.put(keyOf(session), JSON.stringify(challenge), lifetime + GRACE),
    async take(session) {
      const text = await store.take(keyOf(session))
      // what it holds is read strictly by whoever asked
      return text === undefined ? undefined : (JSON.parse(text) as StoredChallenge)
    },
  }
}
