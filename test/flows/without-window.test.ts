// Pages are rendered by servers, too: importing the elements there needs no window and does nothing, and
// only the entries that say so define a tag.
import { afterEach, expect, test, vi } from 'vitest'

const tags = ['myna-login', 'myna-age-check', 'myna-autofill', 'myna-self-check'] as const

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

test.each(tags)('@myna/elements/%s can be imported without a window', async (tag) => {
  expect('window' in globalThis || 'document' in globalThis).toBe(false)
  const entries = {
    'myna-login': () => import('@myna/elements/myna-login'),
    'myna-age-check': () => import('@myna/elements/myna-age-check'),
    'myna-autofill': () => import('@myna/elements/myna-autofill'),
    'myna-self-check': () => import('@myna/elements/myna-self-check'),
  }
  expect(Object.keys(await entries[tag]()).join()).toMatch(/Myna\w+Element/)
})

test('the index defines no tag; an entry defines its own and no other', async () => {
  const defined: string[] = []
  vi.stubGlobal('customElements', {
    get: () => undefined,
    define: (tag: string) => void defined.push(tag),
  })
  vi.resetModules()
  await import('@myna/elements')
  expect(defined).toEqual([])
  await import('@myna/elements/myna-self-check')
  expect(defined).toEqual(['myna-self-check'])
})
