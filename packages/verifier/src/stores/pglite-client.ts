import { migrate } from './migrations'
import type { SqlClient } from './sql-client'

/** A PostgreSQL in this process, with its tables made. */
export interface EmbeddedDatabase extends SqlClient {
  /** Writes what is left to write. Await it before the process ends. */
  close(): Promise<void>
}

/**
 * The database of a site with one server: PostgreSQL as WebAssembly, loaded when it is opened. The SQL
 * is the same as on a PostgreSQL server, so moving there is a dump and a restore.
 *
 * @param folder where it keeps its files; without one it forgets everything at the end
 */
export async function openPglite(folder?: string): Promise<EmbeddedDatabase> {
  const { PGlite } = await import('@electric-sql/pglite')
  const database = await PGlite.create(folder === undefined ? {} : { dataDir: folder })
  await migrate(database)
  return database
}
