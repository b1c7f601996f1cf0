import { callerErrors, type CallerErrorCode, type Callers } from './http-request'

export const json = (status: number, body: unknown, contentType = 'application/json') =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': `${contentType}; charset=utf-8` },
  })

/** @param method the one that would have been right */
export function callerAnswer(code: CallerErrorCode, method: 'GET' | 'POST'): Response {
  const response = json(callerErrors[code], { error: code })
  if (code === 'method') response.headers.set('allow', method)
  return response
}

/** What every answer has. A site's own answer may have headers nobody can change, so it is copied. */
export function finished(answer: Response, ...cookies: readonly string[]): Response {
  const response = new Response(answer.body, answer)
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
  response.headers.set('x-content-type-options', 'nosniff')
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

/** Lets a page of a named sister host read the answer (Fetch §3.2). Nothing is said to others. */
export function opened(answer: Response, request: Request, { cors }: Callers): Response {
  if (cors.length === 0) return answer
  answer.headers.append('vary', 'Origin')
  const caller = request.headers.get('origin')
  if (caller === null || !cors.includes(caller)) return answer
  answer.headers.set('access-control-allow-origin', caller)
  answer.headers.set('access-control-allow-credentials', 'true')
  return answer
}

/** The answer to a browser that asks whether it may ask; only named hosts get one. */
export function preflight(request: Request, { cors }: Callers): Response | undefined {
  const caller = request.headers.get('origin')
  if (request.method !== 'OPTIONS' || caller === null || !cors.includes(caller)) return undefined
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
    },
  })
}
