import { within } from '../patience'
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
  {
    prefix = 'myna:',
    patience = 3000,
  }: {
    readonly prefix?: string
    /** Milliseconds for an answer. A Redis that hangs must not leave people waiting. */
    readonly patience?: number
  } = {},
): OnceStore {
  const ask = (...words: string[]) => within(patience, () => send(words))
  const life = (milliseconds: number) => `${Math.max(1, Math.ceil(milliseconds))}`
  return {
    async put(key, text, lifetime) {
      await ask('SET', `${prefix}${key}`, text, 'PX', life(lifetime))
    },
    async take(key) {
      const reply = await ask('GETDEL', `${prefix}${key}`)
      if (reply === null) return undefined
      if (typeof reply !== 'string') throw new TypeError('GETDEL: the client gives no text')
      return reply
    },
    async mark(key, lifetime) {
      const reply = await ask('SET', `${prefix}mark:${key}`, '', 'PX', life(lifetime), 'NX')
      return reply === 'OK'
    },
  }
}
