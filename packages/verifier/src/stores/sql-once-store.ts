import type { OnceStore } from './once-store'
import { rowsOf, textIn, type SqlClient } from './sql-client'

const TIDY_EVERY = 60_000 // milliseconds between two clearings of what is over

/**
 * A once-store in PostgreSQL or PGlite, for any number of servers on one database: a row can be
 * deleted once. Run `migrate` first.
 */
export function sqlOnceStore(
  sql: SqlClient,
  { now = () => new Date() }: { readonly now?: () => Date } = {},
): OnceStore {
  let tidied = now().getTime()
  const until = (lifetime: number) => new Date(now().getTime() + lifetime).toISOString()

  const tidy = async (): Promise<void> => {
    const time = now()
    if (time.getTime() - tidied < TIDY_EVERY) return
    tidied = time.getTime()
    await sql.query('DELETE FROM myna_waiting WHERE until <= $1', [time.toISOString()])
    await sql.query('DELETE FROM myna_marks WHERE until <= $1', [time.toISOString()])
  }

  return {
    async put(key, text, lifetime) {
      await tidy()
      await sql.query(
        `INSERT INTO myna_waiting (key, value, until) VALUES ($1, $2, $3)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, until = excluded.until`,
        [key, text, until(lifetime)],
      )
    },
    async take(key) {
      const [row] = await rowsOf(
        sql,
        'DELETE FROM myna_waiting WHERE key = $1 RETURNING value, until > $2 AS fresh',
        [key, now().toISOString()],
      )
      return row?.['fresh'] === true ? textIn(row, 'value') : undefined
    },
    async mark(key, lifetime) {
      await tidy()
      const rows = await rowsOf(
        sql,
        `INSERT INTO myna_marks AS old (key, until) VALUES ($1, $2)
         ON CONFLICT (key) DO UPDATE SET until = excluded.until WHERE old.until <= $3
         RETURNING key`,
        [key, until(lifetime), now().toISOString()],
      )
      return rows.length === 1
    },
  }
}
