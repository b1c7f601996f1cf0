import { base64url, join, MalformedBytes, toBase64url } from '@myna/bytes'
import { importSecret } from '../account-key'

const IV_SIZE = 12
const AES = 'AES-GCM'

/** Texts that only servers with the secret can read (AES-256-GCM), wherever they wait. */
export async function sealer(
  secret: Uint8Array,
  purpose: string,
  randomBytes: (size: number) => Uint8Array,
) {
  const head = new TextEncoder().encode(`myna-seal/1\0${purpose}`)
  const raw = await crypto.subtle.sign('HMAC', await importSecret(secret), head)
  const key = await crypto.subtle.importKey('raw', raw, AES, false, ['encrypt', 'decrypt'])

  return {
    async seal(text: string): Promise<string> {
      const iv = new Uint8Array(randomBytes(IV_SIZE))
      const bytes = new TextEncoder().encode(text)
      const sealed = await crypto.subtle.encrypt({ name: AES, iv }, key, bytes)
      return toBase64url(join(iv, new Uint8Array(sealed)))
    },
    /** The text, or nothing if it was sealed under another secret or changed. */
    async open(sealed: string): Promise<string | undefined> {
      try {
        const bytes = base64url(sealed)
        const iv = new Uint8Array(bytes.subarray(0, IV_SIZE))
        const body = new Uint8Array(bytes.subarray(IV_SIZE))
        return new TextDecoder().decode(await crypto.subtle.decrypt({ name: AES, iv }, key, body))
      } catch (error) {
        if (error instanceof MalformedBytes || error instanceof DOMException) return undefined
        throw error
      }
    },
  }
}
