// Why this exists: editors and frameworks believe what the manifest says of the elements. It is made from
// them, and a change of an element that leaves it behind is found here.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { manifestFiles } from '../../packages/elements/make-manifest'
import { root } from './sources'

const folder = join(root, 'packages/elements')

test.each(Object.entries(manifestFiles()))(
  '%s is what the elements say (node commands/run.mjs packages/elements/make-manifest.ts --write)',
  (name, content) => {
    expect(readFileSync(join(folder, name), 'utf8')).toBe(content)
  },
)

test('each element tells its attributes, events, slots and parts', () => {
  const { modules } = JSON.parse(manifestFiles()['custom-elements.json']!) as {
    modules: {
      declarations: {
        tagName: string
        attributes: { name: string }[]
        events: { name: string }[]
      }[]
    }[]
  }
  const told = Object.fromEntries(
    modules
      .flatMap(({ declarations }) => declarations)
      .map(({ tagName, attributes, events }) => [
        tagName,
        [...attributes, ...events].map(({ name }) => name),
      ]),
  )
  expect(told['myna-login']).toEqual(
    expect.arrayContaining(['challenge-url', 'verify-url', 'lang', 'myna-signed-in', 'myna-step']),
  )
  expect(told['myna-age-check']).toEqual(
    expect.arrayContaining(['over', 'min-assurance', 'myna-age-checked']),
  )
  expect(Object.keys(told)).toHaveLength(4)
})
