import type { LoginServer } from '@myna/elements'

/** A session as the site tells it to its page. */
export interface Session {
  /** ISO 8601. */
  readonly since: string
  readonly accountKey: string
}

/** The site behind the page: a server over HTTP, or everything in the page for static hosts. */
export interface Site {
  readonly isInPage: boolean
  readonly server: LoginServer
  session(): Promise<Session | undefined>
  signOut(): Promise<void>
}

/** Chosen when the page is built: `vite build --mode static` has no server to ask. */
export const openSite = async (): Promise<Site> =>
  import.meta.env.MODE === 'static'
    ? (await import('./site-in-page')).siteInPage()
    : (await import('./site-over-http')).siteOverHttp()
