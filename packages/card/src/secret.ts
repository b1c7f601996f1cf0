import { CardError, type SecretName } from '@myna/apdu'
import { secrets } from './generation'

/**
 * What a person typed and confirmed: good for at most one VERIFY. It can be sent once, prints as dots
 * everywhere, and its bytes are overwritten when they have been sent.
 */
export class Secret {
  readonly secret: SecretName
  /** The person was told that this may be the last try, and confirmed it. */
  readonly lastTry: boolean
  #bytes: Uint8Array | undefined

  constructor(secret: SecretName, bytes: Uint8Array, lastTry: boolean) {
    this.secret = secret
    this.lastTry = lastTry
    this.#bytes = bytes
  }

  /** Hands the bytes to `send` and overwrites them, whatever comes of it. */
  async spend<T>(send: (bytes: Uint8Array) => Promise<T>): Promise<T> {
    const bytes = this.#bytes
    if (bytes === undefined) throw new RangeError('one confirmation of a secret is one VERIFY')
    this.#bytes = undefined
    try {
      return await send(bytes)
    } finally {
      bytes.fill(0)
    }
  }

  /** Overwrites the bytes unsent. */
  wipe(): void {
    this.#bytes?.fill(0)
    this.#bytes = undefined
  }

  toString(): string {
    return '••••'
  }

  toJSON(): string {
    return '••••'
  }
}

/**
 * Makes a secret of what a person typed.
 *
 * @param options.lastTry the person confirmed, after being told, that this may be the last try
 * @throws CardError `pin-impossible` for a form this secret never has; lower case letters are one such
 *   form, because silently changing what was typed would hide a mistake
 */
export function secretFrom(
  secret: SecretName,
  text: string,
  options: { readonly lastTry?: boolean } = {},
): Secret {
  if (!secrets[secret].form.test(text)) throw new CardError('pin-impossible', { secret })
  return new Secret(secret, new TextEncoder().encode(text), options.lastTry ?? false)
}
