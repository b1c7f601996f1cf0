// 照合番号B has tries of its own, and the same care. What was read comes out once, with its verdict.
import { CardError, type AnyCardError } from '@myna/apdu'
import type { NumberBParts } from '@myna/card'
import { readAttributesFor, type AutofillStep } from '@myna/elements'
import { cardOf, testCvAnchors, virtualReader, VirtualSlot, type PersonName } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import { isVerify, personNamed, watched } from './person'

const NOW = new Date('2026-11-24T03:00:00Z')

async function partsOf(name: PersonName): Promise<NumberBParts> {
  const { birthDate, expiry, securityCode } = (await personNamed(name)).printed
  return {
    birthYear: Number(birthDate.slice(0, 4)),
    birthMonth: Number(birthDate.slice(4, 6)),
    birthDay: Number(birthDate.slice(6)),
    expiryYear: Number(expiry.slice(0, 4)),
    securityCode,
  }
}

interface Person {
  /** One after the other; `pin` takes the other way. */
  readonly gives: readonly (NumberBParts | 'pin')[]
  readonly types?: readonly string[]
  readonly goesOn?: boolean
}

async function read(
  name: PersonName,
  { gives, types = [], goesOn = true }: Person,
  anchored = true,
) {
  const slot = new VirtualSlot()
  const card = cardOf(await personNamed(name))
  slot.insert(card)
  const { reader, commands } = watched(virtualReader(slot))
  const steps: AutofillStep[] = []
  const [parts, texts] = [[...gives], [...types]]
  const cancelled = () => Promise.reject(new CardError('cancelled', {}))
  const outcome = await readAttributesFor({
    openReader: async () => reader,
    now: () => NOW,
    anchors: anchored ? testCvAnchors() : [],
    screen: {
      show: (step) => void steps.push(step),
      async askNumberB(step) {
        steps.push(step)
        const next = parts.shift()
        if (next === undefined) return cancelled()
        return next === 'pin' ? undefined : next
      },
      async askPin(step) {
        steps.push(step)
        return texts.shift() ?? cancelled()
      },
      async confirm(step) {
        steps.push(step)
        if (!goesOn) return cancelled()
      },
    },
  }).catch((error: AnyCardError) => error)
  return { outcome, steps, commands, card, slot }
}

describe('照合番号B', () => {
  test('opens the attributes, which are genuine under a configured key', async () => {
    const { outcome, commands, slot } = await read('hanako', { gives: [await partsOf('hanako')] })
    expect(outcome).toMatchObject({
      attributes: { name: '見本　花子', sex: 'female' },
      genuine: { genuine: true },
    })
    expect(commands.filter(isVerify)).toHaveLength(1)
    expect(slot.powered).toBe(false)
  })

  test('without a configured key nothing is called genuine', async () => {
    const { outcome } = await read('hanako', { gives: [await partsOf('hanako')] }, false)
    expect(outcome).toMatchObject({ genuine: { genuine: false, because: 'no-anchor' } })
  })

  test('that no card has costs nothing; a wrong one costs a try and is asked again', async () => {
    const right = await partsOf('hanako')
    const { outcome, steps, commands } = await read('hanako', {
      gives: [{ ...right, birthMonth: 13 }, { ...right, securityCode: '0000' }, right],
    })
    expect(outcome).toMatchObject({ genuine: { genuine: true } })
    expect(commands.filter(isVerify)).toHaveLength(2)
    expect(steps.flatMap((step) => (step.at === 'enter-number-b' ? [step.problem] : []))).toEqual([
      undefined,
      'impossible',
      'wrong',
    ])
  })

  test('at its last try stops the person twice; who stops has used none', async () => {
    const right = await partsOf('lastTryEverywhere')
    const going = await read('lastTryEverywhere', { gives: [right] })
    expect(going.outcome).toMatchObject({ genuine: { genuine: true } })
    expect(going.steps.map(({ at }) => at).slice(2, 5)).toEqual([
      'last-try',
      'enter-number-b',
      'confirm-last-try',
    ])

    const stopping = await read('lastTryEverywhere', { gives: [right], goesOn: false })
    expect(stopping.outcome).toMatchObject({ code: 'cancelled' })
    expect(stopping.commands.filter(isVerify)).toEqual([])
  })

  test('that is locked is said before anything is asked', async () => {
    const { outcome, steps } = await read('lockedNumberB', { gives: [] })
    expect(outcome).toMatchObject({ code: 'pin-locked', facts: { secret: 'number-b' } })
    expect(steps.map(({ at }) => at)).not.toContain('enter-number-b')
  })

  test('gives way to the four-digit PIN, if the person would rather', async () => {
    const { outcome, commands } = await read('hanako', { gives: ['pin'], types: ['5678'] })
    expect(outcome).toMatchObject({ attributes: { name: '見本　花子' } })
    expect(commands.filter(isVerify)).toHaveLength(1)
  })
})
