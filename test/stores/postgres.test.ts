import { countedChecker, openAccounts, openLedger, staticChecker } from '@myna/verifier'
import { memoryOnceStore, type FeeWarning } from '@myna/verifier'
import { migrate, sqlAccountStore, sqlLedgerStore, sqlOnceStore } from '@myna/verifier/sql'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountStoreTests } from './account-contract'
import { postgresPool } from './clients'
import { ledgerStoreTests } from './ledger-contract'
import { onceStoreTests } from './once-contract'
import { pause, postgresServer, type TestServer } from './servers'

let server: TestServer
let here: Pool
let there: Pool

beforeAll(async () => {
  server = await postgresServer()
  ;[here, there] = [postgresPool(server.port), postgresPool(server.port)]
})
afterAll(async () => {
  await Promise.all([here.end(), there.end()])
  await server.remove()
})

test('servers that start at once make the tables once', async () => {
  await Promise.all([migrate(here), migrate(there), migrate(here), migrate(there)])
  const { rows } = await here.query('SELECT step FROM myna_migrations ORDER BY step')
  expect(rows).toEqual([{ step: 1 }, { step: 2 }, { step: 3 }])
})

onceStoreTests('PostgreSQL', {
  servers: () => [sqlOnceStore(here), sqlOnceStore(there)],
  pass: pause,
})
accountStoreTests('PostgreSQL', () => [sqlAccountStore(here), sqlAccountStore(there)])
ledgerStoreTests('PostgreSQL', () => [sqlLedgerStore(here), sqlLedgerStore(there)])

describe('a database that goes and comes back', () => {
  const certificate = {
    kind: 'card',
    use: 'auth',
    serial: Uint8Array.of(1, 2, 3),
    notAfter: new Date('2030-01-01T00:00:00Z'),
  } as const

  test('refuses whoever comes meanwhile, has lost nobody, and needs no help', async () => {
    const accounts = await openAccounts({
      store: sqlAccountStore(here),
      once: memoryOnceStore(),
      secrets: { current: new Uint8Array(32).fill(1) },
    })
    const first = await accounts.arrive(certificate)
    if (first.at !== 'unknown') throw new Error(first.at)
    const account = await first.enrol()
    await server.kill()

    const unavailable = { code: 'store-unavailable', told: 'checking-unavailable' }
    await expect(accounts.arrive(certificate)).rejects.toMatchObject(unavailable)
    await expect(first.enrol()).rejects.toMatchObject(unavailable)

    await server.start()
    expect(await accounts.arrive(certificate)).toEqual({ at: 'known', account })
  })

  test('an account that could not be looked up is not taken for a new one', async () => {
    const accounts = await openAccounts({
      store: sqlAccountStore(here),
      once: sqlOnceStore(here),
      secrets: { current: new Uint8Array(32).fill(1) },
      oldSerial: async () => undefined,
    })
    const holder = await there.connect()
    await holder.query('BEGIN; LOCK TABLE myna_account_keys') // so that questions get no answer
    try {
      const unavailable = { code: 'store-unavailable' }
      await expect(accounts.arrive(certificate)).rejects.toMatchObject(unavailable)
    } finally {
      await holder.query('ROLLBACK')
      holder.release()
    }
    expect(await accounts.arrive(certificate)).toMatchObject({ at: 'known' })
  }, 20_000)

  test('look-ups made meanwhile are still in the bill, and refused nobody', async () => {
    const warnings: FeeWarning[] = []
    const now = () => new Date('2041-07-01T03:00:00Z')
    const warn = (warning: FeeWarning) => warnings.push(warning)
    const ledger = openLedger({ store: sqlLedgerStore(here), now, warn })
    const checker = countedChecker(staticChecker([]), ledger)
    const question = {
      kind: 'authentication',
      serial: Uint8Array.of(1),
      issuerKeyId: undefined,
      certificateSha256: new Uint8Array(32),
      purpose: 'login',
      at: now(),
      distributionPoints: [],
    } as const
    const ask = () => checker.check(question, new AbortController().signal)

    await ask()
    await ledger.flush()
    await server.kill()
    for (let count = 0; count < 5; count++) expect((await ask()).status).toBe('good')
    await ledger.flush()
    expect(warnings[0]).toMatchObject({ warning: 'ledger-unavailable' })
    await server.start()
    await ask()
    await ledger.flush()

    expect(await ledger.months('2041-07', '2041-07')).toEqual([
      { month: '2041-07', kind: 'authentication', method: 'other', count: 7, yen: 14 },
    ])
  })
})
