import type { SendRedis } from '@myna/verifier/redis'
import pg from 'pg'
import { createClient } from 'redis'

/** A Redis client as `docs/server.md` shows it: it fails at once while Redis is away, and comes back. */
export async function redisClient(port: number) {
  const client = createClient({
    url: `redis://127.0.0.1:${port}`,
    disableOfflineQueue: true,
    socket: { connectTimeout: 2000, reconnectStrategy: 100 },
  })
  client.on('error', () => {}) // it tells of every try to come back
  await client.connect()
  const send: SendRedis = (words) => client.sendCommand(words)
  return { client, send }
}

/** A PostgreSQL pool as `docs/server.md` shows it. */
export function postgresPool(port: number): pg.Pool {
  const pool = new pg.Pool({
    host: '127.0.0.1',
    port,
    user: 'myna',
    database: 'postgres',
    max: 8,
    connectionTimeoutMillis: 2000,
    query_timeout: 2000,
  })
  pool.on('error', () => {}) // a connection that waited in the pool and broke
  return pool
}
