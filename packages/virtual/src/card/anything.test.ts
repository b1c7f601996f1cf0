import { hex, toHex } from '@myna/bytes'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { deadChip, foreignCard } from './other-cards'
import { cardOf, issuePerson, type Person } from '../people'

const now = new Date('2026-11-24T03:00:00Z')
const SELECT_JPKI = '00a4040c 0a d392f000260100000001'
const WRONG = '00200080 04 30303030'

let hanako: Person
beforeAll(async () => {
  hanako = await issuePerson('hanako', { now })
})

/** A powered card and a way to talk to it in hex; `say` returns the last answer. */
async function powered(person = hanako) {
  const card = cardOf(person)
  await card.powerOn()
  const say = async (...commands: string[]) => {
    let answer = ''
    for (const command of commands) answer = toHex(await card.exchange(hex(command)))
    return answer
  }
  return { card, say }
}

test('other cards: a dead chip is mute, and a foreign card knows none of our applications', async () => {
  const foreign = foreignCard()
  await foreign.powerOn()

  expect(await deadChip().powerOn()).toBeUndefined()
  expect(toHex(await foreign.exchange(hex(SELECT_JPKI)))).toBe('6a82')
})

describe('whatever is sent, in whatever order', () => {
  const commands = [
    SELECT_JPKI,
    '00a4020c 02 0001',
    '00a4020c 02 000a',
    '00a4020c 02 0017',
    '00a4020c 02 0018',
    '00a4020c 02 001a',
    '00a4020c 02 001b',
    '00b0000000',
    '00b0810000',
    '00200080',
    WRONG,
    '0020009b 06 414243313234',
    '00240180 04 31313131',
    '802a0080 01 30 00',
    '802a009a 01 30 00',
    '802a0097 01 30 00',
  ].map((command) => hex(command))

  test('without the PINs there is no signature, no signing certificate and no higher counter', async () => {
    const some = fc.oneof(fc.constantFrom(...commands), fc.uint8Array({ maxLength: 12 }))
    await fc.assert(
      fc.asyncProperty(fc.array(some, { maxLength: 25 }), async (script) => {
        const { card } = await powered()
        const signingCertificate = toHex(hanako.signing.certificate!.slice(4, 40))
        let tries = [3, 5]
        for (const command of script) {
          if (toHex(command).includes('31323334')) continue // the right PIN by chance
          const answer = await card.exchange(command)
          expect(answer.length).toBeGreaterThanOrEqual(2)
          expect(toHex(answer)).not.toContain(signingCertificate)
          if (command[1] === 0x2a) expect(answer).toHaveLength(2)
          const left = [card.triesLeft('authentication'), card.triesLeft('signing')]
          expect(left.every((count, index) => count <= tries[index]!)).toBe(true)
          tries = left
        }
      }),
      { numRuns: 400 },
    )
  })
})
