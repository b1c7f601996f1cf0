import {
  signatureVerifier,
  type RevocationAnswer,
  type RevocationChecker,
  type RevocationQuestion,
} from '@myna/verifier'
import type { Authority, Holder } from './authority'

const signedBytes = new TextEncoder().encode('what a card signed')
const signatures = new Map<string, Promise<Uint8Array>>()

/** What a verifier makes of a holder's signature, and what the checker had told it. */
export interface Asked {
  readonly outcome: string
  readonly answer: RevocationAnswer | undefined
  readonly question: RevocationQuestion | undefined
}

/** Verifies a signature of the holder with this checker: certificate, question and answer are real. */
export async function ask(
  checker: RevocationChecker,
  authority: Authority,
  holder: Holder,
  at = new Date(),
  askedAt = at, // by another clock, to the checker
): Promise<Asked> {
  const key = `${authority.folder} ${holder}`
  const signature = signatures.get(key) ?? authority.sign(holder, signedBytes)
  signatures.set(key, signature)
  let answer: RevocationAnswer | undefined
  let question: RevocationQuestion | undefined
  const verifier = await signatureVerifier({
    role: 'test',
    use: 'authentication',
    anchors: [authority.anchor, authority.siblingAnchor],
    revocation: {
      role: 'test',
      async check(asked, signal) {
        question = { ...asked, at: askedAt }
        return (answer = await checker.check(question, signal))
      },
    },
    now: () => at,
  })
  const message = {
    unverifiedCertificate: await authority.certificate(holder),
    signature: await signature,
    signedBytes,
    purpose: 'login',
  }
  const outcome = await verifier.verify(message).then(
    ({ checks }) => `believed, revocation ${checks.revocation}`,
    ({ code, message: text }) => (code as string | undefined) ?? String(text),
  )
  return { outcome, answer, question }
}
