import {
  accountKey,
  importSecret,
  keyedHash,
  LEAST_SECRET_BYTES,
  textPart,
  type CertificateUse,
} from '../account-key'
import { ConfigurationError } from '../configuration-error'
import type { KeyKind } from '../profiles'

/** Secrets behind the keys of accounts, each at least 32 random bytes, kept apart from the database. */
export interface AccountSecretBytes {
  readonly current: Uint8Array
  /** Earlier ones, newest first. Accounts move to the current one when their people come. */
  readonly previous?: readonly Uint8Array[]
}

/** What makes a certificate's key. */
export interface CertificateIdentity {
  readonly kind: KeyKind
  readonly use: CertificateUse
  readonly serial: Uint8Array
}

/** A keyed hash and which secret made it. */
export interface MadeKey {
  readonly key: string
  readonly secret: string
}

type Hash = (secret: CryptoKey) => Promise<string>

/** @throws ConfigurationError */
export async function accountSecrets({ current, previous = [] }: AccountSecretBytes) {
  const all = [current, ...previous]
  if (!all.every((bytes) => bytes instanceof Uint8Array && bytes.length >= LEAST_SECRET_BYTES))
    throw new ConfigurationError(
      `accountSecrets: each must be at least ${LEAST_SECRET_BYTES} bytes`,
    )
  const secrets = await Promise.all(
    all.map(async (bytes) => {
      const secret = await importSecret(bytes)
      // enough to tell secrets apart, and nothing that could be turned back
      const id = (await keyedHash(secret, 'jpki-acct-secret/1\0')).slice(0, 8)
      return { secret, id }
    }),
  )
  if (new Set(secrets.map(({ id }) => id)).size < secrets.length)
    throw new ConfigurationError('accountSecrets: one of them comes twice')

  const under =
    (hash: Hash) =>
    async ({ secret, id }: (typeof secrets)[number]): Promise<MadeKey> => ({
      key: await hash(secret),
      secret: id,
    })
  /** The key under each secret, the current one first. */
  const made = (hash: Hash): Promise<MadeKey[]> => Promise.all(secrets.map(under(hash)))

  return {
    currentId: secrets[0]!.id,
    ofCertificate: ({ kind, use, serial }: CertificateIdentity) =>
      made((secret) => accountKey(secret, kind, serial, use)),
    /** A platform's stable user id is somebody's name for a person, so it is hashed, too. */
    ofPlatformUser: (user: string) =>
      made((secret) => keyedHash(secret, 'myna-platform-user/1\0', textPart(user))),
  }
}

export type AccountSecrets = Awaited<ReturnType<typeof accountSecrets>>
