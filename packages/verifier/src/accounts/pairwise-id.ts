import { importSecret, keyedHash, LEAST_SECRET_BYTES, textPart } from '../account-key'
import { ConfigurationError } from '../configuration-error'

/**
 * A platform's names for its people, a different one for each service provider: two providers that
 * put their lists together find nobody in both. They stay the same over renewals, since they are made
 * from the account. Nothing is stored for it.
 *
 * @param secret at least 32 random bytes, kept apart from the database and for ever: it has no rotation
 * @throws ConfigurationError
 */
export async function pairwiseIds(
  secret: Uint8Array,
): Promise<(account: string, serviceProvider: string) => Promise<string>> {
  if (!(secret instanceof Uint8Array) || secret.length < LEAST_SECRET_BYTES)
    throw new ConfigurationError(`pairwiseIds: must have at least ${LEAST_SECRET_BYTES} bytes`)
  const key = await importSecret(secret)
  return (account, serviceProvider) =>
    keyedHash(key, 'myna-pairwise/1\0', textPart(serviceProvider), textPart(account))
}
