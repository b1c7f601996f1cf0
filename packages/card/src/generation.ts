import type { SecretName } from '@myna/apdu'

export { common, face, inputSupport, jpki, keys, secrets } from './card-2016'

/** One of the card's two key pairs: 利用者証明用 (authentication) and 署名用 (signing). */
export type JpkiKey = 'authentication' | 'signing'

export interface KeyRow {
  readonly certificateFile: number
  readonly caFile: number
  readonly keyFile: number
  readonly secret: SecretName
}

export interface SecretRow {
  /** In the application it belongs to. */
  readonly file: number
  /** The only form it can have. Anything else is refused before the card sees it. */
  readonly form: RegExp
}
