// Why this exists: the rooms of the house are its design. Data goes up, from USB bytes to a believed
// login, and an import that points back would let a lower room depend on a higher one. What is
// public is a promise to strangers, so growing it has to be a choice somebody made and wrote down.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import publicNames from './public-names.json'
import { importsOf, root, sourcesIn, type Source } from './sources'

/** For each room: rooms it may import, and packages of others. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  bytes: [],
  apdu: ['@myna/bytes'],
  reader: ['@myna/bytes', '@myna/apdu'],
  card: ['@myna/bytes', '@myna/apdu'],
  token: ['@myna/bytes'],
  // the engine that turns a line's picture into characters, loaded by openRecogniser and not before
  ocr: ['tesseract.js'],
  elements: [
    '@myna/bytes',
    '@myna/apdu',
    '@myna/reader',
    '@myna/card',
    '@myna/token',
    '@myna/ocr', // loaded when somebody chooses to show a picture of the card
    'lit',
    '@lit/react', // by sites with an older React only, so it is an optional peer
    '@cornerstonejs/codec-openjpeg', // loaded when somebody shows a card's photo
  ],
  // PGlite: PostgreSQL without a server, loaded by the entry @myna/verifier/pglite and by nothing else
  verifier: ['@myna/bytes', '@myna/token', '@electric-sql/pglite'],
  virtual: ['@myna/bytes', '@myna/apdu', '@myna/reader', '@peculiar/x509', 'reflect-metadata'],
}

/** Tests may also use these. They are not shipped. */
const forTests = ['vitest', 'fast-check', '@myna/virtual', '@myna/card', '@ledgerhq/devices']

const MOST_LINES = 300

