import { expect, test } from 'vitest'
import { loadPart } from './load-part'

test('a part that cannot be downloaded is a server that cannot be reached', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module')
  await expect(loadPart(Promise.reject(cause))).rejects.toMatchObject({
    code: 'server-unreachable',
    cause,
  })
})
