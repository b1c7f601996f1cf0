// The engine against a card that was written from the card's side of the same standard, in bad air.
import { isCardError } from '@myna/apdu'
import { toHex } from '@myna/bytes'
import { virtualPicc, VirtualSlot, type Chip, type PiccFault, type PiccFacts } from '@myna/virtual'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FrameLink } from './frame-link'
import { isoDep } from './iso-dep'
import { activateTypeB } from './type-b'

/** A chip that remembers what it carried out, and answers with as many bytes as the command says. */
function countingChip() {
  const executed: string[] = []
  const chip: Chip = {
    powerOn: async () => Uint8Array.of(0x3b, 0),
    powerOff: () => {},
    async exchange(command) {
      executed.push(toHex(command))
      const answer = new Uint8Array(command[1]! * 0x100 + command[2]!)
      return answer.map((_, index) => index + command[0]!)
    },
  }
  return { chip, executed }
}

/** The air above the card, with a clock that runs by what was waited for. */
async function inTheField(facts: PiccFacts = {}) {
  const slot = new VirtualSlot()
  const { chip, executed } = countingChip()
  slot.insert(chip)
  const picc = virtualPicc(slot, facts)
  await picc.fieldOn()
  let clock = 0
  const link: FrameLink = {
    async exchange(frame, milliseconds) {
      const heard = await picc.hear(frame)
      const isInTime = heard !== undefined && heard.after <= milliseconds
      clock += isInTime ? heard.after : milliseconds
      if (!isInTime) return 'timeout'
      return heard.frame === 'noise' ? 'garbled' : heard.frame
    },
  }
  const activated = await activateTypeB(link, {})
  if (typeof activated === 'string') throw new Error(`activation: ${activated}`)
  const card = isoDep(link, activated.parameters, 'R')
  return { slot, picc, card, executed, clock: () => clock }
}

/** A command of `length` bytes that is answered with `answer` bytes. */
const commandOf = (mark: number, length: number, answer: number) =>
  Uint8Array.from({ length }, (_, index) =>
    index === 0 ? mark : index === 1 ? answer >> 8 : index === 2 ? answer & 0xff : index,
  )
const answerOf = (mark: number, answer: number) =>
  toHex(new Uint8Array(answer).map((_, index) => index + mark))

const protocolInfo = (fsci: number) => Uint8Array.of(0, (fsci << 4) | 1, 0x40) // FWI 4
const anyCommand = fc.record({
  length: fc.oneof(fc.integer({ min: 3, max: 40 }), fc.integer({ min: 41, max: 700 })),
  answer: fc.oneof(fc.nat(40), fc.integer({ min: 41, max: 900 })),
  asks: fc.array(fc.integer({ min: 1, max: 59 }), { maxLength: 6 }),
})

test('commands and answers of any length come through any frame size, however slow the card is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(8),
      fc.array(anyCommand, { minLength: 1, maxLength: 4 }),
      async (fsci, commands) => {
        const { card, picc, executed } = await inTheField({ protocolInfo: protocolInfo(fsci) })
        for (const [mark, { length, answer, asks }] of commands.entries()) {
          picc.answerSlowly(asks, 4)
          const got = await card.exchange(commandOf(mark, length, answer))
          expect(toHex(got)).toBe(answerOf(mark, answer))
        }
        expect(executed).toHaveLength(commands.length)
      },
    ),
    { numRuns: 60 },
  )
})

const anyFault = fc.constantFrom<PiccFault>(
  'none',
  'none',
  'none',
  'lose-to-card',
  'garble-to-card',
  'lose-from-card',
  'garble-from-card',
  'repeat',
  'mute',
  'pull-out',
  'pull-out-late',
)
/** No card says an old frame twice in a row; the standard has no remedy against one that does. */
const anyScript = fc
  .array(anyFault, { maxLength: 30 })
  .map((script) =>
    script.map((fault, at) => (fault === 'repeat' && script[at - 1] === 'repeat' ? 'none' : fault)),
  )

const LONGEST = 30 * (4950 + 4) // milliseconds: each fault costs at most one whole waiting time

test('in bad air: the right answer or a removed card, in bounded time, and no command twice', async () => {
  const outcomes = { right: 0, removed: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.nat(8),
      anyScript,
      fc.array(anyCommand, { minLength: 1, maxLength: 3 }),
      async (fsci, script, commands) => {
        const { card, picc, executed, clock } = await inTheField({
          protocolInfo: protocolInfo(fsci),
        })
        picc.plan(...script)
        const sent: string[] = []
        for (const [mark, { length, answer, asks }] of commands.entries()) {
          picc.answerSlowly(asks, 4)
          const command = commandOf(mark, length, answer)
          sent.push(toHex(command))
          const got = await card.exchange(command).catch((error: unknown) => error)
          if (got instanceof Uint8Array) expect(toHex(got)).toBe(answerOf(mark, answer))
          else {
            if (!isCardError(got)) throw got
            expect(['card-removed', 'reader-fault']).toContain(got.code)
          }
          outcomes[got instanceof Uint8Array ? 'right' : 'removed']++
        }
        expect(executed).toEqual(sent.filter((command) => executed.includes(command))) // in order, once
        expect(clock()).toBeLessThan(LONGEST)
      },
    ),
    { numRuns: 400 },
  )
  expect(outcomes.right).toBeGreaterThan(100) // or the scripts are too hard to tell anything
  expect(outcomes.removed).toBeGreaterThan(50)
}, 30_000)

test('one fault anywhere never stops an exchange, unless the card is gone', async () => {
  const curable: PiccFault[] = [
    'lose-to-card',
    'garble-to-card',
    'lose-from-card',
    'garble-from-card',
    'repeat',
  ]
  for (const fault of curable)
    for (let at = 0; at < 14; at++) {
      const { card, picc, executed } = await inTheField({ protocolInfo: protocolInfo(0) })
      picc.plan(...Array.from({ length: at }, () => 'none' as const), fault)
      picc.answerSlowly([2, 3])
      const got = await card.exchange(commandOf(7, 40, 400))
      expect(toHex(got), `${fault} at ${at}`).toBe(answerOf(7, 400))
      expect(executed).toHaveLength(1)
    }
})

test('a card that is late without having asked is asked what it has done, and does it once', async () => {
  const { card, picc, executed } = await inTheField({ protocolInfo: protocolInfo(8) })
  picc.answerSlowly([], 50) // its FWT is 4.8 ms
  expect(toHex(await card.exchange(commandOf(1, 5, 3)))).toBe(answerOf(1, 3))
  expect(executed).toHaveLength(1)
})

test('a card that was pulled out and put back does not know the conversation any more', async () => {
  const { slot, card } = await inTheField()
  const { chip } = slot
  slot.remove()
  slot.insert(chip!)
  await expect(card.exchange(commandOf(0, 5, 2))).rejects.toMatchObject({ code: 'card-removed' })
})
