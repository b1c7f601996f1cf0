import { CardError } from '@myna/apdu'
import { keys, type JpkiKey } from './keys'

/**
 * What a person typed and confirmed: one `Pin` is good for at most one VERIFY. It can be sent once,
 * prints as dots everywhere, and its bytes are overwritten when they have been sent.
 */
export class Pin {
  readonly key: JpkiKey
  /** The person was told that this may be the last try, and confirmed it. */
  readonly lastTry: boolean
  #bytes: Uint8Array | undefined

  constructor(key: JpkiKey, bytes: Uint8Array, lastTry: boolean) {
    this.key = key
    this.lastTry = lastTry
    this.#bytes = bytes
  }

  /** Hands the bytes to `send` and overwrites them, whatever comes of it. */
  async spend<T>(send: (bytes: Uint8Array) => Promise<T>): Promise<T> {
    const bytes = this.#bytes
    if (bytes === undefined) throw new RangeError('one confirmation of a PIN is one VERIFY')
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
 * Makes a PIN of what a person typed.
 *
 * @param options.lastTry the person confirmed, after being told, that this may be the last try
 * @throws CardError `pin-impossible` for a form no PIN of this key has; lower case letters are one
 *   such form, because silently changing what was typed would hide a mistake
 */
export function pinFrom(
  key: JpkiKey,
  text: string,
  options: { readonly lastTry?: boolean } = {},
): Pin {
  const { pinForm, secret } = keys[key]
  if (!pinForm.test(text)) throw new CardError('pin-impossible', { secret })
  return new Pin(key, new TextEncoder().encode(text), options.lastTry ?? false)
}
