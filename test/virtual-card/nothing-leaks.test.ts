// Why this exists: what is thrown, logged or traced is copied into tickets and forums. Everything that
// comes out of a full run over all applications, well and badly, is searched for what must not be there.
import { isCardError, type Card, type SecretName } from '@myna/apdu'
import {
  askTries,
  certificateDates,
  changeSecret,
  certificatesThere,
  openCommon,
  openFace,
  openInputSupport,
  openJpki,
  present,
  readAgeRecord,
  readAttributes,
  readCaCertificate,
  readCertificate,
  readCommonInformation,
  readFaceRecord,
  readVerifiedAttributes,
  secretFrom,
  signDigest,
  signingAttributes,
  tokenKind,
} from '@myna/card'
import { toBase64url, toHex } from '@myna/bytes'
import {
  cardOf,
  testCvAnchors,
  virtualReader,
  VirtualSlot,
  type Garbling,
  type Person,
  type PullOut,
} from '@myna/virtual'
import { inspect } from 'node:util'
import { expect, test, vi } from 'vitest'
import { traced } from '../../commands/card/trace'
import { personNamed } from '../flows/person'

/** Digits that are found nowhere by chance. */
const pins = {
  'authentication-pin': '8362',
  'signing-pin': 'QX7ZP94K',
  'input-support-pin': '7395',
} as const
const WRONG = {
  'authentication-pin': '9173',
  'signing-pin': 'WRONG8265',
  'input-support-pin': '9284',
}

async function someone(): Promise<Person> {
  const person = await personNamed('hanako')
  return { ...person, secrets: { ...person.secrets, ...pins } }
}

/** Everything one may do with a card, one thing after the other; each may fail for itself. */
function deeds({ secrets }: Person): readonly ((card: Card) => Promise<unknown>)[] {
  const anchors = { anchors: testCvAnchors() }
  const presenting = (secret: SecretName, text: string) => async (card: Card) =>
    present(card, await askTries(card, secret), secretFrom(secret, text, { lastTry: true }))
  const numberB = secrets['number-b']
  return [
    openJpki,
    tokenKind,
    certificatesThere,
    async (card) =>
      certificateDates('authentication', await readCertificate(card, 'authentication')),
    (card) => readCaCertificate(card, 'signing'),
    (card) => readCertificate(card, 'signing'), // protected
    presenting('authentication-pin', WRONG['authentication-pin']),
    presenting('authentication-pin', pins['authentication-pin']),
    (card) => signDigest(card, 'authentication', new Uint8Array(51)),
    presenting('signing-pin', WRONG['signing-pin']),
    presenting('signing-pin', pins['signing-pin'].toLowerCase()), // impossible
    presenting('signing-pin', pins['signing-pin']),
    async (card) => signingAttributes(await readCertificate(card, 'signing')),
    (card) => signDigest(card, 'signing', new Uint8Array(400)), // too long
    async (card) =>
      changeSecret(
        card,
        await askTries(card, 'authentication-pin'),
        secretFrom('authentication-pin', pins['authentication-pin']),
        secretFrom('authentication-pin', pins['authentication-pin']),
      ),
    openInputSupport,
    readAttributes, // nothing presented
    presenting('number-b', '03021220301234'),
    presenting('number-b', numberB),
    (card) => readVerifiedAttributes(card, anchors),
    presenting('input-support-pin', WRONG['input-support-pin']),
    presenting('input-support-pin', pins['input-support-pin']),
    readAttributes,
    openFace,
    (card) => readFaceRecord(card, anchors), // nothing presented
    presenting('face-number-b', numberB),
    (card) => readFaceRecord(card, anchors),
    presenting('birth-date-key', '030212'),
    presenting('birth-date-key', numberB.slice(0, 6)),
    (card) => readAgeRecord(card, anchors),
    openCommon,
    readCommonInformation,
  ]
}

type Fault = { garble: Garbling; at: number } | { pull: PullOut; at: number } | undefined

