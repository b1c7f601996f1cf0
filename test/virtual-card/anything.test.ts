// Whatever is sent to the card, in whatever order: nothing that is protected comes out without its
// secret, no counter rises without the right one, and there is an answer to everything.
import { hex, toHex } from '@myna/bytes'
import { cardOf, issuePerson, type CardSecret, type Person, type VirtualCard } from '@myna/virtual'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { digits, now, SELECT, talkTo, verifyAt } from './talk'

type App = Exclude<keyof typeof SELECT, 'cardManager'>

/** Secrets by application and file, and what they open there. */
const secrets: readonly {
  readonly name: CardSecret
  readonly app: App
  readonly file: number
  readonly reads: readonly number[]
  readonly signs: readonly number[]
}[] = [
  { name: 'authentication-pin', app: 'jpki', file: 0x18, reads: [], signs: [0x17] },
  { name: 'signing-pin', app: 'jpki', file: 0x1b, reads: [0x01], signs: [0x1a] },
  {
    name: 'input-support-pin',
    app: 'inputSupport',
    file: 0x11,
    reads: [1, 2, 3, 6, 7],
    signs: [],
  },
  { name: 'number-a', app: 'inputSupport', file: 0x14, reads: [1, 3, 6, 7], signs: [] },
  { name: 'number-b', app: 'inputSupport', file: 0x15, reads: [2, 3, 6, 7], signs: [] },
  { name: 'birth-date-key', app: 'face', file: 0x11, reads: [1], signs: [] },
  { name: 'face-number-b', app: 'face', file: 0x12, reads: [2, 6], signs: [] },
  { name: 'face-number-a', app: 'face', file: 0x13, reads: [2, 5, 6], signs: [] },
  { name: 'common-pin', app: 'common', file: 0x1c, reads: [], signs: [] },
  { name: 'residents-pin', app: 'residents', file: 0x1c, reads: [], signs: [] },
]
const apps = Object.keys(SELECT).filter((name): name is App => name !== 'cardManager')
const protectedFiles = (app: App) => [
  ...new Set(secrets.filter((secret) => secret.app === app).flatMap(({ reads }) => reads)),
]

let person: Person
let values: Readonly<Record<CardSecret, string>>
/** The beginning of what lies in each protected file, for finding it in answers. */
let treasures: readonly string[]
beforeAll(async () => {
  person = await issuePerson('hanako', { now })
  const talk = await talkTo(cardOf(person))
  await talk.say(SELECT.inputSupport, verifyAt(0x11, person.secrets['input-support-pin']))
  const number = (await talk.read(0x01)) as Uint8Array
  const numberA = new TextDecoder().decode(number.slice(3, 15))
  const numberB = person.secrets['number-b']
  values = {
    ...person.secrets,
    ...{ 'number-a': numberA, 'face-number-a': numberA, 'face-number-b': numberB },
  }
  const found: string[] = []
  for (const { name, app, file, reads } of secrets) {
    await talk.say(SELECT[app])
    expect(await talk.say(verifyAt(file, values[name]))).toBe('9000')
    for (const read of reads) {
      const bytes = toHex((await talk.read(read)) as Uint8Array)
      expect(bytes.length).toBeGreaterThanOrEqual(32)
      if (!/^(ff)+$/.test(bytes)) found.push(bytes.slice(8, 36)) // 0006 of the face is filler only
    }
  }
  treasures = found
})

const counters = (card: VirtualCard) => secrets.map(({ name }) => card.triesLeft(name))

