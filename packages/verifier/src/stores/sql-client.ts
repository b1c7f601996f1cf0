/**
 * What we ask of a PostgreSQL client: a pool or client of `pg`, or a PGlite, as it is. Every question
 * is one statement, so a pool needs no transaction to be kept together.
 */
export interface SqlClient {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly unknown[] }>
}

type Row = Readonly<Record<string, unknown>>

/** Asks, and gives the rows as records of columns. */
export async function rowsOf(sql: SqlClient, text: string, values: unknown[]): Promise<Row[]> {
  const { rows } = await sql.query(text, values)
  return rows as Row[]
}

/** A column that is a text; all of ours are asked for as texts or integers. */
export function textIn(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`${column}: no text in the database`)
  return value
}

export function numberIn(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new TypeError(`${column}: no integer in the database`)
  return value
}