/** What a run leaves behind where others can read it. */
async function outputOf(fault: Fault, leak?: (person: Person) => unknown): Promise<string> {
  const person = await someone()
  const slot = new VirtualSlot()
  const chip = cardOf(person)
  slot.insert(chip)
  const { reader, lines } = traced(virtualReader(slot))
  const out: unknown[] = []
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation((...said) => void out.push(...said)),
  )
  try {
    let card = await reader.connect()
    if (fault !== undefined && 'garble' in fault) slot.garble(fault.at, fault.garble)
    if (fault !== undefined && 'pull' in fault) slot.pullOutAfter(fault.at, fault.pull)
    for (const deed of deeds(person)) {
      try {
        await deed(card)
      } catch (error) {
        out.push(error)
        if (!isCardError(error) && !(error instanceof RangeError)) throw error
      }
      if (slot.present) continue
      slot.insert(chip)
      await card.powerOff()
      card = await reader.connect()
    }
    out.push(secretFrom('signing-pin', pins['signing-pin']), leak?.(person))
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
  const printed = out.map((said) => [
    inspect(said, { depth: 12, showHidden: true, maxArrayLength: null, breakLength: Infinity }),
    JSON.stringify(said),
    String(said),
  ])
  return `${lines.join('\n')}\n${printed.flat().join('\n')}`
    .replace(/(\.ts|\.mjs|\.js|node:[\w/]+):\d+:\d+/g, '$1') // places in our own files
    .replace(/,\s+/g, ', ')
}

/** What must not be found, in each form it could take. */
async function forbidden(): Promise<ReadonlyMap<string, string>> {
  const { secrets, printed, authentication, signing } = await someone()
  const texts = [
    ...Object.values(pins),
    ...Object.values(WRONG),
    secrets['number-b'],
    '03021220301234',
    printed.name,
    printed.address,
    printed.birthDate,
    printed.cardNumber,
  ]
  const bytes = [authentication, signing].flatMap(({ certificate, serial }) => [
    certificate!.slice(0, 400),
    certificate!.slice(400, 800),
    serial,
  ])
  const encoder = new TextEncoder()
  const found = new Map<string, string>()
  for (const text of texts) {
    found.set(text, text)
    if (text.length > 4) found.set(toHex(encoder.encode(text)), text)
    if (text.length > 6) found.set([...encoder.encode(text)].join(', '), text)
  }
  for (const part of bytes) {
    const raw = typeof part === 'string' ? part : toHex(part)
    for (const form of typeof part === 'string'
      ? [raw]
      : [raw.slice(40, 80), toBase64url(part).slice(30, 60), [...part.slice(20, 40)].join(', ')])
      if (form !== '') found.set(form, 'a certificate or its serial')
  }
  return found
}

const leaksIn = async (output: string): Promise<readonly string[]> =>
  [...(await forbidden())].filter(([form]) => output.includes(form)).map(([, what]) => what)

test('a full run, and one with a fault at each exchange in turn, tell nothing of the person', async () => {
  const faults: Fault[] = [undefined]
  for (let at = 1; at <= 120; at++)
    faults.push(
      at % 2 === 0
        ? { pull: at % 4 ? 'before' : 'answer-lost', at }
        : { garble: (['data', 'status', 'cut-off'] as const)[at % 3]!, at },
    )
  for (const fault of faults) {
    const output = await outputOf(fault)
    expect(await leaksIn(output), JSON.stringify(fault)).toEqual([])
    expect(output).toContain('pin-wrong') // it is no empty one
  }
}, 120_000)

test.each([
  ['a PIN in an error', () => new RangeError(`no PIN looks like ${pins['signing-pin']}`)],
  ['照合番号B as bytes', ({ secrets }: Person) => new TextEncoder().encode(secrets['number-b'])],
  ['a name in facts', ({ printed }: Person) => ({ facts: { holder: printed.name } })],
  ['a certificate', ({ signing }: Person) => ({ der: signing.certificate })],
  ['a cause', () => new Error('x', { cause: new Error(pins['authentication-pin']) })],
])('the search finds %s', async (_, leak) => {
  expect(await leaksIn(await outputOf(undefined, leak as (person: Person) => unknown))).not.toEqual(
    [],
  )
})
