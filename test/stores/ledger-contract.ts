import type { FeeRow, LedgerStore } from '@myna/verifier'
import { describe, expect, test } from 'vitest'

const row = (change: Partial<FeeRow> = {}): FeeRow => ({
  day: '2026-11-24',
  kind: 'authentication',
  method: 'ocsp',
  period: '',
  yen: 2,
  count: 1,
  ...change,
})

/** What every ledger store promises. Two servers share one. Each test has a year of its own. */
export function ledgerStoreTests(
  name: string,
  servers: () => readonly [LedgerStore, LedgerStore],
): void {
  describe(`${name}: the ledger`, () => {
    test('answers are counted each, from all servers, and summed by month', async () => {
      const [here, there] = servers()
      await Promise.all([
        ...Array.from({ length: 25 }, () => here.add(row({ day: '2031-01-31' }))),
        ...Array.from({ length: 25 }, () => there.add(row({ day: '2031-01-31', count: 2 }))),
        here.add(row({ day: '2031-02-01', kind: 'signing', yen: 20 })),
        there.add(row({ day: '2031-02-28', kind: 'signing', yen: 0, count: 5 })),
        there.add(row({ day: '2031-03-01' })),
      ])

      expect(await here.months('2031-01', '2031-02')).toEqual([
        { month: '2031-01', kind: 'authentication', method: 'ocsp', count: 75, yen: 150 },
        { month: '2031-02', kind: 'signing', method: 'ocsp', count: 6, yen: 20 },
      ])
    })

    test('a list counts once for its period, whichever server fetched it, on whichever day', async () => {
      const [here, there] = servers()
      const list = row({ method: 'crl', period: '2032-05-31T12:00:00Z', day: '2032-05-31' })
      await Promise.all([
        here.add(list),
        there.add(list),
        here.add({ ...list, day: '2032-06-01' }),
        there.add({ ...list, period: '2032-06-01T12:00:00Z', day: '2032-06-01' }),
        here.add({ ...list, kind: 'signing', yen: 20 }),
      ])

      const bill = await there.months('2032-05', '2032-06')

      const total = bill.filter(({ kind }) => kind === 'authentication')
      expect(total.reduce((sum, { count }) => sum + count, 0)).toBe(2)
      expect(bill.find(({ kind }) => kind === 'signing')).toMatchObject({ count: 1, yen: 20 })
    })

    test('a month nobody came has no line', async () => {
      expect(await servers()[0].months('2033-01', '2033-12')).toEqual([])
    })

    test('many yen are still whole yen', async () => {
      const [here] = servers()
      await here.add(row({ day: '2034-01-01', yen: 20, count: 2_000_000_000 }))
      expect((await here.months('2034-01', '2034-01'))[0]).toMatchObject({ yen: 40_000_000_000 })
    })
  })
}
