import { MalformedBytes, toBase64url } from '@myna/bytes'
import { ALGORITHM, flatMembers } from './flat-members'

export const TOKEN_FORMAT = 'jpki-auth:1'
/** What the browser hands to the server: a certificate to check and a signature to check with it. */
export interface Token {
  /** The authentication certificate (DER). Nobody has checked it yet. */
  readonly unverifiedCertificate: Uint8Array
  readonly signature: Uint8Array
  /** `name/1.2.3` of the software that made it. For the log; never a reason to trust. */
  readonly client?: string
}

/**
 * Writes a token (`pki.md` §3.5). It carries no nonce, origin or time: the server knows those from
 * its own memory, and must not be tempted to read them here.
 */
export function writeToken({ unverifiedCertificate, signature, client }: Token): string {
  return JSON.stringify({
    format: TOKEN_FORMAT,
    alg: ALGORITHM,
    certificate: toBase64url(unverifiedCertificate),
    signature: toBase64url(signature),
    client, // JSON leaves it out when there is none
  })
}

/**
 * Reads a token, strictly: exactly these members, each once, nothing else.
 *
 * @throws MalformedBytes
 */
export function readToken(text: string): Token {
  const members = flatMembers(text, 'token')
  if (members.take('format') !== TOKEN_FORMAT) throw new MalformedBytes('token: another format')
  members.requireAlgorithm()
  const token = {
    unverifiedCertificate: members.bytes('certificate'),
    signature: members.bytes('signature'),
    ...members.client(),
  }
  members.end()
  return token
}
