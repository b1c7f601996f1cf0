import { serveStatic } from '@hono/node-server/serve-static'
import {
  ageVerifier,
  loginHandler,
  memoryChallengeStore,
  staticChecker,
  type LogEntry,
} from '@myna/verifier'
import { revokedSerials, testAnchors } from '@myna/virtual'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { randomBytes } from 'node:crypto'
import { siteSessions } from './sessions'

export interface SampleSite {
  readonly origin: string
  /** The built page's folder, from where the process runs. */
  readonly pageFolder: string
  readonly log?: (entry: LogEntry) => void
}

/** The sample SP: a page, real sessions, and the login handler mounted beside them. */
export async function sampleSite({ origin, pageFolder, log = () => {} }: SampleSite) {
  const now = new Date()
  const sessions = siteSessions(origin)
  const revoked = await revokedSerials({ now })

  const anchors = await testAnchors({ now })
  const age = await ageVerifier({
    role: 'test',
    origin,
    anchors: anchors.signing,
    revocation: staticChecker(revoked),
    challenges: memoryChallengeStore(),
    ages: [20],
    evidence: ['jpki-sign', 'card-text'],
  })

  // ① what the site decides …
  const myna = await loginHandler({
    role: 'test', // test cards only; a real site is 'viaPlatform' and gives J-LIS's anchors
    origin,
    anchors: anchors.authentication,
    revocation: staticChecker(revoked), // for tests only
    challenges: memoryChallengeStore(),
    accountSecret: randomBytes(32), // a real site keeps one, apart from its database
    signedIn: ({ accountKey }, request) =>
      Response.json({}, { headers: { 'set-cookie': sessions.begin(request, accountKey) } }),
    age,
    log,
  })

  const app = new Hono()
  app.use(securityHeaders)
  // the address that was typed may differ from the origin that is signed (127.0.0.1 for localhost)
  app.use(async (context, next) => {
    const isTyped = context.req.method === 'GET' && new URL(context.req.url).origin !== origin
    return isTyped ? context.redirect(`${origin}${context.req.path}`, 308) : next()
  })
  // ② … and one line to mount it
  app.use(async (context, next) => (await myna(context.req.raw)) ?? next())

  app.get('/session', ({ req, json }) =>
    json({ session: sessions.find(req.raw) ?? null }, 200, { 'cache-control': 'no-store' }),
  )
  app.post('/sign-out', ({ req, json }) =>
    req.header('origin') === origin
      ? json({}, 200, { 'set-cookie': sessions.end(req.raw) })
      : json({ error: 'foreign-origin' }, 403),
  )
  app.use(serveStatic({ root: pageFolder }))
  return app
}

/** Nobody else's script runs beside a PIN, and nobody else's page may use the reader from here. */
const securityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ['lit-html'],
  },
  permissionsPolicy: { usb: ['self'], hid: ['self'] },
  strictTransportSecurity: false, // this machine only
})