const inPackages = sourcesIn('packages')
/** What a stranger gets; beside it, packages have scripts that make their data. */
const shipped = inPackages.filter(({ path }) => path.split('/')[2] === 'src')
const everything = [...inPackages, ...sourcesIn('demo', 'test', 'bench', 'commands')]
const isTest = ({ path }: Source) => path.endsWith('.test.ts')
const roomOf = ({ path }: Source) => path.split('/')[1]!
const packageOf = (name: string) =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
const manifest = (room: string) =>
  JSON.parse(readFileSync(join(root, 'packages', room, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
    peerDependencies?: Record<string, string>
    exports: Record<string, { '@myna/source': string }>
  }

test('the rooms are the ones of the design', () => {
  expect([...new Set(shipped.map(roomOf))].toSorted()).toEqual(Object.keys(rooms).toSorted())
})

describe('an import never points back', () => {
  test.each(Object.entries(rooms))('%s', (room, allowed) => {
    const mine = shipped.filter((source) => roomOf(source) === room)
    const foreign = mine.flatMap((source) =>
      source.imports
        .filter((name) => !name.startsWith('.'))
        .filter(
          (name) => ![...allowed, ...(isTest(source) ? forTests : [])].includes(packageOf(name)),
        )
        .map((name) => `${source.path} imports ${name}`),
    )
    const outside = mine.flatMap(({ path, imports }) =>
      imports
        .filter((name) => name.startsWith('.'))
        .filter((name) => !join(path, '..', name).startsWith(`packages/${room}/src/`))
        .map((name) => `${path} imports ${name}`),
    )

    expect(foreign).toEqual([])
    expect(outside).toEqual([])
  })

  test.each(Object.entries(rooms))(
    '%s declares what it imports, and nothing else',
    (room, allowed) => {
      const { dependencies, peerDependencies } = manifest(room)
      const types = Object.keys({ ...dependencies, ...peerDependencies }).filter(
        (name) => !name.startsWith('@types/'),
      )
      expect(types.toSorted()).toEqual(allowed.toSorted())
    },
  )
})

test('a package is entered by its public name only', () => {
  const deep = everything.flatMap(({ path, imports }) =>
    imports
      .filter((name) => name.startsWith('@myna/') && name.split('/').length > 2)
      .filter(
        (name) =>
          !(`./${name.split('/').slice(2).join('/')}` in manifest(name.split('/')[1]!).exports),
      )
      .concat(
        path.startsWith('packages/')
          ? []
          : imports.filter((name) => /\bpackages\/[a-z]+\/src/.test(name)),
      )
      .map((name) => `${path} imports ${name}`),
  )
  expect(deep).toEqual([])
})

test(`no file is longer than ${MOST_LINES} lines`, () => {
  const long = everything
    .filter(({ path }) => !path.includes('.generated.'))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > MOST_LINES)
  expect(long).toEqual([])
})

/** Ways into a room: its index.ts, and files beside it for those who want only that. */
const entriesOf = (room: string) =>
  Object.entries(manifest(room).exports)
    .filter(([, target]) => '@myna/source' in target) // others are types for frameworks
    .filter(([, target]) => !target['@myna/source'].endsWith('/define.ts')) // it defines a tag
    .map(([name, target]) => ({
      entry: join(room, name),
      path: join('packages', room, target['@myna/source']),
    }))

describe('public names are the checked-in ones', () => {
  const entries = Object.keys(rooms).flatMap(entriesOf)

  test.each(entries)('$entry', ({ entry, path }) => {
    const file = shipped.find((source) => source.path === path)!

    const { names, leftOver } = exportsOf(file.text)

    expect(leftOver, 'an entry is a list of names and nothing else').toBe('')
    expect(names).toEqual((publicNames as Record<string, string[]>)[entry])
  })
})

test('the verifier reaches its database from its own entry only', () => {
  const reached = shipped
    .filter(({ imports }) => imports.includes('@electric-sql/pglite'))
    .map(({ path }) => path)
  expect(reached).toEqual(['packages/verifier/src/stores/pglite-client.ts'])
  const users = shipped.filter(({ imports }) => imports.some((name) => /pglite-client$/.test(name)))
  expect(users.map(({ path }) => path)).toEqual(['packages/verifier/src/pglite.ts'])
})

test('no package reaches for Node: all of them run in browsers, workers and servers', () => {
  const nodeOnly = shipped
    .filter((source) => !isTest(source))
    .flatMap(({ path, text, imports }) => [
      ...imports
        .filter((name) => name.startsWith('node:'))
        .map((name) => `${path} imports ${name}`),
      ...[...text.matchAll(/(?<![.\w'])(?:process|Buffer|__dirname|require)(?=[.(])/g)].map(
        (match) => `${path} uses ${match[0]}`,
      ),
    ])
  expect(nodeOnly).toEqual([])
})

// In Node both hold their parts weakly, and a wait that should have ended does not (nodejs/node#57736).
test('no package leaves a time-out to AbortSignal.any or AbortSignal.timeout', () => {
  const code = ({ text }: Source) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
  const found = sourcesIn('packages').filter(
    (source) =>
      !source.path.endsWith('.test.ts') && /AbortSignal\.(any|timeout)\(/.test(code(source)),
  )
  expect(found.map(({ path }) => path)).toEqual([])
})

test('the import reader of this test sees every form of import', () => {
  const text = `
    import a from 'a'
    import { b,
      c } from "b"
    import type { D } from 'd'
    import 'e'
    export { f } from 'f'
    const g = await import('g')
    // import 'not-this'
    /* import 'nor-this' */
  `
  expect(importsOf(text)).toEqual(['a', 'b', 'd', 'e', 'f', 'g'])
})

/** The names an index.ts lists, sorted, and whatever in it is not such a list. */
function exportsOf(text: string): { names: string[]; leftOver: string } {
  const list = /export (?:type )?\{([^}]*)\} from '[^']+'/g
  const names = [...text.matchAll(list)]
    .flatMap((match) => match[1]!.split(','))
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '')
  return { names: names.toSorted(), leftOver: text.replace(list, '').trim() }
}
