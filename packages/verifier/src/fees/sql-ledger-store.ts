import { numberIn, rowsOf, textIn, type SqlClient } from '../stores/sql-client'
import type { LedgerStore } from './ledger-store'
import type { FeeKind } from './prices'

/** A ledger in PostgreSQL or PGlite. Run `migrate` first. */
export function sqlLedgerStore(sql: SqlClient): LedgerStore {
  return {
    async add({ day, kind, method, period, yen, count }) {
      const conflict =
        period === ''
          ? `(day, kind, method, period, yen) DO UPDATE SET count = old.count + excluded.count`
          : `DO NOTHING`
      await sql.query(
        `INSERT INTO myna_fees AS old (day, kind, method, period, yen, count)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT ${conflict}`,
        [day, kind, method, period, yen, count],
      )
    },
    async months(from, to) {
      const rows = await rowsOf(
        sql,
        `SELECT to_char(day, 'YYYY-MM') AS month, kind, method,
                sum(count)::integer AS count, sum(yen::bigint * count)::text AS yen
           FROM myna_fees WHERE to_char(day, 'YYYY-MM') BETWEEN $1 AND $2
          GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
        [from, to],
      )
      return rows.map((row) => ({
        month: textIn(row, 'month'),
        kind: textIn(row, 'kind') as FeeKind,
        method: textIn(row, 'method'),
        count: numberIn(row, 'count'),
        yen: Number(textIn(row, 'yen')),
      }))
    },
  }
}
