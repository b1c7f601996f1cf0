import type { AccountKeyRow, AccountStore } from './account-store'

/** Accounts in this process's memory: for tests and trials, since they end with it. */
export function memoryAccountStore(): AccountStore {
  const accounts = new Map<string, string>() // id, day it was made
  const keys = new Map<string, AccountKeyRow & { readonly account: string }>()
  const put = (account: string, row: AccountKeyRow): void => {
    const firstUsed = keys.get(row.key)?.firstUsed ?? row.firstUsed
    keys.set(row.key, { ...row, firstUsed, account })
  }

  return {
    async find(wanted) {
      return wanted.flatMap((key) => {
        const account = keys.get(key)?.account
        return account === undefined ? [] : [{ key, account }]
      })
    },
    async create(id, row) {
      const owner = keys.get(row.key)?.account
      if (owner !== undefined) return owner
      accounts.set(id, row.firstUsed)
      put(id, row)
      return id
    },
    async add(account, row) {
      if (!accounts.has(account)) return 'no-account'
      const owner = keys.get(row.key)?.account
      if (owner !== undefined && owner !== account) return 'taken'
      put(account, row)
      return 'added'
    },
    async used(key, row) {
      const old = keys.get(key)
      if (old === undefined) return
      keys.delete(key)
      keys.set(row.key, { ...row, firstUsed: old.firstUsed, account: old.account })
    },
    async read(id) {
      const created = accounts.get(id)
      if (created === undefined) return undefined
      const own = [...keys.values()].filter(({ account }) => account === id)
      return {
        id,
        created,
        keys: own.map(({ account: _, ...row }) => row).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
      }
    },
    async remove(id) {
      for (const [key, { account }] of keys) if (account === id) keys.delete(key)
      return accounts.delete(id)
    },
    async forgetKeys(unusedSince) {
      const old = [...keys].filter(([, { lastUsed }]) => lastUsed < unusedSince)
      for (const [key] of old) keys.delete(key)
      return old.length
    },
    async keysBySecret() {
      const counts: Record<string, number> = {}
      for (const { secret } of keys.values()) counts[secret] = (counts[secret] ?? 0) + 1
      return counts
    },
  }
}
