import type { SqlClient } from './sql-client'

/**
 * What the tables became, step by step. A step that was released is never changed; a new one is put
 * after it. The number of a step is its place in this list, from 1.
 */
const steps: readonly string[] = [
  `CREATE TABLE myna_waiting (
     key text PRIMARY KEY,
     value text NOT NULL,
     until timestamptz NOT NULL
   );
   CREATE INDEX myna_waiting_until ON myna_waiting (until);
   CREATE TABLE myna_marks (
     key text PRIMARY KEY,
     until timestamptz NOT NULL
   );
   CREATE INDEX myna_marks_until ON myna_marks (until);`,

  // days, not times: when exactly somebody came is nobody's business
  `CREATE TABLE myna_accounts (
     id text PRIMARY KEY,
     created date NOT NULL
   );
   CREATE TABLE myna_account_keys (
     key text PRIMARY KEY,
     account text NOT NULL REFERENCES myna_accounts (id) ON DELETE CASCADE,
     kind text NOT NULL,
     secret text NOT NULL,
     first_used date NOT NULL,
     last_used date NOT NULL,
     not_after timestamptz
   );
   CREATE INDEX myna_account_keys_account ON myna_account_keys (account);`,

  // counts of a day, not look-ups: a row says nothing about a person
  `CREATE TABLE myna_fees (
     day date NOT NULL,
     kind text NOT NULL,
     method text NOT NULL,
     period text NOT NULL,
     yen integer NOT NULL,
     count integer NOT NULL,
     PRIMARY KEY (day, kind, method, period, yen)
   );
   CREATE UNIQUE INDEX myna_fees_period ON myna_fees (kind, method, period) WHERE period <> '';`,
]

/** Any number that no other program of the database uses: it keeps two servers from starting at once. */
const LOCK = 0x6d796e61 // 'myna'

const migration = (step: string, index: number): string => `
  IF NOT EXISTS (SELECT FROM myna_migrations WHERE step = ${index + 1}) THEN
    ${step}
    INSERT INTO myna_migrations (step) VALUES (${index + 1});
  END IF;`

/**
 * Makes the tables, or brings them up to date. It can be run at every start, by several servers at
 * once: one statement, all of it or nothing.
 */
export async function migrate(sql: SqlClient): Promise<void> {
  await sql.query(`DO $migrate$ BEGIN
    PERFORM pg_advisory_xact_lock(${LOCK});
    CREATE TABLE IF NOT EXISTS myna_migrations (
      step integer PRIMARY KEY,
      applied timestamptz NOT NULL DEFAULT now()
    );
    ${steps.map(migration).join('\n')}
  END $migrate$`)
}
