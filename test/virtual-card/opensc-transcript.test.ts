// What OpenSC said to the card and heard from it (test/transcripts), without OpenSC: so that its verdict
// counts also where it is not installed. Its tools are run for the suite `opensc`.
import { readFileSync } from 'node:fs'
import { hex, join, toHex } from '@myna/bytes'
import { cardOf, issuePerson, type Person } from '@myna/virtual'
import { X509Certificate, createVerify } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { now } from './talk'

interface Said {
  readonly command: string
  readonly answer: string
}

/** By the remark before it: what was said in each of OpenSC's uses of the card. */
function conversations(): ReadonlyMap<string, readonly Said[]> {
  const text = readFileSync(new URL('../transcripts/opensc.txt', import.meta.url), 'utf8')
  const found = new Map<string, Said[]>()
  let current: Said[] = []
  let command = ''
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) found.set(line.slice(2), (current = []))
    if (line === 'power') current.push({ command: line, answer: '' })
    if (line.startsWith('>')) command = line.slice(2)
    if (line.startsWith('<')) current.push({ command, answer: line.slice(2) })
  }
  return found
}

const said = conversations()
const use = (words: string): readonly Said[] => {
  const [name] = [...said.keys()].filter((remark) => remark.includes(words))
  return said.get(name!)!
}

let hanako: Person
beforeAll(async () => {
  hanako = await issuePerson('hanako', { now })
})

test('the card answers OpenSC as it did, to the byte', async () => {
  const card = cardOf(hanako)
  await card.powerOn()

  for (const [remark, conversation] of said)
    for (const { command, answer } of conversation)
      if (command === 'power') await card.powerOn()
      else expect(toHex(await card.exchange(hex(command))), `${remark}: ${command}`).toBe(answer)

  const all = [...said.values()].flat()
  expect(all.length).toBeGreaterThan(150)
  expect(card.triesLeft('authentication')).toBe(3)
})

describe('in that conversation', () => {
  /** What READ BINARY brought after the last SELECT of a file. */
  const fileIn = (conversation: readonly Said[], file: string) => {
    const start = conversation.findLastIndex(({ command }) => command === `00a4020c02${file}`)
    const reads = conversation.slice(start + 1).filter(({ command }) => command.startsWith('00b0'))
    return join(...reads.slice(1).map(({ answer }) => hex(answer.slice(0, -4)))) // first: 4 bytes
  }

  test.each([
    ['reads the authentication certificate', '000a', () => hanako.authentication.certificate],
    ['reads the signing certificate', '0001', () => hanako.signing.certificate],
  ])('OpenSC %s as it was issued', (words, file, issued) => {
    expect(toHex(fileIn(use(words), file))).toBe(toHex(issued()!))
  })

  test('both CA certificates come as they were issued', () => {
    const objects = use('lists every object')
    const until = objects.findIndex(({ command }) => command === '00a4020c020002')

    expect(toHex(fileIn(objects, '0002'))).toBe(toHex(hanako.signing.caCertificate))
    expect(toHex(fileIn(objects.slice(0, until), '000b'))).toBe(
      toHex(hanako.authentication.caCertificate),
    )
  })

  test.each([
    ['authentication', '0017'],
    ['signing', '001a'],
  ] as const)('the certificate verifies the signature of the %s key', (key, file) => {
    const conversation = use(`signs with the ${key} key`)
    const { answer } = conversation.findLast(({ command }) => command.startsWith('802a0080'))!

    expect(conversation.some(({ command }) => command === `00a4020c02${file}`)).toBe(true)
    const verifier = createVerify('sha256').update('what OpenSC has signed')
    const { publicKey } = new X509Certificate(hanako[key].certificate!)
    expect(verifier.verify(publicKey, hex(answer.slice(0, -4)))).toBe(true)
  })

  test('the signing certificate was refused, a wrong PIN cost a try, and the right one gave it back', () => {
    expect(use('is refused').at(-1)!.answer).toBe('6982')
    expect(use('is wrong').at(-1)!.answer).toBe('63c2')
    expect(use('asks for the tries left').map(({ answer }) => answer)).toContain('63c2')
    expect(use('is right').at(-1)!.answer).toBe('9000')
  })
})
