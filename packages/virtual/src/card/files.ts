import type { RsaPrivateKey } from '../rsa'

/**
 * Who may read a file or use a key: anybody, nobody, or who presented one of the secrets that lie in
 * the files of these numbers, since the application was selected.
 */
export type Access = 'anybody' | 'nobody' | readonly number[]

/** A transparent file. What is signed in it is computed when it is first read. */
export interface DataFile {
  readonly kind: 'data'
  readonly access: Access
  content(): Promise<Uint8Array>
}

/** A file of records, numbered from 1. */
export interface RecordFile {
  readonly kind: 'records'
  readonly access: Access
  readonly records: readonly Uint8Array[]
}

/** A PIN or 照合番号 and its counter. They are the only things on the card that last and change. */
export interface SecretFile {
  readonly kind: 'secret'
  value: Uint8Array
  triesLeft: number
  readonly tries: number
  /** How it can be changed; absent: not at all. */
  readonly change?: ChangeRule
}

export interface ChangeRule {
  readonly by: 'CHANGE REFERENCE DATA' | 'CHANGE KEY'
  readonly least: number // bytes
  readonly most: number
}

/** A private key and the one command that uses it. */
export interface KeyFile {
  readonly kind: 'key'
  readonly access: Access
  readonly use: 'signature' | 'presence proof' | 'INTERNAL AUTHENTICATE'
  readonly key: RsaPrivateKey
}

/** A file that can be selected, and of which nobody has told more. */
export interface SealedFile {
  readonly kind: 'sealed'
}

export type File = DataFile | RecordFile | SecretFile | KeyFile | SealedFile

/** One application: its name and its elementary files by identifier. */
export interface Application {
  readonly name: Uint8Array
  readonly files: ReadonlyMap<number, File>
  /** The key of P2 = 00 in COMPUTE DIGITAL SIGNATURE, where there is one. */
  readonly ownKey?: number
  /** What SET SESSION KEY answers, and after which secret it answers 6A80 instead. */
  readonly sessionKey: { readonly status: number; readonly after?: number }
}

export const sealed: SealedFile = { kind: 'sealed' }

export const data = (
  access: Access,
  content: Uint8Array | (() => Promise<Uint8Array>),
): DataFile => ({
  kind: 'data',
  access,
  content: content instanceof Uint8Array ? async () => content : once(content),
})

export const secret = (
  value: string,
  tries: number,
  triesLeft: number | undefined,
  change?: ChangeRule,
): SecretFile => ({
  kind: 'secret',
  value: new TextEncoder().encode(value),
  tries,
  triesLeft: triesLeft ?? tries,
  ...(change ? { change } : {}),
})

/** Files by number, without those that this card does not have. */
export const fileTable = (
  rows: readonly (readonly [number, File | undefined])[],
): ReadonlyMap<number, File> =>
  new Map(rows.filter((row): row is [number, File] => row[1] !== undefined))

/** An object in a file that is longer than it; the rest is FF. */
export function filled(object: Uint8Array, size: number): Uint8Array {
  const file = new Uint8Array(Math.max(size, object.length)).fill(0xff)
  file.set(object)
  return file
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
