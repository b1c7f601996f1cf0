// What a page downloads for one reader has nothing of another's driver in it.
import { describe, expect, test } from 'vitest'
import { bundled, withImports } from '../../bench/first-load'

const chunks = await bundled('packages/elements/src/myna-login/define.ts')
const drivers = ['ccid', 'rc-s300', 'rc-s380'] as const
const isOf = (driver: string, id: string) => id.includes(`/packages/reader/src/${driver}/`)
const chunkOf = (driver: string) =>
  chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`/${driver}/driver.ts`)))!

describe('drivers are downloaded when their reader is chosen', () => {
  test('and not with the button', () => {
    const first = withImports(
      chunks.find(({ isEntry }) => isEntry)!,
      chunks,
    )
    expect(first.flatMap(({ moduleIds }) => moduleIds).length).toBeGreaterThan(5)
    for (const driver of drivers) expect(first).not.toContain(chunkOf(driver))
  })

  test.each([
    ['rc-s300', 'rc-s380'],
    ['rc-s380', 'rc-s300'],
    ['ccid', 'rc-s380'],
    ['ccid', 'rc-s300'],
  ])('%s without %s', (wanted, other) => {
    const ids = withImports(chunkOf(wanted), chunks).flatMap(({ moduleIds }) => moduleIds)
    expect(ids.some((id) => isOf(wanted, id))).toBe(true)
    expect(ids.filter((id) => isOf(other, id))).toEqual([])
  })
})
