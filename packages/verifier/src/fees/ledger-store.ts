import type { FeeKind } from './prices'

/** Look-ups of one day, of one sort. Days, not times: a row says nothing about a person. */
export interface FeeRow {
  /** The day in Tokyo. */
  readonly day: string
  readonly kind: FeeKind
  readonly method: string
  /** Which list, for lists that are paid once a period. Empty for answers that are paid each. */
  readonly period: string
  /** What one cost on that day. */
  readonly yen: number
  readonly count: number
}

/** One line of a monthly bill. */
export interface MonthlyFee {
  readonly month: string
  readonly kind: FeeKind
  readonly method: string
  readonly count: number
  readonly yen: number
}

export interface LedgerStore {
  /** Adds to the count of a row; a row with a period counts once, whoever comes with it. */
  add(row: FeeRow): Promise<void>
  /** The bill of the months from one to another, both included (`2026-11`), in order. */
  months(from: string, to: string): Promise<readonly MonthlyFee[]>
}
