import { parse, serialize } from 'hono/utils/cookie'
import { randomBytes } from 'node:crypto'

export interface DemoSession {
  readonly accountKey: string
  /** ISO 8601. */
  readonly since: string
}

const HOURS = 8
const MOST = 10_000

/** The site's own sessions: ids nobody can guess, in a cookie no script can read. */
export function siteSessions(origin: string, now: () => Date = () => new Date()) {
  const isSecure = origin.startsWith('https:')
  const name = isSecure ? '__Host-session' : 'session'
  const cookie = (value: string, maxAge: number) =>
    serialize(name, value, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      secure: isSecure,
      maxAge,
    })
  const idIn = (request: Request) => parse(request.headers.get('cookie') ?? '', name)[name] ?? ''
  const sessions = new Map<string, DemoSession>()

  return {
    /** Begins a session under a new id, whatever id the browser had before. Returns its cookie. */
    begin(request: Request, accountKey: string): string {
      sessions.delete(idIn(request))
      if (sessions.size >= MOST) sessions.delete(sessions.keys().next().value!)
      const id = randomBytes(32).toString('base64url')
      sessions.set(id, { accountKey, since: now().toISOString() })
      return cookie(id, HOURS * 3600)
    },
    find(request: Request): DemoSession | undefined {
      const session = sessions.get(idIn(request))
      if (session === undefined) return undefined
      const age = now().getTime() - new Date(session.since).getTime()
      return age < HOURS * 3_600_000 ? session : undefined
    },
    /** Ends the session. Returns the cookie that takes its id from the browser. */
    end(request: Request): string {
      sessions.delete(idIn(request))
      return cookie('', 0)
    },
  }
}
