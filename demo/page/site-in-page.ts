import { CardError } from '@myna/apdu'
import { readChallenge } from '@myna/token'
import { loginVerifier, memoryChallengeStore, Refusal, staticChecker } from '@myna/verifier'
import { revokedSerials, testAnchors } from '@myna/virtual'
import type { Session, Site } from './site'

const BROWSER = 'this-browser'

/** The verifier in the page itself, so that the demonstration works on a static host. */
export async function siteInPage(): Promise<Site> {
  const now = new Date()
  const revoked = await revokedSerials({ now })
  const verifier = await loginVerifier({
    role: 'test',
    origin: location.origin,
    anchors: (await testAnchors({ now })).authentication,
    revocation: staticChecker(revoked),
    challenges: memoryChallengeStore(),
    accountSecret: crypto.getRandomValues(new Uint8Array(32)),
  })
  let session: Session | undefined

  const told = (error: unknown): never => {
    throw error instanceof Refusal ? new CardError('login-refused', { told: error.told }) : error
  }
  return {
    isInPage: true,
    server: {
      challenge: async (purpose) =>
        readChallenge(await verifier.challenge(BROWSER, purpose).catch(told)),
      async verify(token) {
        const { accountKey } = await verifier.verify(BROWSER, token).catch(told)
        session = { since: new Date().toISOString(), accountKey }
        return {}
      },
    },
    session: async () => session,
    async signOut() {
      session = undefined
    },
  }
}
