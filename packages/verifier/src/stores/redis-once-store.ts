import type { OnceStore } from './once-store'

/**
 * Sends one command and gives its reply. With node-redis: `(words) => client.sendCommand(words)`; with
 * ioredis: `([name, ...words]) => client.call(name, ...words)`.
 */
export type SendRedis = (words: string[]) => Promise<unknown>

/**
 * A once-store in Redis 6.2 or newer, for any number of servers: GETDEL takes, SET NX marks. Give it a
 * Redis that forgets when it restarts (`--save '' --appendonly no`): an old snapshot would bring back
 * what was taken. And one that evicts nothing (`maxmemory-policy noeviction`): marks must stay.
 */
export function redisOnceStore(
  send: SendRedis,
  { prefix = 'myna:' }: { readonly prefix?: string } = {},
): OnceStore {
  const life = (milliseconds: number) => `${Math.max(1, Math.ceil(milliseconds))}`
  return {
    async put(key, text, lifetime) {
      await send(['SET', `${prefix}${key}`, text, 'PX', life(lifetime)])
    },
    async take(key) {
      const reply = await send(['GETDEL', `${prefix}${key}`])
      if (reply === null) return undefined
      if (typeof reply !== 'string') throw new TypeError('GETDEL: the client gives no text')
      return reply
    },
    async mark(key, lifetime) {
      const reply = await send(['SET', `${prefix}mark:${key}`, '', 'PX', life(lifetime), 'NX'])
      return reply === 'OK'
    },
  }
}
