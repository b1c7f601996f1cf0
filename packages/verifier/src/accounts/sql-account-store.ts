import { numberIn, rowsOf, textIn, type SqlClient } from '../stores/sql-client'
import type { AccountKeyRow, AccountStore } from './account-store'

const values = ({ key, kind, secret, firstUsed, lastUsed, notAfter }: AccountKeyRow) => [
  key,
  kind,
  secret,
  firstUsed,
  lastUsed,
  notAfter ?? null,
]

/** Accounts in PostgreSQL or PGlite. Run `migrate` first. */
export function sqlAccountStore(sql: SqlClient): AccountStore {
  const find = async (keys: readonly string[]) => {
    const rows = await rowsOf(
      sql,
      'SELECT key, account FROM myna_account_keys WHERE key = ANY ($1)',
      [[...keys]],
    )
    return rows.map((row) => ({ key: textIn(row, 'key'), account: textIn(row, 'account') }))
  }

  return {
    find,
    async create(id, row) {
      // the key decides: whoever comes second finds it taken, and makes no account
      const [made] = await rowsOf(
        sql,
        `WITH new_key AS (
           INSERT INTO myna_account_keys
             (key, kind, secret, first_used, last_used, not_after, account)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (key) DO NOTHING RETURNING account
         ), new_account AS (
           INSERT INTO myna_accounts (id, created) SELECT account, $4 FROM new_key
         )
         SELECT account FROM new_key`,
        [...values(row), id],
      )
      if (made !== undefined) return textIn(made, 'account')
      const [owner] = await find([row.key])
      if (owner === undefined) throw new Error('an account was removed while it was made')
      return owner.account
    },
    async add(account, row) {
      const added = await rowsOf(
        sql,
        `INSERT INTO myna_account_keys AS old
           (key, kind, secret, first_used, last_used, not_after, account)
         SELECT $1, $2, $3, $4::date, $5::date, $6::timestamptz, id
           FROM myna_accounts WHERE id = $7
         ON CONFLICT (key) DO UPDATE SET last_used = excluded.last_used
           WHERE old.account = excluded.account
         RETURNING key`,
        [...values(row), account],
      )
      if (added.length === 1) return 'added'
      return (await find([row.key])).length === 1 ? 'taken' : 'no-account'
    },
    async used(key, row) {
      await sql.query(
        `UPDATE myna_account_keys SET key = $2, secret = $3, last_used = $4, not_after = $5
         WHERE key = $1`,
        [key, row.key, row.secret, row.lastUsed, row.notAfter ?? null],
      )
    },
    async read(account) {
      const [found] = await rowsOf(
        sql,
        'SELECT created::text AS created FROM myna_accounts WHERE id = $1',
        [account],
      )
      if (found === undefined) return undefined
      const rows = await rowsOf(
        sql,
        `SELECT key, kind, secret, first_used::text AS first, last_used::text AS last, not_after
           FROM myna_account_keys WHERE account = $1 ORDER BY key COLLATE "C"`,
        [account],
      )
      return { id: account, created: textIn(found, 'created'), keys: rows.map(keyRow) }
    },
    async remove(account) {
      const rows = await rowsOf(sql, 'DELETE FROM myna_accounts WHERE id = $1 RETURNING id', [
        account,
      ])
      return rows.length === 1
    },
    async forgetKeys(unusedSince) {
      const [row] = await rowsOf(
        sql,
        `WITH old AS (DELETE FROM myna_account_keys WHERE last_used < $1 RETURNING key)
         SELECT count(*)::integer AS count FROM old`,
        [unusedSince],
      )
      return numberIn(row ?? {}, 'count')
    },
    async keysBySecret() {
      const rows = await rowsOf(
        sql,
        'SELECT secret, count(*)::integer AS count FROM myna_account_keys GROUP BY secret',
        [],
      )
      return Object.fromEntries(rows.map((row) => [textIn(row, 'secret'), numberIn(row, 'count')]))
    },
  }
}

function keyRow(row: Readonly<Record<string, unknown>>): AccountKeyRow {
  const notAfter = row['not_after']
  return {
    key: textIn(row, 'key'),
    kind: textIn(row, 'kind'),
    secret: textIn(row, 'secret'),
    firstUsed: textIn(row, 'first'),
    lastUsed: textIn(row, 'last'),
    ...(notAfter instanceof Date ? { notAfter: notAfter.toISOString() } : {}),
  }
}
