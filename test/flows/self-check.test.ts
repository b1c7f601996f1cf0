// A self-check may cost nothing: no VERIFY with data, no server. And it tells what it found, also of a
// card that is pulled out on the way.
import type { CommandApdu } from '@myna/apdu'
import { selfCheck, type SelfCheckStep } from '@myna/elements'
import {
  cardOf,
  otherCards,
  people,
  virtualReader,
  VirtualSlot,
  type Chip,
  type PersonName,
} from '@myna/virtual'
import { describe, expect, test, vi } from 'vitest'
import { isVerify, personNamed, watched } from './person'

async function check(chip: Chip, pullAfter?: number) {
  const slot = new VirtualSlot()
  slot.insert(chip)
  if (pullAfter !== undefined) slot.pullOutAfter(pullAfter)
  const steps: SelfCheckStep[] = []
  const { reader, commands } = watched(virtualReader(slot))
  const outcome = await selfCheck({
    openReader: async () => reader,
    screen: { show: (step) => void steps.push(step) },
  }).catch((error: Error) => error)
  return { outcome, steps, commands, slot }
}

const mayCost = (command: CommandApdu) => isVerify(command) || command.ins === 0x2a

test.each(Object.keys(people).filter((name) => name !== 'slow') as PersonName[])(
  '%s: no password, no signature, no network, and every counter as it was',
  async (name) => {
    const fetch = vi.spyOn(globalThis, 'fetch')
    const card = cardOf(await personNamed(name))
    const before = card.triesLeft('authentication')

    const { outcome, commands, slot } = await check(card)

    expect(outcome).not.toBeInstanceOf(Error)
    expect(commands.filter(mayCost)).toEqual([])
    expect(fetch).not.toHaveBeenCalled()
    expect(card.triesLeft('authentication')).toBe(before)
    expect(slot.powered).toBe(false)
    fetch.mockRestore()
  },
)

describe('what it finds', () => {
  test('on an ordinary card', async () => {
    const { outcome } = await check(cardOf(await personNamed('hanako')))
    expect(outcome).toMatchObject({
      token: 'card',
      certificates: { authentication: { is: 'readable' }, signing: { is: 'protected' } },
      tries: {
        'authentication-pin': 3,
        'signing-pin': 5,
        'input-support-pin': 3,
        'number-b': expect.any(Number),
        'face-number-b': expect.any(Number),
      },
      cardExpiry: { year: expect.any(Number) },
    })
  })

  test('on the card of a child: no signing certificate', async () => {
    const { outcome } = await check(cardOf(await personNamed('under15')))
    expect(outcome).toMatchObject({ certificates: { signing: { is: 'absent' } } })
  })

  test('on a phone: the JPKI application and nothing else', async () => {
    const { outcome } = await check(cardOf(await personNamed('phone')))
    expect(outcome).toMatchObject({ token: expect.stringMatching(/android|iphone/) })
    expect(outcome).not.toHaveProperty('cardExpiry')
  })

  test('of a card pulled out on the way: what was read until then, and why it ended', async () => {
    const { outcome } = await check(cardOf(await personNamed('hanako')), 12)
    expect(outcome).toMatchObject({
      token: 'card',
      certificates: { authentication: { is: 'readable' } },
      stoppedBy: { code: 'card-removed' },
    })
  })

  test.each(['wrong', 'transit', 'bank', 'blank'] as const)(
    '%s card: nothing but SELECT is sent',
    async (name) => {
      const { outcome, commands } = await check(otherCards[name].chip())
      expect(outcome).toMatchObject({ code: 'card-wrong' })
      expect(commands.map(({ ins }) => ins)).toEqual([0xa4])
    },
  )
})

test('no step holds anything that was found', async () => {
  const { steps } = await check(cardOf(await personNamed('hanako')))
  const members = new Set(steps.flatMap((step) => Object.keys(step)))
  expect([...members].toSorted()).toEqual(['at', 'part', 'parts'])
})
