import { monthOf } from './month'
import type { FeeRow, LedgerStore, MonthlyFee } from './ledger-store'

/** A ledger in this process's memory: for tests and trials, since it ends with it. */
export function memoryLedgerStore(): LedgerStore {
  const rows = new Map<string, FeeRow>()
  return {
    async add(row) {
      const { day, kind, method, period, yen } = row
      const key = (period === '' ? [day, kind, method, yen] : [kind, method, period]).join(' ')
      const old = rows.get(key)
      if (period === '' || old === undefined)
        rows.set(key, { ...row, count: (old?.count ?? 0) + row.count })
    },
    async months(from, to) {
      const bill = new Map<string, MonthlyFee>()
      for (const { day, kind, method, yen, count } of rows.values()) {
        const month = monthOf(day)
        if (month < from || month > to) continue
        const key = `${month} ${kind} ${method}`
        const sum = bill.get(key) ?? { month, kind, method, count: 0, yen: 0 }
        bill.set(key, { ...sum, count: sum.count + count, yen: sum.yen + yen * count })
      }
      return [...bill].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, fee]) => fee)
    },
  }
}
