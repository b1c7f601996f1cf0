/** What a caller can do wrong before its words are looked at. Nothing is used up by it. */
export const callerErrors = {
  method: 405,
  'foreign-origin': 403,
  'media-type': 415,
  'body-too-large': 413,
  'body-malformed': 400,
  'purpose-not-offered': 400,
  'too-many-requests': 429,
} as const

export type CallerErrorCode = keyof typeof callerErrors

/** A request that is answered with a code its author can act on. */
export class CallerError extends Error {
  override readonly name = 'CallerError'
  readonly code: CallerErrorCode

  constructor(code: CallerErrorCode) {
    super(code)
    this.code = code
  }
}

/** Pages that may ask: the site's own, and those of its sister hosts that it names. */
export interface Callers {
  readonly origin: string
  readonly cors: readonly string[]
}

/**
 * Step 1 of `pki.md` §3.5: a POST of JSON from a page of a configured origin. Browsers set `Origin`
 * on every POST, so one without it is none of our pages; `Sec-Fetch-Site` older ones leave out. From
 * another site no cookie of ours would come along, so `cross-site` is refused whatever is configured.
 *
 * @throws CallerError
 */
export function checkTransport({ method, headers }: Request, { origin, cors }: Callers): void {
  if (method !== 'POST') throw new CallerError('method')
  const caller = headers.get('origin') ?? ''
  const due = caller === origin ? 'same-origin' : 'same-site'
  const isOurs = caller === origin || cors.includes(caller)
  if (!isOurs || (headers.get('sec-fetch-site') ?? due) !== due)
    throw new CallerError('foreign-origin')
  if (!/^application\/json *(; *charset="?utf-8"?)?$/i.test(headers.get('content-type') ?? ''))
    throw new CallerError('media-type')
}

/**
 * Reads a body and stops as soon as it is longer than it may be.
 *
 * @param most bytes
 * @throws CallerError
 */
export async function readBody(request: Request, most: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > most)
    throw new CallerError('body-too-large')
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const stream = request.body?.getReader()
  let text = ''
  try {
    for (let size = 0; stream !== undefined;) {
      const { done, value } = await stream.read()
      if (done) break
      size += value.length
      if (size > most) {
        await stream.cancel()
        throw new CallerError('body-too-large')
      }
      text += decoder.decode(value, { stream: true })
    }
    return text + decoder.decode()
  } catch (error) {
    if (error instanceof CallerError) throw error
    throw new CallerError('body-malformed') // no UTF-8, or it broke off
  }
}
