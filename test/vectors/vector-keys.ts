// Keys of the vectors, so that making them again gives the same bytes. They are public and worth nothing.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { format } from 'prettier'
import { keysFor, type Keys } from '../verifier/certificate-factory'
import { vectorFile } from './vector'

const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const
const FILE = vectorFile('keys')

const stored = (): Record<string, JsonWebKey> =>
  existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, JsonWebKey>) : {}

/** Makes the keys that are not in the file, and puts them there. */
export async function addMissingKeys(): Promise<void> {
  const keys = stored()
  const wanted: Record<string, CryptoKeyPair> = {
    ...(await keysFor()),
    result: (await keysFor()).leaf,
  }
  for (const [name, { privateKey }] of Object.entries(wanted))
    keys[name] ??= await crypto.subtle.exportKey('jwk', privateKey)
  writeFileSync(FILE, await format(JSON.stringify(keys), { parser: 'json', printWidth: 100 }))
}

export async function vectorKeys(): Promise<Keys & { readonly result: CryptoKeyPair }> {
  const pairs = await Promise.all(
    Object.entries(stored()).map(async ([name, jwk]) => {
      const { kty, n, e } = jwk as { kty: string; n: string; e: string }
      const [privateKey, publicKey] = await Promise.all([
        crypto.subtle.importKey('jwk', { ...jwk, key_ops: ['sign'] }, RS256, true, ['sign']),
        crypto.subtle.importKey('jwk', { kty, n, e }, RS256, true, ['verify']),
      ])
      return [name, { privateKey, publicKey }] as const
    }),
  )
  return Object.fromEntries(pairs) as unknown as Keys & { result: CryptoKeyPair }
}
