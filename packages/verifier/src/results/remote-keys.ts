import { within } from '../patience'
import type { Jwks } from './result-keys'

const PATIENCE = 5_000 // milliseconds for an answer
const MOST_CHARACTERS = 65_536

/**
 * The keys an issuer publishes, fetched when they are first needed and kept. A result that names an
 * unknown key makes us look again, at most once a minute: else anybody could have us fetch at will.
 */
export function remoteKeys(
  url: string,
  {
    fetch = globalThis.fetch.bind(globalThis),
    now = () => new Date(),
    maximumAge = 3_600_000,
    pause = 60_000,
  }: {
    readonly fetch?: typeof globalThis.fetch
    readonly now?: () => Date
    /** Milliseconds after which keys are fetched again: this long an issuer's withdrawn key still counts. */
    readonly maximumAge?: number
    /** Least milliseconds between two fetches. */
    readonly pause?: number
  } = {},
): (renew: boolean) => Promise<Jwks> {
  let good: { readonly keys: Jwks; readonly since: number } | undefined
  let lastTry = -Infinity
  let loading: Promise<Jwks> | undefined

  const load = () => within(PATIENCE, loadUnder)
  const loadUnder = async (signal: AbortSignal): Promise<Jwks> => {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal,
    })
    if (!response.ok) throw new Error(`the issuer's keys: HTTP ${response.status}`)
    const text = await response.text()
    if (text.length > MOST_CHARACTERS) throw new Error('the issuer’s keys: too long')
    const read = JSON.parse(text) as Jwks
    if (!Array.isArray(read.keys)) throw new Error('the issuer’s keys: no JWKS')
    return read
  }

  return async (renew) => {
    const time = now().getTime()
    const isFresh = good !== undefined && time - good.since < maximumAge
    if (isFresh && !(renew && time - lastTry >= pause)) return good!.keys
    lastTry = time
    loading ??= load().finally(() => (loading = undefined))
    try {
      const keys = await loading
      good = { keys, since: time }
      return keys
    } catch (error) {
      if (isFresh) return good!.keys // an issuer that is away does not take its keys with it
      throw error
    }
  }
}
