import type { SecretName } from '@myna/apdu'

/** One of the card's two key pairs: 利用者証明用 (authentication) and 署名用 (signing). */
export type JpkiKey = 'authentication' | 'signing'

interface KeyRow {
  readonly certificateFile: number
  readonly pinFile: number
  readonly keyFile: number
  readonly secret: SecretName
  /** The only form a PIN can have. Anything else is refused before the card sees it. */
  readonly pinForm: RegExp
}

/** Files and PINs of the JPKI application (`card.md` §3 "PIN catalogue", §4). */
export const keys: Readonly<Record<JpkiKey, KeyRow>> = {
  authentication: {
    certificateFile: 0x000a,
    pinFile: 0x0018,
    keyFile: 0x0017,
    secret: 'authentication-pin',
    pinForm: /^[0-9]{4}$/,
  },
  signing: {
    certificateFile: 0x0001,
    pinFile: 0x001b,
    keyFile: 0x001a,
    secret: 'signing-pin',
    pinForm: /^(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{6,16}$/,
  },
}

/** Bytes of a signature: RSA-2048. */
export const SIGNATURE_SIZE = 256
