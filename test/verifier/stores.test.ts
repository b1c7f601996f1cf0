// The promises every store keeps, for those that need no server: memory, and PGlite with the same SQL
// that PostgreSQL gets. The others are in test/stores.
import {
  challengesIn,
  memoryAccountStore,
  memoryLedgerStore,
  memoryOnceStore,
} from '@myna/verifier'
import { openPglite, type EmbeddedDatabase } from '@myna/verifier/pglite'
import { migrate, sqlAccountStore, sqlLedgerStore, sqlOnceStore } from '@myna/verifier/sql'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountStoreTests } from '../stores/account-contract'
import { ledgerStoreTests } from '../stores/ledger-contract'
import { onceStoreTests } from '../stores/once-contract'
import { testClock } from './world'

const clock = testClock()
const pass = async (milliseconds: number) => void clock.advance(milliseconds)
const twice = <Store>(store: Store) => [store, store] as const

describe('in memory', () => {
  const once = memoryOnceStore(clock)
  const accounts = memoryAccountStore()
  const ledger = memoryLedgerStore()
  onceStoreTests('memory', { servers: () => twice(once), pass })
  accountStoreTests('memory', () => twice(accounts))
  ledgerStoreTests('memory', () => twice(ledger))

  test('a flood cannot push honest people out, and ends by itself', async () => {
    const store = memoryOnceStore({ ...clock, most: 3 })
    await store.put('honest', 'mine', 10_000)
    await store.put('flood-1', '', 10_000)
    await store.put('flood-2', '', 10_000)

    await expect(store.put('flood-3', '', 10_000)).rejects.toThrow('too many')
    await store.put('honest', 'mine again', 20_000)
    await pass(10_000)
    await store.put('later', '', 10_000)
    expect(await store.take('honest')).toBe('mine again')
  })
})

describe('in PGlite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'myna-pglite-'))
  let database: EmbeddedDatabase
  beforeAll(async () => {
    database = await openPglite(join(folder, 'data'))
  }, 60_000)
  afterAll(async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  onceStoreTests('PGlite', {
    servers: () => [sqlOnceStore(database, clock), sqlOnceStore(database, clock)],
    pass,
  })
  accountStoreTests('PGlite', () => [sqlAccountStore(database), sqlAccountStore(database)])
  ledgerStoreTests('PGlite', () => [sqlLedgerStore(database), sqlLedgerStore(database)])

  test('migrations can be run again and lose nothing', async () => {
    const accounts = sqlAccountStore(database)
    const day = '2026-11-24'
    const key = { key: 'kept', kind: 'card-auth', secret: 's', firstUsed: day, lastUsed: day }
    await accounts.create('kept', key)

    await migrate(database)
    await Promise.all([migrate(database), migrate(database)])

    expect(await accounts.read('kept')).toEqual({ id: 'kept', created: day, keys: [key] })
  })

  test('what it keeps is there after it was closed and opened', async () => {
    await database.close()
    database = await openPglite(join(folder, 'data'))
    expect(await sqlAccountStore(database).find(['kept'])).toEqual([
      { key: 'kept', account: 'kept' },
    ])
  }, 60_000)

  test('what is over is cleared away', async () => {
    const store = sqlOnceStore(database, clock)
    await store.put('forgotten', 'text', 1000)
    await store.mark('forgotten', 1000)
    await pass(61_000)
    await store.put('other', 'text', 1000)
    for (const table of ['myna_waiting', 'myna_marks'])
      expect(
        (await database.query(`SELECT key FROM ${table} WHERE key = 'forgotten'`)).rows,
      ).toEqual([])
  })
})

test('challenges in any once-store wait long enough to be told "too late" from "used"', async () => {
  const time = testClock()
  const challenges = challengesIn(memoryOnceStore(time))
  const challenge = { nonce: 'n', purpose: 'login', origin: 'o', context: '', issuedAt: 1 }
  await challenges.put('session', challenge, 120_000)
  time.advance(150_000)
  expect(await challenges.take('session')).toEqual(challenge)
  expect(await challenges.take('session')).toBeUndefined()
})
