import { MOST_TOKEN_BYTES, PURPOSES, type Purpose } from '@myna/token'
import { ConfigurationError } from './configuration-error'
import {
  CallerError,
  callerErrors,
  checkTransport,
  readBody,
  type CallerErrorCode,
} from './http-request'
import { loginVerifier, type VerifiedLogin } from './login'
import { checkOptions, type LoginOptions } from './options'
import { Refusal, type RefusalCode } from './refusal'
import { newId, sessionCookie } from './session-cookie'

export interface HandlerOptions extends LoginOptions {
  /** Where the handler lives: `/myna` unless told otherwise, without a slash at its end. */
  readonly path?: string
  /** What the site's pages may ask for: `['login']` unless told otherwise. */
  readonly purposes?: readonly Purpose[]
  /**
   * Makes the site's own session for a login that is believed, under a new session id, and answers the
   * page. For `step-up` and `link-account`, compare `login.accountKey` with whom the request is from.
   */
  signedIn(login: VerifiedLogin, request: Request): Response | Promise<Response>
  /** Whether this request may go on: the place for a limit by address. */
  allow?(request: Request, step: Step): boolean | Promise<boolean>
  /** Told of every answer. Holds codes only, so it may go into any log. */
  log?(entry: LogEntry): void
}

type Step = 'challenge' | 'verify'

/** One answer, for the log: nothing in it says who the person is. */
export interface LogEntry {
  readonly at: Date
  readonly step: Step
  readonly outcome: 'challenge-made' | 'signed-in' | 'refused' | 'caller-error' | 'fault'
  readonly code?: RefusalCode | CallerErrorCode
  /** Of a login that is believed: whether anybody was asked. */
  readonly revocation?: VerifiedLogin['checks']['revocation']
  /** What our own side threw, for outcome `fault` and for stores and checkers that failed. */
  readonly cause?: unknown
}

const MOST_QUESTION_BYTES = 256

/**
 * The login over HTTP, as a Fetch-API handler: `POST {path}/challenge` and `POST {path}/verify`.
 * For any other path it gives `undefined`, and the site goes on with its own.
 *
 * Answers: the challenge; whatever `signedIn` makes; `{"refused": …}` with one of six words, 403 or 503;
 * `{"error": …}` for a request no page of the site would make. It never throws.
 *
 * @throws ConfigurationError
 */
export async function loginHandler(
  options: HandlerOptions,
): Promise<(request: Request) => Promise<Response | undefined>> {
  const { path = '/myna', purposes = ['login'], signedIn, allow, log } = options
  checkHandlerOptions(path, purposes, signedIn)
  const { origin, lifetime, now, randomBytes } = checkOptions(options)
  const verifier = await loginVerifier(options)
  const cookie = sessionCookie(origin, lifetime / 1000)

  type Noted = { revocation?: VerifiedLogin['checks']['revocation'] }
  const steps: Readonly<Record<Step, (request: Request, noted: Noted) => Promise<Response>>> = {
    async challenge(request) {
      const purpose = purposeIn(await readBody(request, MOST_QUESTION_BYTES), purposes)
      const session = cookie.read(request) ?? newId(randomBytes)
      const message = await verifier.challenge(session, purpose)
      return finished(json(200, message), cookie.set(session))
    },
    async verify(request, noted) {
      const token = await readBody(request, MOST_TOKEN_BYTES)
      const session = cookie.read(request)
      if (session === undefined) throw new Refusal('session-missing')
      const login = await verifier.verify(session, token)
      noted.revocation = login.checks.revocation
      return finished(await signedIn(login, request), cookie.remove())
    },
  }

  return async (request) => {
    const { pathname } = new URL(request.url)
    const step = (['challenge', 'verify'] as const).find((name) => pathname === `${path}/${name}`)
    if (step === undefined) return undefined
    const tell = (entry: Omit<LogEntry, 'at' | 'step'>) => {
      try {
        log?.({ at: now(), step, ...entry })
      } catch {
        // a log that is broken must not decide who is let in
      }
    }
    try {
      checkTransport(request, origin)
      if ((await allow?.(request, step)) === false) throw new CallerError('too-many-requests')
      const noted: Noted = {}
      const response = await steps[step](request, noted)
      tell({ outcome: step === 'verify' ? 'signed-in' : 'challenge-made', ...noted })
      return response
    } catch (error) {
      if (error instanceof Refusal) {
        tell({ outcome: 'refused', code: error.code, ...causeOf(error) })
        const status = error.told === 'checking-unavailable' ? 503 : 403
        return finished(json(status, { refused: error.told }))
      }
      if (error instanceof CallerError) {
        tell({ outcome: 'caller-error', code: error.code })
        return finished(callerAnswer(error.code))
      }
      tell({ outcome: 'fault', cause: error })
      return finished(json(500, { error: 'fault' }))
    }
  }
}

function checkHandlerOptions(
  path: string,
  purposes: readonly Purpose[],
  signedIn: HandlerOptions['signedIn'],
): void {
  if (path !== '' && !/^(\/[\w.~-]+)+$/.test(path))
    throw new ConfigurationError('path: must begin with a slash and not end with one')
  if (purposes.length === 0 || !purposes.every((purpose) => PURPOSES.includes(purpose)))
    throw new ConfigurationError(`purposes: must be some of ${PURPOSES.join(', ')}`)
  if (typeof signedIn !== 'function')
    throw new ConfigurationError('signedIn: must be a function that answers the page')
}

/** `{"purpose": "login"}`, and nothing beside it. */
function purposeIn(body: string, offered: readonly Purpose[]): Purpose {
  const [[name, value] = [], ...more] = Object.entries(parse(body))
  if (name !== 'purpose' || more.length > 0) throw new CallerError('body-malformed')
  const purpose = offered.find((known) => known === value)
  if (purpose === undefined) throw new CallerError('purpose-not-offered')
  return purpose
}

function parse(body: string): object {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // the same answer for what is no JSON and what is no object
  }
  throw new CallerError('body-malformed')
}

const causeOf = ({ cause }: Refusal) => (cause === undefined ? {} : { cause })

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  })

function callerAnswer(code: CallerErrorCode): Response {
  const response = json(callerErrors[code], { error: code })
  if (code === 'method') response.headers.set('allow', 'POST')
  return response
}

/** What every answer has. A site's own answer may have headers nobody can change, so it is copied. */
function finished(answer: Response, cookie?: string): Response {
  const response = new Response(answer.body, answer)
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
  response.headers.set('x-content-type-options', 'nosniff')
  if (cookie !== undefined) response.headers.append('set-cookie', cookie)
  return response
}
