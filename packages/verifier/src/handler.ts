import { MOST_TOKEN_BYTES, type Purpose } from '@myna/token'
import { CONSENT_TIME } from './accounts/renewal'
import {
  checkHandlerOptions,
  type BelievedLogin,
  type HandlerOptions,
  type LogEntry,
  type Outcome,
  type Step,
} from './handler-options'
import { callerAnswer, finished, json, opened, preflight } from './http-answer'
import { CallerError, checkTransport, readBody } from './http-request'
import { boundTo, loginVerifier, type VerifiedLogin } from './login'
import { checkOptions } from './options'
import { Refusal } from './refusal'
import { ageResultOf } from './results/result'
import { newId, sessionCookie } from './session-cookie'

const MOST_QUESTION_BYTES = 256
const JWKS_SECONDS = 300 // how long receivers may keep the keys without asking

interface Done {
  readonly outcome: Outcome
  readonly response: Response
  readonly revocation?: NonNullable<LogEntry['revocation']>
}

/**
 * The login over HTTP, as a Fetch-API handler: `POST {path}/challenge` and `POST {path}/verify`, and by
 * option `POST {path}/verify-age`, `POST {path}/renewal`, `POST {path}/sign-out` and `GET {path}/jwks.json`. For any other path
 * it gives `undefined`, and the site goes on with its own.
 *
 * Answers: the challenge; whatever `signedIn` or `arrived` makes; `{"renewal": "consent-needed"}`, 202;
 * `{"refused": …}` with one of six words, 403 or 503; `{"error": …}` for a request no page of the site
 * would make. It never throws.
 *
 * @throws ConfigurationError
 */
