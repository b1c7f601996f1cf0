import type { OnceStore } from '@myna/verifier'
import { describe, expect, test } from 'vitest'

/** A store as a server has it. Two of them share what they keep, as two servers do. */
export interface OnceWorld {
  readonly servers: () => readonly [OnceStore, OnceStore]
  /** Lets time pass for the store. */
  readonly pass: (milliseconds: number) => Promise<void>
}

let unique = 0
const newKey = () => `key-${unique++}`

/** What every once-store promises. */
export function onceStoreTests(name: string, { servers, pass }: OnceWorld): void {
  describe(`${name}: what waits once`, () => {
    test('is taken by another server, and is gone then', async () => {
      const [here, there] = servers()
      const key = newKey()
      await here.put(key, 'text', 10_000)

      expect(await there.take(key)).toBe('text')
      expect(await here.take(key)).toBeUndefined()
      expect(await there.take(key)).toBeUndefined()
    })

    test('what nobody put is not there', async () => {
      expect(await servers()[0].take(newKey())).toBeUndefined()
    })

    test('a newer text takes the place of an older one, with its own lifetime', async () => {
      const [here, there] = servers()
      const key = newKey()
      await here.put(key, 'old', 300)
      await there.put(key, 'new', 10_000)
      await pass(400)

      expect(await here.take(key)).toBe('new')
      expect(await here.take(key)).toBeUndefined()
    })

    test('of many takers at the same moment on two servers one gets it, again and again', async () => {
      const [here, there] = servers()
      for (let round = 0; round < 20; round++) {
        const key = newKey()
        await here.put(key, `round ${round}`, 10_000)

        const taken = await Promise.all(
          Array.from({ length: 10 }, (_, index) => (index % 2 ? here : there).take(key)),
        )

        expect(taken.filter((text) => text !== undefined)).toEqual([`round ${round}`])
      }
    })

    test('is not there any more when its lifetime is over', async () => {
      const [here] = servers()
      const key = newKey()
      await here.put(key, 'text', 300)
      await pass(400)
      expect(await here.take(key)).toBeUndefined()
    })

    test('texts come back as they were', async () => {
      const [here] = servers()
      const key = newKey()
      const text = '{"a":"é漢字🙂\\n\'--;"}'
      await here.put(key, text, 10_000)
      expect(await here.take(key)).toBe(text)
    })
  })

  describe(`${name}: a mark`, () => {
    test('is made once, whoever comes, also at the same moment', async () => {
      const [here, there] = servers()
      for (let round = 0; round < 20; round++) {
        const key = newKey()
        const made = await Promise.all(
          Array.from({ length: 10 }, (_, index) => (index % 2 ? here : there).mark(key, 10_000)),
        )
        expect(made.filter(Boolean)).toHaveLength(1)
        expect(await there.mark(key, 10_000)).toBe(false)
      }
    })

    test('can be made again when its lifetime is over', async () => {
      const [here, there] = servers()
      const key = newKey()
      await here.mark(key, 300)
      await pass(400)
      expect(await there.mark(key, 10_000)).toBe(true)
      expect(await here.mark(key, 10_000)).toBe(false)
    })

    test('has nothing to do with a text of the same name', async () => {
      const [here] = servers()
      const key = newKey()
      await here.put(key, 'text', 10_000)
      expect(await here.mark(key, 10_000)).toBe(true)
      expect(await here.take(key)).toBe('text')
      expect(await here.mark(key, 10_000)).toBe(false)
    })
  })
}
