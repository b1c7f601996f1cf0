import { dayInTokyo } from '@myna/token'
import { ConfigurationError } from '../configuration-error'
import { monthOf } from './month'
import type { FeeRow, LedgerStore, MonthlyFee } from './ledger-store'
import { priceOf, prices, type FeeKind, type Price } from './prices'

/** One question that was put to whoever knows revocation, and answered. */
export interface LookUp {
  readonly kind: FeeKind
  readonly method: 'ocsp' | 'crl' | 'other'
  /** For a list (CRL): which one, for instance its thisUpdate. It is paid once. */
  readonly period?: string
}

export interface LedgerOptions {
  readonly store: LedgerStore
  readonly prices?: readonly Price[]
  /** What a month may cost. `warn` hears when 80 % of it are spent, and when all of it is. */
  readonly budgetYen?: number
  readonly warn?: (warning: FeeWarning) => void
  readonly now?: () => Date
}

/** What the operator should hear. Nothing in it says who the person is. */
export type FeeWarning =
  | {
      readonly warning: 'budget'
      readonly month: string
      readonly spentYen: number
      readonly budgetYen: number
      readonly share: (typeof SHARES)[number]
    }
  /** The counts are kept in memory until the database is back. */
  | { readonly warning: 'ledger-unavailable'; readonly cause: unknown }
  /** 20 yen instead of 2, and it hands over name, address, birth date and sex: not for logging in. */
  | { readonly warning: 'signing-certificate-for-login' }

const SHARES = [0.8, 1] as const

export type Ledger = ReturnType<typeof openLedger>

/**
 * Counts look-ups and what they cost, by days in Tokyo. A database that is away refuses nobody: counts
 * wait in memory and are written with the next. If its answer was lost on the way they are written
 * twice: a total may be too high, and never too low.
 */
export function openLedger({
  store,
  prices: table = prices,
  budgetYen,
  warn = () => {},
  now = () => new Date(),
}: LedgerOptions) {
  if (budgetYen !== undefined && !(budgetYen > 0))
    throw new ConfigurationError('budgetYen: must be more than 0')
  for (const kind of ['authentication', 'signing'] as const)
    if (!table.some((price) => price.kind === kind && price.to === undefined))
      throw new ConfigurationError(`prices: ${kind} needs a price without an end`)
  const waiting = new Map<string, FeeRow>()
  const warned = new Set<string>()
  let writing: Promise<void> | undefined

  const keep = (row: FeeRow): void => {
    const { count: _, ...what } = row
    const key = JSON.stringify(what)
    const count = row.period === '' ? (waiting.get(key)?.count ?? 0) + row.count : 1
    waiting.set(key, { ...row, count })
  }

  const write = async (): Promise<void> => {
    try {
      for (const [key, row] of waiting) {
        waiting.delete(key) // what comes while it is written is a new row
        try {
          await store.add(row)
        } catch (error) {
          keep(row)
          throw error
        }
      }
      await checkBudget()
    } catch (cause) {
      tell({ warning: 'ledger-unavailable', cause })
    }
  }

  /** One write at a time, and what comes meanwhile goes with it or after it. */
  const flush = async (): Promise<void> => {
    while (writing !== undefined) await writing
    if (waiting.size === 0) return
    writing = write().finally(() => (writing = undefined))
    await writing
  }

  const checkBudget = async (): Promise<void> => {
    if (budgetYen === undefined) return
    const month = monthOf(dayInTokyo(now()))
    const spentYen = totalOf(await store.months(month, month))
    for (const share of SHARES) {
      const key = `${month} ${share}`
      if (spentYen < budgetYen * share || warned.has(key)) continue
      warned.add(key)
      tell({ warning: 'budget', month, spentYen, budgetYen, share })
    }
  }

  const tell = (warning: FeeWarning): void => {
    try {
      warn(warning)
    } catch {
      // whoever listens must not decide who is let in
    }
  }

  return {
    /** Counts one look-up. It never throws for the database's sake. */
    record({ kind, method, period = '' }: LookUp): Promise<void> {
      const day = dayInTokyo(now())
      keep({ day, kind, method, period, yen: priceOf(kind, day, table).yen, count: 1 })
      return flush()
    },
    /** Tells the operator, once for each sort of warning that is about configuration. */
    warnOnce(warning: 'signing-certificate-for-login'): void {
      if (warned.has(warning)) return
      warned.add(warning)
      tell({ warning })
    },
    /** Writes what waits. Await it before the process ends. */
    flush,
    /** The bill, month by month (`2026-11`, both included). */
    months: (from: string, to: string) => store.months(from, to),
  }
}

export const totalOf = (fees: readonly Pick<MonthlyFee, 'yen'>[]): number =>
  fees.reduce((sum, { yen }) => sum + yen, 0)
