import { GivenUp, within } from '../patience'

/** How a source is reached. Nothing here is reached that the operator did not name. */
export interface HttpOptions {
  /** What sends a request, `globalThis.fetch` for one; handed in, so that it can carry certificates. */
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>
  /** Milliseconds for one try: 4000 unless told otherwise. */
  readonly patience?: number
}

export const DEFAULT_PATIENCE = 4000

/** A source that gave no answer one could read. `detail` of the answer `unavailable`. */
export class SourceUnavailable extends Error {
  override readonly name = 'SourceUnavailable'
}

interface Exchange {
  readonly init: RequestInit
  /** The media type an answer must have. */
  readonly mediaType: string
  /** Bytes an answer may have. */
  readonly most: number
}

/**
 * Asks over HTTP. A network that failed is tried once more, and nothing else is: a source that
 * answered has answered, and one that is slow is not made faster by asking twice.
 *
 * @throws SourceUnavailable
 */
export async function askHttp(
  address: string,
  exchange: Exchange,
  { fetch, patience = DEFAULT_PATIENCE }: HttpOptions,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const once = async () => {
    try {
      return await within(patience, (own) => tryOnce(address, exchange, fetch, own), signal)
    } catch (cause) {
      if (cause instanceof GivenUp) throw new SourceUnavailable('no answer in time', { cause })
      throw cause
    }
  }
  try {
    return await once()
  } catch (error) {
    if (!(error instanceof NetworkFailure)) throw error
    return once().catch((again: Error) => {
      throw new SourceUnavailable('the network failed twice', { cause: again.cause ?? again })
    })
  }
}

/** The connection failed, before an answer was whole. */
class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure'
}

async function tryOnce(
  address: string,
  { init, mediaType, most }: Exchange,
  fetch: HttpOptions['fetch'],
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    signal.throwIfAborted()
    // an answer from elsewhere than the configured address is none
    const response = await fetch(address, { ...init, signal, redirect: 'manual' })
    if (response.status !== 200) throw new SourceUnavailable(`HTTP status ${response.status}`)
    const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
    if (type !== mediaType) throw new SourceUnavailable('an answer of another media type')
    return await readBytes(response, most)
  } catch (cause) {
    if (cause instanceof SourceUnavailable) throw cause
    throw new NetworkFailure('the network failed', { cause })
  }
}

async function readBytes(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader()
  const parts: Uint8Array[] = []
  let size = 0
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > most) {
      reader.cancel().catch(() => {}) // whether it stops in time is no concern of ours
      throw new SourceUnavailable(`an answer of more than ${most} bytes`)
    }
    parts.push(value)
  }
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer())
}
