import type { AccountKeyRow, AccountStore } from '@myna/verifier'
import { describe, expect, test } from 'vitest'

let unique = 0
const newId = () => `id-${unique++}`

const row = (change: Partial<AccountKeyRow> = {}): AccountKeyRow => ({
  key: newId(),
  kind: 'card-auth',
  secret: 'secret-1',
  firstUsed: '2026-11-24',
  lastUsed: '2026-11-24',
  notAfter: '2029-06-15T14:59:59.000Z',
  ...change,
})

/** What every account store promises. Two servers share one. */
export function accountStoreTests(
  name: string,
  servers: () => readonly [AccountStore, AccountStore],
): void {
  describe(`${name}: accounts`, () => {
    test('an account is found by its key, on another server, too', async () => {
      const [here, there] = servers()
      const key = row()
      const id = await here.create(newId(), key)

      expect(await there.find([newId(), key.key])).toEqual([{ key: key.key, account: id }])
      expect(await there.find([])).toEqual([])
      expect(await there.read(id)).toEqual({ id, created: '2026-11-24', keys: [key] })
    })

    test('two servers that make an account for one card at once make one', async () => {
      const [here, there] = servers()
      for (let round = 0; round < 10; round++) {
        const key = row()
        const [one, two] = [newId(), newId()]

        const made = await Promise.all([
          here.create(one, key),
          there.create(two, key),
          here.create(one, key),
        ])

        expect(new Set(made).size).toBe(1)
        const loser = made[0] === one ? two : one
        expect(await here.read(loser)).toBeUndefined()
        expect((await there.read(made[0]!))!.keys).toHaveLength(1)
      }
    })

    test('further keys are added once, to one account only', async () => {
      const [here, there] = servers()
      const [mine, yours] = [row(), row()]
      const me = await here.create(newId(), mine)
      const you = await here.create(newId(), yours)
      const phone = row({ kind: 'mobile-auth' })

      expect(await there.add(me, phone)).toBe('added')
      expect(await there.add(me, { ...phone, lastUsed: '2026-12-01' })).toBe('added')
      expect(await there.add(you, phone)).toBe('taken')
      expect(await there.add(me, yours)).toBe('taken')
      expect(await there.add(newId(), row())).toBe('no-account')

      const kept = (await here.read(me))!.keys
      expect(kept.map(({ key }) => key).toSorted()).toEqual([mine.key, phone.key].toSorted())
      expect(kept.find(({ key }) => key === phone.key)).toMatchObject({
        firstUsed: '2026-11-24',
        lastUsed: '2026-12-01',
      })
    })

    test('of two accounts that want one key at once, one gets it', async () => {
      const [here, there] = servers()
      for (let round = 0; round < 10; round++) {
        const me = await here.create(newId(), row())
        const you = await here.create(newId(), row())
        const key = row()
        const outcomes = await Promise.all([here.add(me, key), there.add(you, key)])
        expect(outcomes.toSorted()).toEqual(['added', 'taken'])
      }
    })

    test('a use is noted and moves the key under the newer secret', async () => {
      const [here, there] = servers()
      const old = row()
      const id = await here.create(newId(), old)
      const newer = row({ secret: 'secret-2', firstUsed: '2026-12-01', lastUsed: '2026-12-01' })

      await Promise.all([here.used(old.key, newer), there.used(old.key, newer)])

      expect((await there.read(id))!.keys).toEqual([{ ...newer, firstUsed: '2026-11-24' }])
      expect(await there.find([old.key])).toEqual([])
    })

    test('a platform’s name for a person has no end', async () => {
      const [here] = servers()
      const { notAfter: _, ...platform } = row({ kind: 'platform' })
      const id = await here.create(newId(), platform)
      expect((await here.read(id))!.keys).toEqual([platform])
    })

    test('what is removed is gone with all its keys, and can begin anew', async () => {
      const [here, there] = servers()
      const [first, second] = [row(), row()]
      const id = await here.create(newId(), first)
      await here.add(id, second)

      expect(await there.remove(id)).toBe(true)
      expect(await here.remove(id)).toBe(false)
      expect(await here.read(id)).toBeUndefined()
      expect(await here.find([first.key, second.key])).toEqual([])
      expect(await here.create(newId(), first)).not.toBe(id)
    })

    test('keys nobody uses are forgotten, and secrets nobody needs are known', async () => {
      const [here, there] = servers()
      const secret = newId()
      const id = await here.create(newId(), row({ secret, lastUsed: '2010-01-01' }))
      await here.add(id, row({ secret }))
      expect((await there.keysBySecret())[secret]).toBe(2)

      expect(await there.forgetKeys('2010-01-01')).toBe(0)
      expect(await there.forgetKeys('2010-01-02')).toBe(1)

      expect((await here.keysBySecret())[secret]).toBe(1)
      expect((await here.read(id))!.keys).toHaveLength(1)
    })
  })
}