test('without the secrets: no protected byte, no signature of JPKI, no higher counter', async () => {
  const files = Array.from({ length: 0x1f }, (_, file) => file)
  const oneOfAll = [
    ...Object.values(SELECT),
    ...['00a40000', '00200080', '00b0000000', '00b00000 000000', '00b2010400', '00b2010c00'],
    ...['80ae0000 01 00', '00840000 08', '00ca00f8 000000', '00240180 04 31313131'],
    ...['80320080 04 31313131', '802a0080 01 30 00', '802a0000 01 30 00'],
    ...files.flatMap((file) => [
      `00a4020c 02 00${digits(file)}`,
      `00b0${digits(0x80 | file)}0000`,
      `00b0${digits(0x80 | file)}00 000000`, // all of it, extended
      `002000${digits(0x80 | file)}`,
      `002000${digits(0x80 | file)} 04 30303030`,
      `802a00${digits(0x80 | file)} 01 30 00`,
      `008800${digits(0x80 | file)} 01 30 00`,
      `00b201${digits(((file << 3) | 4) & 0xff)}00`,
    ]),
  ].map((command) => hex(command))
  const right = Object.values(values).map((value) => toHex(new TextEncoder().encode(value)))
  const command = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...oneOfAll) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...oneOfAll), fc.nat(6), fc.nat(255))
        .map(([bytes, at, value]) => bytes.map((byte, index) => (index === at ? value : byte))),
    },
  )

  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (script) => {
      const card = cardOf(person)
      await card.powerOn()
      let before = counters(card)
      let isFaceOrInputSupport = false // whose own keys want no secret
      for (const bytes of script) {
        const said = toHex(bytes)
        if (right.some((value) => said.includes(value))) continue // a right secret by chance
        const answer = toHex(await card.exchange(bytes))
        expect(answer.length).toBeGreaterThanOrEqual(4)
        for (const treasure of treasures) expect(answer).not.toContain(treasure)
        if (bytes[1] === 0xa4 && bytes[2] === 0x04 && answer.endsWith('9000'))
          isFaceOrInputSupport = /^00a404..0ad392100031000101040[28]/.test(said)
        if (bytes[1] === 0x2a && !isFaceOrInputSupport) expect(answer, said).toHaveLength(4)
        const after = counters(card)
        expect(after.every((left, index) => left <= before[index]!)).toBe(true)
        before = after
      }
    }),
    { numRuns: 500 },
  )
})

/** Choices are numbers: which of what the selected application has they mean is counted when they come. */
type Step =
  | { readonly do: 'select' | 'read' | 'sign'; readonly choice: number }
  | { readonly do: 'verify'; readonly choice: number; readonly isRight: boolean }
  | { readonly do: 'reset' }

const choice = fc.nat(59)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('select' as const), choice }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('verify' as const), choice, isRight: fc.boolean() }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('read' as const), choice }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sign' as const), choice }) },
  { weight: 1, arbitrary: fc.constant({ do: 'reset' as const }) },
)

const one = <T>(list: readonly T[], chosen: number): T => list[chosen % list.length]!

test('with right and wrong secrets: exactly what was opened is open, and counters follow the rules', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (script) => {
      const card = cardOf(person)
      const { say } = await talkTo(card)
      const most = counters(card)
      const left = counters(card)
      let app: App = 'jpki'
      let open: CardSecret[] = []
      await say(SELECT[app])

      for (const part of script) {
        const mine = secrets.filter((secret) => secret.app === app)
        const isOpen = (file: number, what: 'reads' | 'signs') =>
          mine.some((secret) => open.includes(secret.name) && secret[what].includes(file))
        if (part.do === 'select' || part.do === 'reset') {
          if (part.do === 'reset') {
            card.powerOff()
            await card.powerOn()
          } else app = one(apps, part.choice)
          expect(await say(SELECT[app])).toBe('9000')
          open = []
        } else if (part.do === 'verify') {
          const { name, file } = one(mine, part.choice)
          const index = secrets.findIndex((secret) => secret.name === name)
          const answer = await say(verifyAt(file, part.isRight ? values[name] : `${values[name]}0`))
          if (left[index] === 0) expect(answer).toBe('6984')
          else if (part.isRight) {
            expect(answer).toBe('9000')
            left[index] = most[index]!
            open.push(name)
          } else {
            expect(answer).toBe(`63c${(--left[index]!).toString(16)}`)
            open = open.filter((other) => other !== name)
          }
        } else if (part.do === 'read' && protectedFiles(app).length > 0) {
          const file = one(protectedFiles(app), part.choice)
          const answer = await say(`00b0${digits(0x80 | file)}0010`)
          expect(answer.slice(-4)).toBe(isOpen(file, 'reads') ? '9000' : '6982')
        } else if (part.do === 'sign' && app === 'jpki') {
          const file = one([0x17, 0x1a], part.choice)
          const answer = await say(`802a00${digits(0x80 | file)} 01 30 00`)
          expect(answer.slice(-4)).toBe(isOpen(file, 'signs') ? '9000' : '6982')
        }
        expect(counters(card)).toEqual(left)
      }
    }),
    { numRuns: 300 },
  )
})
