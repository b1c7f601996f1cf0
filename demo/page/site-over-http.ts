import { httpServer } from '@myna/elements'
import type { Session, Site } from './site'

/** The sample SP of demo/server. */
export function siteOverHttp(): Site {
  return {
    isInPage: false,
    server: httpServer({ challengeUrl: '/myna/challenge', verifyUrl: '/myna/verify' }),
    async session() {
      const { session } = (await (await fetch('/session')).json()) as { session: Session | null }
      return session ?? undefined
    },
    async signOut() {
      await fetch('/sign-out', { method: 'POST' })
    },
  }
}