export async function loginHandler(
  options: HandlerOptions,
): Promise<(request: Request) => Promise<Response | undefined>> {
  const { path, purposes, cors } = checkHandlerOptions(options)
  const {
    signedIn,
    members,
    contextOf,
    age,
    ageChecked,
    ageResultFor,
    signOut,
    results,
    allow,
    log,
  } = options
  const { origin, lifetime, now, randomBytes } = checkOptions(options)
  const callers = { origin, cors }
  const verifier = await loginVerifier(options)
  const cookie = sessionCookie(origin, lifetime / 1000)
  const renewalCookie = sessionCookie(origin, CONSENT_TIME / 1000, 'myna-renewal')

  const believed = async (login: VerifiedLogin, request: Request): Promise<Done> => {
    if (members === undefined) {
      const response = await signedIn!(login, request)
      return { outcome: 'signed-in', response: finished(response, cookie.remove()) }
    }
    const { revealSensitive, ...facts } = login
    const { kind, notAfter, purpose } = login
    const certificate = { kind, notAfter, use: 'auth', serial: revealSensitive().serial } as const
    const arrival = await members.accounts.arrive(certificate, {
      note: JSON.stringify(facts),
      mayAsk: purpose !== 'link-account', // there the site knows already whose card it is
    })
    if (arrival.at === 'consent-needed') {
      const response = json(202, { renewal: arrival.at })
      const cookies = [cookie.remove(), renewalCookie.set(arrival.ticket)]
      return { outcome: 'consent-asked', response: finished(response, ...cookies) }
    }
    const response = await members.arrived(arrival, facts, request)
    return { outcome: 'signed-in', response: finished(response, cookie.remove()) }
  }

  const steps: Partial<Record<Step, (request: Request) => Promise<Done>>> = {
    async challenge(request) {
      const body = await readBody(request, MOST_QUESTION_BYTES)
      const purpose = purposeIn(body, age === undefined ? purposes : [...purposes, 'age'])
      const session = cookie.read(request) ?? newId(randomBytes)
      const message =
        purpose === 'age'
          ? await age!.challenge(session)
          : await verifier.challenge(session, purpose, await contextOf?.(request, purpose))
      const response = finished(json(200, message), cookie.set(session))
      return { outcome: 'challenge-made', response }
    },
    async verify(request) {
      const token = await readBody(request, MOST_TOKEN_BYTES)
      const session = cookie.read(request)
      if (session === undefined) throw new Refusal('session-missing')
      const login = await verifier.verify(session, token)
      const { outcome, response } = await believed(login, request)
      return { outcome, response, revocation: login.checks.revocation }
    },
  }
  if (age !== undefined)
    steps['verify-age'] = async (request) => {
      const proof = await readBody(request, MOST_TOKEN_BYTES)
      const session = cookie.read(request)
      if (session === undefined) throw new Refusal('session-missing')
      const verified = await age.verify(session, proof)
      const address = await ageResultFor?.(request)
      const content = address && ageResultOf(verified.answer)
      const result = content && (await results!.sign(content, address))
      const checked = { ...verified, ...(result === undefined ? {} : { result }) }
      const response =
        (await ageChecked?.(checked, request)) ?? json(200, { age: verified.answer, result })
      const { revocation } = verified.checks
      return { outcome: 'age-checked', response: finished(response), revocation }
    }
  if (members !== undefined)
    steps.renewal = async (request) => {
      const consent = consentIn(await readBody(request, MOST_QUESTION_BYTES))
      const ticket = renewalCookie.read(request)
      if (ticket === undefined) throw new Refusal('renewal-missing')
      const { arrival, note } = await members.accounts.renew(ticket, consent)
      const response = await members.arrived(arrival, loginIn(note), request)
      return { outcome: 'signed-in', response: finished(response, renewalCookie.remove()) }
    }
  if (signOut !== undefined)
    steps['sign-out'] = async (request) => {
      const response = await signOut(request)
      const cookies = [cookie.remove(), renewalCookie.remove()]
      return { outcome: 'signed-out', response: finished(response, ...cookies) }
    }
  if (results !== undefined)
    steps['jwks.json'] = async () => {
      const response = finished(json(200, results.jwks(), 'application/jwk-set+json'))
      response.headers.set('cache-control', `public, max-age=${JWKS_SECONDS}`)
      return { outcome: 'keys-given', response }
    }

  /** The answer to a request that is for one of the steps, and what to say of it. */
  const answer = async (
    step: Step,
    request: Request,
  ): Promise<Omit<LogEntry, 'at' | 'step'> & Done> => {
    const method = step === 'jwks.json' ? 'GET' : 'POST'
    try {
      const early = method === 'POST' ? preflight(request, callers) : undefined
      if (early !== undefined) return { outcome: 'preflight', response: finished(early) }
      if (method === 'POST') checkTransport(request, callers)
      else if (request.method !== method) throw new CallerError('method')
      if ((await allow?.(request, step)) === false) throw new CallerError('too-many-requests')
      return await steps[step]!(request)
    } catch (error) {
      if (error instanceof Refusal) {
        const status = error.told === 'checking-unavailable' ? 503 : 403
        const response = finished(json(status, { refused: error.told }))
        return { outcome: 'refused', code: error.code, ...causeOf(error), response }
      }
      if (error instanceof CallerError) {
        const response = finished(callerAnswer(error.code, method))
        return { outcome: 'caller-error', code: error.code, response }
      }
      const response = finished(json(500, { error: 'fault' }))
      return { outcome: 'fault', cause: error, response }
    }
  }

  return async (request) => {
    const { pathname } = new URL(request.url)
    const step = (Object.keys(steps) as Step[]).find((name) => pathname === `${path}/${name}`)
    if (step === undefined) return undefined
    const { response, ...entry } = await answer(step, request)
    try {
      log?.({ at: now(), step, ...entry })
    } catch {
      // a log that is broken must not decide who is let in
    }
    return step === 'jwks.json' ? response : opened(response, request, callers)
  }
}

/** The value of the only member of a JSON object. @throws CallerError */
function onlyMember(body: string, name: string): unknown {
  const [[found, value] = [], ...more] = Object.entries(parse(body))
  if (found !== name || more.length > 0) throw new CallerError('body-malformed')
  return value
}

/** `{"purpose": "login"}`, and nothing beside it. */
function purposeIn<P extends Purpose | 'age'>(body: string, offered: readonly P[]): P {
  const value = onlyMember(body, 'purpose')
  const purpose = offered.find((known) => known === value)
  if (purpose === undefined) throw new CallerError('purpose-not-offered')
  return purpose
}

/** `{"consent": true}` or `false`: a word somebody said, so no other value stands for one. */
function consentIn(body: string): boolean {
  const consent = onlyMember(body, 'consent')
  if (typeof consent !== 'boolean') throw new CallerError('body-malformed')
  return consent
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

/** What `believed` wrote down before the question about a renewal. */
function loginIn(note: string): BelievedLogin {
  const facts = JSON.parse(note) as BelievedLogin & { readonly notAfter: string }
  return { ...facts, notAfter: new Date(facts.notAfter), ...boundTo(facts.context) }
}

const causeOf = ({ cause }: Refusal) => (cause === undefined ? {} : { cause })
