import { base64url, MalformedBytes, toBase64url } from '@myna/bytes'
import { readFlatObject } from './flat-object'

export const TOKEN_FORMAT = 'jpki-auth:1'
export const ALGORITHM = 'RS256'

/** Bytes of the longest token, as UTF-8. */
export const MOST_TOKEN_BYTES = 8192

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

const CLIENT = /^[\w.@/-]+\/\d+\.\d+\.\d+[\w.+-]*$/
const MOST_CLIENT = 64

/**
 * Reads a token, strictly: exactly these members, each once, nothing else.
 *
 * @throws MalformedBytes
 */
export function readToken(text: string): Token {
  if (new TextEncoder().encode(text).length > MOST_TOKEN_BYTES)
    throw new MalformedBytes(`token: more than ${MOST_TOKEN_BYTES} bytes`)
  const members = readFlatObject(text)
  const take = (name: string): string => {
    const value = members.get(name)
    if (value === undefined) throw new MalformedBytes(`token: no ${name}`)
    members.delete(name)
    return value
  }

  if (take('format') !== TOKEN_FORMAT) throw new MalformedBytes('token: another format')
  if (take('alg') !== ALGORITHM) throw new MalformedBytes('token: another algorithm')
  const unverifiedCertificate = base64url(take('certificate'))
  const signature = base64url(take('signature'))
  const client = members.has('client') ? take('client') : undefined
  if (client !== undefined && (client.length > MOST_CLIENT || !CLIENT.test(client)))
    throw new MalformedBytes('token: client is not name/version')
  if (members.size > 0) throw new MalformedBytes('token: a member too many')
  return { unverifiedCertificate, signature, ...(client === undefined ? {} : { client }) }
}
