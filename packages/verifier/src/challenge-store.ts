import { Refusal } from './refusal'

/** A challenge as it is kept between question and answer; texts only, so that any store can. */
export interface StoredChallenge {
  readonly nonce: string
  readonly purpose: string
  readonly origin: string
  readonly context: string
  /** Milliseconds since 1970. */
  readonly issuedAt: number
}

/**
 * Where challenges wait for their answer: at most one for a session. `take` must be atomic, also
 * between servers: of two that take at once, exactly one gets it (Redis: GETDEL).
 */
export interface ChallengeStore {
  /** Keeps a challenge, in place of an older one, for at least `lifetime` milliseconds. */
  put(session: string, challenge: StoredChallenge, lifetime: number): Promise<void>
  /** Returns the challenge and forgets it. */
  take(session: string): Promise<StoredChallenge | undefined>
}

/**
 * Challenges in this process's memory: for one server. When `most` are waiting, further ones are
 * refused rather than older ones forgotten, so that a flood cannot push honest people out.
 */
export function memoryChallengeStore({
  now = () => new Date(),
  most = 100_000,
}: { readonly now?: () => Date; readonly most?: number } = {}): ChallengeStore {
  const waiting = new Map<string, { challenge: StoredChallenge; until: number }>()

  const forgetOld = (): void => {
    const time = now().getTime()
    for (const [session, { until }] of waiting) if (until <= time) waiting.delete(session)
  }

  return {
    async put(session, challenge, lifetime) {
      if (waiting.size >= most && !waiting.has(session)) forgetOld()
      if (waiting.size >= most && !waiting.has(session))
        throw new Error('too many challenges are waiting')
      waiting.set(session, { challenge, until: now().getTime() + lifetime })
    },
    async take(session) {
      const found = waiting.get(session)
      waiting.delete(session)
      return found?.challenge
    },
  }
}

/** Asks a store; one that throws at once is as unavailable as one that rejects. @throws Refusal */
export async function fromStore<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch (cause) {
    throw new Refusal('store-unavailable', undefined, { cause })
  }
}
