// Why this exists: a lost try brings a person nearer to a locked card and a walk to an office. Here
// people, cards and faults are drawn at random, and each VERIFY must be one the person confirmed.
import type { AnyCardError } from '@myna/apdu'
import { signIn } from '@myna/elements'
import { loginVerifier } from '@myna/verifier'
import { cardOf, virtualReader, VirtualSlot, type PullOut } from '@myna/virtual'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ORIGIN, siteOptions } from '../verifier/world'
import { isVerify, logIn, personNamed, screenOf, serverOver } from './person'

const typed = fc.constantFrom('1234', '1234', '9999', '0000', '12', 'ABC123', '１２３４', '')
const behaviour = fc.record({
  types: fc.array(typed, { maxLength: 6 }),
  goesOn: fc.boolean(),
})
const fault = fc.option(
  fc.record({
    exchanges: fc.integer({ min: 1, max: 20 }),
    when: fc.constantFrom<PullOut>('before', 'answer-lost'),
  }),
  { nil: undefined },
)

describe('whatever a person types and whenever the card is pulled', () => {
  test('one confirmed PIN is one VERIFY at most, and the last try needs two confirmations more', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('hanako' as const, 'lastTry' as const, 'locked' as const),
        behaviour,
        fault,
        async (name, person, pull) => {
          const slot = new VirtualSlot()
          const card = cardOf(await personNamed(name))
          slot.insert(card)
          const before = card.triesLeft('authentication')
          if (pull !== undefined) slot.pullOutAfter(pull.exchanges, pull.when)

          const { code, error, commands, drawn } = await logIn(slot, person)

          const sent = commands.filter(isVerify)
          const fits = person.types.filter((text) => /^[0-9]{4}$/.test(text))
          const confirmed = drawn.filter(({ at }) => at === 'enter-pin').length
          expect(sent.length).toBeLessThanOrEqual(Math.min(fits.length, confirmed))
          for (const { data } of sent) expect(data).toHaveLength(4)
          if (!person.goesOn) expect(card.triesLeft('authentication')).not.toBe(before > 0 ? 0 : -1)

          const after = card.triesLeft('authentication')
          const wasTold = error === undefined ? undefined : (error as AnyCardError)
          if (
            wasTold !== undefined &&
            'attempt' in wasTold.facts &&
            wasTold.facts.attempt === 'none'
          ) {
            // "no try was used" is true of the PIN that was under way
            const wrongOnes = drawn.filter(
              (step) => step.at === 'enter-pin' && step.problem === 'wrong',
            )
            expect(after).toBeGreaterThanOrEqual(before - wrongOnes.length)
          }
          if (code === 'signed-in') expect(after).toBe(3)
        },
      ),
      { numRuns: 150 },
    )
  }, 60_000)

  test.each(['before', 'answer-lost'] as const)(
    'the card pulled out at each exchange in turn (%s): card-removed, and the truth about the try',
    async (when) => {
      const PIN_EXCHANGE = 12 // after SELECT, SELECT PIN, tries, SELECT certificate, 6 READs, SELECT PIN
      for (let exchange = 1; exchange <= 14; exchange++) {
        const slot = new VirtualSlot()
        const card = cardOf(await personNamed('long'))
        slot.insert(card)
        slot.pullOutAfter(exchange, when)

        const { error, commands } = await logIn(slot, { types: ['9999'] })

        if (exchange > PIN_EXCHANGE) {
          // a wrong PIN was answered before the card was pulled: it is asked for again
          expect(error).toMatchObject({ code: 'cancelled' })
          continue
        }
        const attempt = exchange === PIN_EXCHANGE ? 'perhaps' : 'none'
        expect(error, `exchange ${exchange}`).toMatchObject({
          code: 'card-removed',
          facts: { attempt },
        })
        expect(commands).toHaveLength(exchange)
        const isCounted = exchange === PIN_EXCHANGE && when === 'answer-lost'
        expect(card.triesLeft('authentication')).toBe(isCounted ? 2 : 3)
      }
    },
  )
})

test('a person who stops while the card refuses their PIN is told of the try it cost', async () => {
  const slot = new VirtualSlot()
  const chip = cardOf(await personNamed('hanako'))
  slot.insert(chip)
  const { screen, steps } = screenOf({ types: ['9999', '1234'] })
  const stopping = new AbortController()
  const reader = virtualReader(slot)
  const ended = signIn(
    {
      async openReader() {
        const connect = async () => {
          const card = await reader.connect()
          return {
            ...card,
            transmit: (...sent: Parameters<typeof card.transmit>) => {
              if (isVerify(sent[0])) stopping.abort() // it has left, and is waited for
              return card.transmit(...sent)
            },
          }
        }
        return { ...reader, connect }
      },
      server: serverOver(await loginVerifier(await siteOptions())),
      screen,
      purpose: 'login',
      origin: ORIGIN,
    },
    { signal: stopping.signal },
  )
  await expect(ended).rejects.toMatchObject({ code: 'pin-wrong', facts: { triesLeft: 2 } })
  expect(chip.triesLeft('authentication')).toBe(2)
  expect(steps.filter(({ at }) => at === 'enter-pin')).toHaveLength(1)
})
