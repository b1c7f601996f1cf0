import { base64url, MalformedBytes, toBase64url } from '@myna/bytes'
import { requireOrigin } from './origin'

/**
 * What a login's signature is made for. It is part of what is signed, so none can stand for another. An
 * age check is none of them: it has a challenge and a statement of its own.
 */
export const PURPOSES = ['login', 'link-account', 'step-up'] as const
export type Purpose = (typeof PURPOSES)[number]

export const NONCE_SIZE = 32
export const CONTEXT_SIZE = 32

/** What the server asks the card to sign (`pki.md` §3.3). */
export interface Challenge {
  /** 32 random bytes, good for one answer. */
  readonly nonce: Uint8Array
  readonly purpose: Purpose
  /** The site that asks. */
  readonly origin: string
  /** SHA-256 of the transaction's text, or empty. */
  readonly context: Uint8Array
}

/**
 * What binds a signature to a transaction: SHA-256 of its text (UTF-8, as it is, nothing normalised). The
 * server puts it into the challenge, and the page shows the person the same text.
 */
export async function transactionContext(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}

/** A challenge on its way to the browser: JSON, bytes as base64url. */
export interface ChallengeMessage {
  readonly nonce: string
  readonly purpose: string
  readonly origin: string
  readonly context: string
}

export const writeChallenge = ({
  nonce,
  purpose,
  origin,
  context,
}: Challenge): ChallengeMessage => ({
  nonce: toBase64url(nonce),
  purpose,
  origin,
  context: toBase64url(context),
})

/** Reads a challenge out of parsed JSON. @throws MalformedBytes that names the member */
export function readChallenge(json: unknown): Challenge {
  const members = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>
  if (Object.keys(members).toSorted().join() !== 'context,nonce,origin,purpose')
    throw new MalformedBytes('challenge: not exactly nonce, purpose, origin and context')
  const text = (name: string): string => {
    const value = members[name]
    if (typeof value !== 'string') throw new MalformedBytes(`challenge.${name}: not a text`)
    return value
  }
  const nonce = base64url(text('nonce'))
  const context = base64url(text('context'))
  const purpose = PURPOSES.find((known) => known === text('purpose'))
  if (purpose === undefined) throw new MalformedBytes('challenge.purpose: unknown')
  const challenge = { nonce, purpose, origin: requireOrigin(text('origin')), context }
  checkSizes(challenge)
  return challenge
}

/** @throws MalformedBytes for a nonce or context of the wrong size. */
export function checkSizes({ nonce, context }: Pick<Challenge, 'nonce' | 'context'>): void {
  if (nonce.length !== NONCE_SIZE) throw new MalformedBytes(`nonce: ${nonce.length} bytes`)
  if (context.length !== 0 && context.length !== CONTEXT_SIZE)
    throw new MalformedBytes(`context: ${context.length} bytes`)
}
