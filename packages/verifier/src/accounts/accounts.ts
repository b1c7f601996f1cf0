import { toBase64url } from '@myna/bytes'
import { dayInTokyo } from '@myna/token'
import { ConfigurationError } from '../configuration-error'
import { Refusal } from '../refusal'
import type { OnceStore } from '../stores/once-store'
import { accountSecrets, type AccountSecretBytes, type MadeKey } from './account-secrets'
import type { AccountKeyRow, AccountRow, AccountStore } from './account-store'
import {
  askAdapter,
  waitingRenewals,
  type AskOldSerial,
  type AskPlatformUser,
  type BelievedCertificate,
  type WaitingRenewal,
} from './renewal'

export interface AccountsOptions {
  readonly store: AccountStore
  /** Where renewals wait for the person's consent. */
  readonly once: OnceStore
  /** `current` must be the `accountSecret` of the login. */
  readonly secrets: AccountSecretBytes
  readonly platformUser?: AskPlatformUser
  readonly oldSerial?: AskOldSerial
  readonly now?: () => Date
  readonly randomBytes?: (size: number) => Uint8Array
}

/** Where a person with a good certificate stands. There are no other places. */
export type Arrival =
  | Arrived
  /** Somebody could tell us the certificate before this one, if the person consents. */
  | { readonly at: 'consent-needed'; readonly ticket: string }

/** The places where nothing more is asked. */
export type Arrived =
  | { readonly at: 'known'; readonly account: string }
  /** A new certificate of a known person; it was added to the account. */
  | {
      readonly at: 'relinked'
      readonly account: string
      readonly by: 'platform-user' | 'old-serial'
    }
  | Unknown

/**
 * Nobody can say whose certificate this is. A new member, or a member who has to prove in another way
 * who they are; never decide that by name, date of birth or the certificate's subject.
 */
export interface Unknown {
  readonly at: 'unknown'
  /** `older-unknown`: even the certificate before this one is not known. Two renewals were missed. */
  readonly why: 'not-found' | 'no-consent' | 'older-unknown'
  /** Makes an account for a new member. Returns its id. */
  enrol(): Promise<string>
  /** Adds the certificate to an account whose owner has proved it. */
  linkTo(account: string): Promise<'added' | 'taken' | 'no-account'>
}

/** What is stored about one person, all of it. */
export interface AccountExport extends AccountRow {
  readonly format: 'myna-account/1'
}

const ID_SIZE = 16

export type Accounts = Awaited<ReturnType<typeof openAccounts>>

/**
 * Accounts over renewals (`pki.md` §2.3). Stored: an id, and for each certificate a keyed hash with
 * its first and last day. No serial number, no certificate, no name.
 *
 * @throws ConfigurationError
 */
