import type { Waiting } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import { readAgeAnswer, readAgeChallenge, type AgeAnswer, type AgeChallenge } from '@myna/token'
import { sameSiteUrl } from '../ceremony/same-site-url'
import { answerOf, fault, parsed, poster, refusalIn } from '../login-server'

/** The site's server, as an age check needs it. */
export interface AgeServer {
  /**
   * @returns the challenge, and the server's clock if it tells it: ages are counted by the server's day
   * @throws CardError `server-unreachable`, `server-fault`, `login-refused`, `cancelled`
   */
  challenge(waiting: Waiting): Promise<{ readonly challenge: AgeChallenge; readonly now?: Date }>
  /**
   * Hands a proof over.
   *
   * @returns the server's answer, and its signed form (JWS) if the site wants one to pass on
   * @throws CardError as `challenge`
   */
  verify(proof: string, waiting: Waiting): Promise<AgeResult>
}

export interface AgeResult {
  readonly answer: AgeAnswer
  /** A JWS by the server's key. */
  readonly result?: string
}

/** A server that speaks like `loginHandler` of @myna/verifier with `age`, at two addresses. */
export function httpAgeServer({
  challengeUrl,
  verifyUrl,
  fetch = globalThis.fetch.bind(globalThis),
}: {
  readonly challengeUrl: string
  readonly verifyUrl: string
  readonly fetch?: typeof globalThis.fetch
}): AgeServer {
  const post = poster(fetch)
  return {
    async challenge(waiting) {
      const answer = await post(challengeUrl, JSON.stringify({ purpose: 'age' }), waiting)
      if (!answer.response.ok) throw refusalIn(answer)
      const challenge = read('challenge', () => readAgeChallenge(parsed(answer.text)))
      const date = Date.parse(answer.response.headers.get('date') ?? '')
      return Number.isNaN(date) ? { challenge } : { challenge, now: new Date(date) }
    },
    async verify(proof, waiting) {
      const content = answerOf(await post(verifyUrl, proof, waiting))
      const { age, result } = (content ?? {}) as { age?: unknown; result?: unknown }
      const answer = read('age', () => readAgeAnswer(age))
      return typeof result === 'string' ? { answer, result } : { answer }
    },
  }
}

/** The same at two addresses of this site. @throws CardError `misconfigured` for another site's */
const siteAgeServer = (challengeUrl: string, verifyUrl: string): AgeServer =>
  httpAgeServer({
    challengeUrl: sameSiteUrl('challenge-url', challengeUrl),
    verifyUrl: sameSiteUrl('verify-url', verifyUrl),
  })

/** The server a widget was given: one of the site's own making, or the one at its addresses. */
export const ageServerOf = ({
  server,
  challengeUrl,
  verifyUrl,
}: {
  readonly server: AgeServer | undefined
  readonly challengeUrl: string | undefined
  readonly verifyUrl: string
}): AgeServer | undefined =>
  server ?? (challengeUrl === undefined ? undefined : siteAgeServer(challengeUrl, verifyUrl))

function read<T>(what: string, how: () => T): T {
  try {
    return how()
  } catch (error) {
    if (error instanceof MalformedBytes) throw fault(`${what}: ${error.message}`, error)
    throw error
  }
}
