import { base64url, MalformedBytes, toBase64url } from '@myna/bytes'

const ID_SIZE = 32

/** Cookies of the handler: one for a question to the card, one for a question about a renewal. */
export type CookieName = 'myna' | 'myna-renewal'

/**
 * The cookie that ties a challenge to the browser that asked for it. It knows nobody and ends with
 * the login. With https it has the `__Host-` prefix, so that no neighbouring host can plant one
 * (RFC 6265bis §4.1.3.2); http exists only on localhost, in test mode.
 */
export function sessionCookie(
  origin: string,
  lifetimeSeconds: number,
  plainName: CookieName = 'myna',
) {
  const isSecure = origin.startsWith('https:')
  const name = isSecure ? `__Host-${plainName}` : plainName
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
  const write = (value: string, seconds: number) =>
    `${name}=${value}; ${attributes}; Max-Age=${seconds}`

  return {
    /** The id in a request, if it has one that could be ours. */
    read(request: Request): string | undefined {
      return (request.headers.get('cookie') ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`))
        .map((pair) => pair.slice(name.length + 1))
        .find(isId)
    },
    set: (id: string) => write(id, lifetimeSeconds),
    remove: () => write('', 0),
  }
}

export const newId = (randomBytes: (size: number) => Uint8Array) =>
  toBase64url(randomBytes(ID_SIZE))

function isId(text: string): boolean {
  try {
    return base64url(text).length === ID_SIZE
  } catch (error) {
    if (error instanceof MalformedBytes) return false
    throw error
  }
}
