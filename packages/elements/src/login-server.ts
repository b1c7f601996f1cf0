import { cancellable, CardError, underFirstOf, type LoginRefusal, type Waiting } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import { readChallenge, type Challenge, type Purpose } from '@myna/token'

/** The site's server, as a login needs it. */
export interface LoginServer {
  /** @throws CardError `server-unreachable`, `server-fault`, `login-refused`, `cancelled` */
  challenge(purpose: Purpose, waiting: Waiting): Promise<Challenge>
  /**
   * Hands the token over. What the site answers to a login it believes, JSON or nothing at all, is
   * returned as it came. `{ "renewal": "consent-needed" }` asks for a word of the person first: see
   * `renew`.
   *
   * @throws CardError `server-unreachable`, `server-fault`, `login-refused`, `cancelled`
   */
  verify(token: string, waiting: Waiting): Promise<unknown>
  /**
   * Hands over what the person said to whether the site may ask for their certificate before this one
   * (新旧紐付), and returns the site's answer. Only servers that know members ask that.
   *
   * @throws CardError as `verify`
   */
  renew?(consent: boolean, waiting: Waiting): Promise<unknown>
}

/** The answer of a server that needs a word of the person before it can tell who they are. */
export const isConsentNeeded = (answer: unknown): boolean =>
  typeof answer === 'object' &&
  answer !== null &&
  (answer as { renewal?: unknown }).renewal === 'consent-needed'

const PATIENCE = 30_000 // milliseconds for an answer

/** What a server may say about a refused login; anything else is a fault of the server. */
const refusals: Readonly<Record<LoginRefusal, true>> = {
  'certificate-expired': true,
  'certificate-revoked': true,
  'challenge-expired': true,
  'challenge-used': true,
  'checking-unavailable': true,
  'not-accepted': true,
}

/** Posts to a site's server, with some patience. @throws CardError `server-unreachable`, `cancelled` */
export const poster =
  (fetch: typeof globalThis.fetch) =>
  async (url: string, body: string, { signal }: Waiting): Promise<Answer> => {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), PATIENCE)
    const headers = { 'content-type': 'application/json' }
    const ask = async (either: AbortSignal) => {
      const response = await fetch(url, { method: 'POST', headers, body, signal: either })
      return { response, text: await response.text() }
    }
    try {
      // whoever pays no heed to the signal is not waited for either
      return await underFirstOf([signal, late.signal], (either) => cancellable(ask(either), either))
    } catch (cause) {
      if (signal?.aborted) throw new CardError('cancelled', {}, { cause })
      throw new CardError('server-unreachable', {}, { cause })
    } finally {
      clearTimeout(timer)
    }
  }

/** A server that speaks like `loginHandler` of @myna/verifier, at two addresses. */
export function httpServer({
  challengeUrl,
  verifyUrl,
  renewalUrl,
  fetch = globalThis.fetch.bind(globalThis),
}: {
  readonly challengeUrl: string
  readonly verifyUrl: string
  /** Without it, a site that asks about a renewal is set up wrongly. */
  readonly renewalUrl?: string
  readonly fetch?: typeof globalThis.fetch
}): LoginServer {
  const post = poster(fetch)
  return {
    async challenge(purpose, waiting) {
      const answer = await post(challengeUrl, JSON.stringify({ purpose }), waiting)
      if (!answer.response.ok) throw refusalIn(answer)
      try {
        return readChallenge(parsed(answer.text))
      } catch (error) {
        if (error instanceof MalformedBytes) throw fault(`challenge: ${error.message}`, error)
        throw error
      }
    },
    async verify(token, waiting) {
      return answerOf(await post(verifyUrl, token, waiting))
    },
    ...(renewalUrl === undefined
      ? {}
      : {
          async renew(consent: boolean, waiting: Waiting) {
            return answerOf(await post(renewalUrl, JSON.stringify({ consent }), waiting))
          },
        }),
  }
}

export function answerOf(answer: Answer): unknown {
  if (!answer.response.ok) throw refusalIn(answer)
  if (answer.text === '') return undefined
  const content = parsed(answer.text)
  // a page of the site, from a rule that catches every address: nobody was signed in by it
  if (content === undefined) throw fault('an answer to the login that is no JSON')
  return content
}

export interface Answer {
  readonly response: Response
  readonly text: string
}

/** `undefined` for what is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function refusalIn({ response, text }: Answer): CardError {
  const members = (parsed(text) ?? {}) as { refused?: unknown; error?: unknown }
  const { refused, error } = members
  if (typeof refused === 'string' && Object.hasOwn(refusals, refused))
    return new CardError('login-refused', { told: refused as LoginRefusal })
  const code = typeof error === 'string' ? ` ${error.slice(0, 40)}` : ''
  return fault(`HTTP ${response.status}${code}`)
}

export const fault = (detail: string, cause?: unknown) =>
  new CardError('server-fault', { detail }, { cause })