export async function openAccounts(options: AccountsOptions) {
  const { store, platformUser, oldSerial, now = () => new Date() } = options
  const { randomBytes = (size: number) => crypto.getRandomValues(new Uint8Array(size)) } = options
  if (typeof store?.find !== 'function') throw new ConfigurationError('store: must be a store')
  const secrets = await accountSecrets(options.secrets)
  const waiting = await waitingRenewals(options.once, options.secrets.current, randomBytes)

  const row = ({ key, secret }: MadeKey, kind: string, notAfter?: Date): AccountKeyRow => {
    const day = dayInTokyo(now())
    const end = notAfter === undefined ? {} : { notAfter: notAfter.toISOString() }
    return { key, secret, kind, firstUsed: day, lastUsed: day, ...end }
  }
  const rowOf = async (certificate: BelievedCertificate): Promise<AccountKeyRow> => {
    const [current] = await secrets.ofCertificate(certificate)
    return row(current!, `${certificate.kind}-${certificate.use}`, certificate.notAfter)
  }
  const platformRow = async (user: string): Promise<AccountKeyRow> =>
    row((await secrets.ofPlatformUser(user))[0]!, 'platform')

  /** The account of a key under any secret; from now on under the current one. */
  const find = async (made: readonly MadeKey[], current: AccountKeyRow) => {
    const found = await stored(store.find(made.map(({ key }) => key)))
    const first = made.map(({ key }) => found.find((one) => one.key === key)).find(Boolean)
    if (first !== undefined) await stored(store.used(first.key, current))
    return first?.account
  }

  const relink = async (
    account: string,
    certificate: BelievedCertificate,
    by: 'platform-user' | 'old-serial',
  ): Promise<Arrived> => {
    const outcome = await stored(store.add(account, await rowOf(certificate)))
    // removed, or given to another account, since we looked: then there is no telling any more
    if (outcome !== 'added') throw new Refusal('store-unavailable', `relink: ${outcome}`)
    return { at: 'relinked', account, by }
  }

  const unknown = (
    why: Unknown['why'],
    certificate: BelievedCertificate,
    user: string | undefined,
  ): Unknown => {
    const alsoPlatform = async (account: string) => {
      if (user !== undefined) await stored(store.add(account, await platformRow(user)))
    }
    return {
      at: 'unknown',
      why,
      async enrol() {
        const id = toBase64url(randomBytes(ID_SIZE))
        const account = await stored(store.create(id, await rowOf(certificate)))
        await alsoPlatform(account)
        return account
      },
      async linkTo(account) {
        const outcome = await stored(store.add(account, await rowOf(certificate)))
        if (outcome === 'added') await alsoPlatform(account)
        return outcome
      },
    }
  }

  const throughOldSerial = async (
    { certificate, platformUser: user }: WaitingRenewal,
    ask: AskOldSerial,
  ): Promise<Arrived> => {
    const serial = await askAdapter(ask, certificate)
    if (serial === undefined) return unknown('not-found', certificate, user)
    const older = { ...certificate, serial }
    const keys = await stored(
      store.find((await secrets.ofCertificate(older)).map(({ key }) => key)),
    )
    const [owner] = keys
    if (owner === undefined) return unknown('older-unknown', certificate, user)
    return relink(owner.account, certificate, 'old-serial')
  }

  return {
    /**
     * Finds out whose certificate this is.
     *
     * @param note comes back with the answer to a renewal's question
     * @param mayAsk whether it is worth asking for an older certificate
     * @throws Refusal while that cannot be known
     */
    async arrive(
      certificate: BelievedCertificate,
      { note = '', mayAsk = true }: { readonly note?: string; readonly mayAsk?: boolean } = {},
    ): Promise<Arrival> {
      const own = await rowOf(certificate)
      const account = await find(await secrets.ofCertificate(certificate), own)
      if (account !== undefined) return { at: 'known', account }

      const user = platformUser && (await askAdapter(platformUser, certificate))
      if (user !== undefined) {
        const made = await secrets.ofPlatformUser(user)
        const owner = await find(made, await platformRow(user))
        if (owner !== undefined) return relink(owner, certificate, 'platform-user')
      }
      if (oldSerial === undefined || !mayAsk) return unknown('not-found', certificate, user)
      const ticket = toBase64url(randomBytes(32))
      const renewal = { certificate, note, ...(user === undefined ? {} : { platformUser: user }) }
      await stored(waiting.put(ticket, renewal))
      return { at: 'consent-needed', ticket }
    },

    /** Goes on with a renewal after the person's word. @throws Refusal */
    async renew(
      ticket: string,
      consent: boolean,
    ): Promise<{ readonly arrival: Arrived; readonly note: string }> {
      const renewal = await stored(waiting.take(ticket))
      const { certificate, note } = renewal
      if (!consent || oldSerial === undefined)
        return { arrival: unknown('no-consent', certificate, renewal.platformUser), note }
      try {
        return { arrival: await throughOldSerial(renewal, oldSerial), note }
      } catch (error) {
        // they consented, and need not put the card in again once it works
        await waiting.put(ticket, renewal).catch(() => {})
        throw error
      }
    },

    /** Adds another certificate of the same person: a second card, or the one for signing. */
    link: async (account: string, certificate: BelievedCertificate) =>
      stored(store.add(account, await rowOf(certificate))),

    /** Notes what a platform calls the owner of an account. */
    linkPlatformUser: async (account: string, user: string) =>
      stored(store.add(account, await platformRow(user))),

    /** What is stored about one person, to hand to them. Nothing if there is no such account. */
    async exportOf(account: string): Promise<AccountExport | undefined> {
      const found = await stored(store.read(account))
      return found && { format: 'myna-account/1', ...found }
    },

    /** Forgets a person. `false` if there was no such account. */
    remove: (account: string) => stored(store.remove(account)),

    /** Forgets certificates nobody has used since a day (in Tokyo, `2026-11-24`). */
    forgetKeys: (unusedSince: string) => stored(store.forgetKeys(unusedSince)),

    /** How many keys stand under which secret. Once `older` is 0, the previous secrets can go. */
    async keysBySecret(): Promise<{ readonly current: number; readonly older: number }> {
      const counts = await stored(store.keysBySecret())
      const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
      const current = counts[secrets.currentId] ?? 0
      return { current, older: all - current }
    },
  }
}

/** A store that fails must not look like an account that is not there. @throws Refusal */
async function stored<Answer>(asked: Promise<Answer>): Promise<Answer> {
  try {
    return await asked
  } catch (cause) {
    if (cause instanceof Refusal) throw cause
    throw new Refusal('store-unavailable', undefined, { cause })
  }
}
