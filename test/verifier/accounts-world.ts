import {
  memoryAccountStore,
  memoryOnceStore,
  openAccounts,
  type AccountsOptions,
  type AccountStore,
  type Arrival,
  type BelievedCertificate,
  type OnceStore,
} from '@myna/verifier'
import { testClock } from './world'

export const secret = (byte: number) => new Uint8Array(32).fill(byte)
export const serialOf = (number: number) => Uint8Array.of(0x06, 0xd1, number >> 8, number & 0xff)

export const certificate = (number: number, change: Partial<BelievedCertificate> = {}) => ({
  kind: 'card' as const,
  use: 'auth' as const,
  serial: serialOf(number),
  notAfter: new Date('2029-06-15T14:59:59Z'),
  ...change,
})

/** A site's accounts over stores that can be shared with another server. */
export async function world(change: Partial<AccountsOptions> = {}) {
  const clock = testClock()
  const shared: { store: AccountStore; once: OnceStore } = {
    store: memoryAccountStore(),
    once: memoryOnceStore(clock),
  }
  const open = (more: Partial<AccountsOptions> = {}) =>
    openAccounts({
      ...shared,
      secrets: { current: secret(1) },
      now: clock.now,
      ...change,
      ...more,
    })
  return { accounts: await open(), open, clock, ...shared, ...change }
}
type World = Awaited<ReturnType<typeof world>>

export async function member(
  { accounts }: Pick<World, 'accounts'>,
  number: number,
): Promise<string> {
  return enrolled(await accounts.arrive(certificate(number), { mayAsk: false }))
}
export function enrolled(arrival: Arrival): Promise<string> {
  if (arrival.at !== 'unknown') throw new Error(`arrived at ${arrival.at}`)
  return arrival.enrol()
}
export function ticketOf(arrival: Arrival): string {
  if (arrival.at !== 'consent-needed') throw new Error(`arrived at ${arrival.at}`)
  return arrival.ticket
}
