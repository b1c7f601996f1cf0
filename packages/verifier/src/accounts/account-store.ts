/** One way to recognise an account: a certificate's key, or what a platform calls the person. */
export interface AccountKeyRow {
  /** A keyed hash. What it was made of is nowhere. */
  readonly key: string
  /** `card-auth`, `card-sign`, `mobile-auth`, … or `platform`. */
  readonly kind: string
  /** Which secret the hash was made with (an identifier, not the secret). */
  readonly secret: string
  /** Days in Tokyo, `2026-11-24`. */
  readonly firstUsed: string
  readonly lastUsed: string
  /** Until when the certificate is good (ISO 8601), where there is one. */
  readonly notAfter?: string
}

export interface AccountRow {
  readonly id: string
  /** The day in Tokyo. */
  readonly created: string
  readonly keys: readonly AccountKeyRow[]
}

export interface FoundKey {
  readonly key: string
  readonly account: string
}

/** Where accounts are kept. Each call is all or nothing, also between servers. */
export interface AccountStore {
  /** The accounts that these keys stand for. */
  find(keys: readonly string[]): Promise<readonly FoundKey[]>
  /**
   * Makes an account with its first key. If that key exists by now, nothing is made. Returns the
   * account that has the key.
   */
  create(id: string, key: AccountKeyRow): Promise<string>
  /** Gives an account one more key, or notes that it was used again. */
  add(account: string, key: AccountKeyRow): Promise<'added' | 'taken' | 'no-account'>
  /** Notes a use, and puts the hash under a newer secret in place of the old one. */
  used(key: string, now: AccountKeyRow): Promise<void>
  read(account: string): Promise<AccountRow | undefined>
  /** Forgets an account and all its keys. `false` if there was none. */
  remove(account: string): Promise<boolean>
  /** Forgets keys that were last used before a day. Returns how many. */
  forgetKeys(unusedSince: string): Promise<number>
  /** How many keys there are for each secret: one that has none left can be thrown away. */
  keysBySecret(): Promise<Readonly<Record<string, number>>>
}
