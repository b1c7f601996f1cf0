import { ConfigurationError } from '../configuration-error'

/** Whose certificate is looked up: the prices differ. */
export type FeeKind = 'authentication' | 'signing'

/** What one answer about revocation costs, from a day to a day in Tokyo, both included. */
export interface Price {
  readonly kind: FeeKind
  readonly yen: number
  readonly from: string
  readonly to?: string
  /** Who says so. */
  readonly source: string
}

const FAQ = 'デジタル庁「民間事業者向けよくある質問」A1-2 (失効情報提供手数料)'

/**
 * The fees for revocation answers (失効情報提供手数料). Where rows overlap the later one counts, so the
 * waiver stands after the prices. The FAQ says "free from January 2023, for three years for now"
 * without days; whether it was prolonged is not known to us, so after those three years the price is
 * charged: an estimate may be too high, and never too low. Hand in rows of your own when you know more.
 */
export const prices: readonly Price[] = [
  { kind: 'signing', yen: 20, from: '2016-01-01', source: FAQ },
  { kind: 'authentication', yen: 2, from: '2016-01-01', source: FAQ },
  { kind: 'signing', yen: 0, from: '2023-01-01', to: '2025-12-31', source: `${FAQ}: 3年間無料` },
  {
    kind: 'authentication',
    yen: 0,
    from: '2023-01-01',
    to: '2025-12-31',
    source: `${FAQ}: 3年間無料`,
  },
]

/** The price of one answer on a day. @throws ConfigurationError for a day no row speaks of */
export function priceOf(kind: FeeKind, day: string, table: readonly Price[] = prices): Price {
  const row = table.findLast(
    (price) => price.kind === kind && price.from <= day && (price.to ?? day) >= day,
  )
  if (row === undefined) throw new ConfigurationError(`prices: none for ${kind} on ${day}`)
  return row
}
