// Why this exists: what people read about their reader must be what the doctor says of it.
import { knownReaders, type KnownReader } from '@myna/reader'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './sources'

const page = readFileSync(join(root, 'docs', 'readers.md'), 'utf8')

const marks: Readonly<Record<KnownReader['status'], string>> = {
  works: '○',
  'works-with-a-step': '△',
  cannot: '×',
}
const reasons: Readonly<Record<KnownReader['reason'], RegExp>> = {
  'own-protocol': /^独自の窓口（/,
  'own-protocol-kernel-driver': /port100/,
  'vendor-class-ccid': /CCID.*#release/,
  'smart-card-class': /0x0B/,
}
const idsOf = ({ vendorId, productIds }: KnownReader): string[] =>
  productIds.map((productId) =>
    [vendorId, productId].map((id) => id.toString(16).toUpperCase().padStart(4, '0')).join(':'),
  )

/** Rows of the first table, by their cells. */
const rows = page
  .split('\n')
  .filter((line) => /^\|.*[0-9A-F]{4}:[0-9A-F]{4}/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

test('the page lists the readers the doctor knows, in its order, and no others', () => {
  expect(rows.map(([name, ids]) => `${name}: ${ids}`)).toEqual(
    knownReaders.map((reader) => `${reader.name}: ${idsOf(reader).join(', ')}`),
  )
})

test.each(knownReaders.map((reader, at) => [reader.name, reader, at] as const))(
  '%s: what the page says is what the doctor says',
  (_, reader, at) => {
    const [, , cards, status, why] = rows[at]!
    expect(cards).toContain(reader.cards)
    expect(status!.startsWith(marks[reader.status])).toBe(true)
    expect(status!.includes('presumed')).toBe(reader.isPresumed ?? false)
    expect(why).toMatch(reasons[reader.reason])
  },
)

test('the udev rules are for the readers that can work, each of them', () => {
  const rules = [...page.matchAll(/idVendor\}=="(\w+)", ATTRS\{idProduct\}=="(\w+)"/g)].map(
    ([, vendor, product]) => `${vendor}:${product}`.toUpperCase(),
  )
  expect(rules).toEqual(knownReaders.filter(({ status }) => status !== 'cannot').flatMap(idsOf))
})

test('no two models have the same number, so that a device is one of them or none', () => {
  const ids = knownReaders.flatMap(idsOf)
  expect(new Set(ids).size).toBe(ids.length)
})
