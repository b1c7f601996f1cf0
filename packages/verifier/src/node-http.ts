// Only the shapes of Node's objects, and nothing of Node is imported: the adapter compiles anywhere.
import { within } from './patience'

/** What we use of `http.IncomingMessage`, and what frameworks leave on it. */
export interface NodeRequest extends AsyncIterable<unknown> {
  readonly method?: string | undefined
  readonly url?: string | undefined
  /** Express: the address before routers took their part away. */
  readonly originalUrl?: string
  /** Name, value, name, value, as they came. */
  readonly rawHeaders: readonly string[]
  /** Whether all of the body has arrived. */
  readonly complete: boolean
  /** Whether somebody has begun to read the body. */
  readonly readableDidRead: boolean
  /** What a body parser before us made of it. */
  readonly body?: unknown
  on(event: 'close' | 'error', listener: () => void): unknown
}

/** What we use of `http.ServerResponse`. */
export interface NodeResponse {
  statusCode: number
  readonly writableEnded: boolean
  readonly destroyed: boolean
  setHeader(name: string, value: string | readonly string[]): unknown
  getHeader(name: string): number | string | readonly string[] | undefined
  write(bytes: Uint8Array): boolean
  flushHeaders(): void
  end(): unknown
  once(event: 'drain' | 'close', listener: () => void): unknown
  off(event: 'drain' | 'close', listener: () => void): unknown
}

/**
 * How much of a body nobody read is still taken in, and for how long (bytes, milliseconds). Closing a
 * connection while bytes wait in it resets it (RFC 9112 §9.6), and the one who still sends may lose
 * the answer over that: then a body that is too large looks like a server that is broken.
 */
const DISCARD = { size: 2 << 20, patience: 2000 }

type FetchHandler = (request: Request) => Promise<Response | undefined>

/**
 * A Fetch-API handler for `node:http`, Express and Fastify. It answers the requests that are for the
 * handler and gives `true`; for others it calls `next`, if there is one, and gives `false`.
 *
 * @param origin the site's own, as `location.origin` says it: the Host header is the caller's to invent
 */
export function nodeHandler(
  handle: FetchHandler,
  { origin }: { readonly origin: string },
): (
  request: NodeRequest,
  response: NodeResponse,
  next?: (error?: unknown) => void,
) => Promise<boolean> {
  return async (incoming, outgoing, next) => {
    const gone = new AbortController()
    const leave = () => gone.abort()
    outgoing.once('close', leave)
    try {
      const request = requestFrom(incoming, origin, gone.signal)
      const response = request && (await handle(request))
      if (response !== undefined) {
        // what was not read of the body must not be taken for the next request
        const isUnread = !incoming.complete
        if (isUnread) outgoing.setHeader('connection', 'close')
        await send(response, outgoing, request!.method, gone.signal)
        if (isUnread) {
          outgoing.flushHeaders() // before the wait, also where the answer has no body
          await within(DISCARD.patience, () => discardRest(incoming)).catch(() => {})
        }
        outgoing.end()
      } else next?.()
      return response !== undefined
    } catch (error) {
      if (gone.signal.aborted) return true // nobody is there to be told
      if (next === undefined) throw error
      next(error)
      return true
    } finally {
      outgoing.off('close', leave)
    }
  }
}

/** Methods that `Request` refuses to have (Fetch §2.2.1); no handler of ours could be meant. */
const FORBIDDEN = ['CONNECT', 'TRACE', 'TRACK']

function requestFrom(
  incoming: NodeRequest,
  origin: string,
  signal: AbortSignal,
): Request | undefined {
  const method = incoming.method ?? 'GET'
  const path = incoming.originalUrl ?? incoming.url ?? ''
  // "*" and the absolute form are for proxies; a second slash would name another host
  if (!path.startsWith('/') || FORBIDDEN.includes(method.toUpperCase())) return undefined
  const headers = new Headers()
  for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2) {
    const name = incoming.rawHeaders[at]!
    if (!name.startsWith(':')) headers.append(name, incoming.rawHeaders[at + 1]!) // not HTTP/2's own
  }
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const body = hasBody ? bodyFrom(incoming, signal) : null
  const init = { method, headers, body, signal, duplex: 'half' } // which TypeScript's DOM lacks
  return new Request(`${origin}${path}`, init as RequestInit)
}

/**
 * The body as a stream that goes no faster than it is read. Where a body parser was first, what it
 * made of the body is written as JSON again: then the parser has decided what the members are.
 */
function bodyFrom(incoming: NodeRequest, signal: AbortSignal): BodyInit {
  if (incoming.readableDidRead && incoming.body !== undefined) {
    const { body } = incoming
    if (typeof body === 'string') return body
    return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body)
  }
  const chunks = incoming[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next()
          if (done) controller.close()
          else if (value instanceof Uint8Array) controller.enqueue(new Uint8Array(value))
          else throw new TypeError('the request has an encoding set')
        } catch (error) {
          controller.error(signal.aborted ? signal.reason : error)
        }
      },
      // whoever reads no further: the rest stays where it is, and the answer can still be sent
    },
    { highWaterMark: 0 },
  )
}

async function send(
  response: Response,
  outgoing: NodeResponse,
  method: string,
  signal: AbortSignal,
): Promise<void> {
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers)
    if (name !== 'set-cookie') outgoing.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  // beside those that were set before us
  const before = outgoing.getHeader('set-cookie') ?? []
  if (cookies.length > 0)
    outgoing.setHeader('set-cookie', [
      ...(Array.isArray(before) ? (before as readonly string[]) : [`${before as string}`]),
      ...cookies,
    ])

  const reader = method === 'HEAD' ? undefined : response.body?.getReader()
  if (method === 'HEAD') await response.body?.cancel()
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    if (signal.aborted || outgoing.destroyed) return reader.cancel(signal.reason)
    if (!outgoing.write(value)) await drained(outgoing)
  }
}

async function discardRest(incoming: NodeRequest): Promise<void> {
  const chunks = incoming[Symbol.asyncIterator]()
  for (let size = 0; size < DISCARD.size;) {
    const { done, value } = await chunks.next()
    if (done) return
    size += value instanceof Uint8Array ? value.length : DISCARD.size
  }
}

/** Waits until more can be written, or nobody reads any more. */
function drained(outgoing: NodeResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      outgoing.off('drain', go)
      outgoing.off('close', go)
      resolve()
    }
    outgoing.once('drain', go)
    outgoing.once('close', go)
  })
}
