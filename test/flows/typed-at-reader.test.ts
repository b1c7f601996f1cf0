// A reader with keys: neither page nor computer sees the PIN, and no try is wasted there either.
import { CardError, type Card, type Reader } from '@myna/apdu'
import { signIn, type LoginStep } from '@myna/elements'
import { cardOf, virtualReader, VirtualSlot, type PersonName } from '@myna/virtual'
import { loginVerifier } from '@myna/verifier'
import { expect, test } from 'vitest'
import { ORIGIN, siteOptions } from '../verifier/world'
import { personNamed, serverOver } from './person'

/** Keys at a virtual reader: the reader puts the digits into the command, as CCID PC_to_RDR_Secure does. */
function withKeys(reader: Reader, keys: readonly (string | CardError)[]): Reader {
  const left = [...keys]
  return {
    ...reader,
    async connect(waiting) {
      const card: Card = await reader.connect(waiting)
      return {
        ...card,
        enterPin({ command }, options) {
          const typed = left.shift() ?? new CardError('pin-not-typed', {})
          if (typeof typed !== 'string') return Promise.reject(typed)
          const data = new TextEncoder().encode(typed)
          return card.transmit({ ...command, data, secret: true }, options)
        },
      }
    },
  }
}

async function logInAtKeys(name: PersonName, keys: readonly (string | CardError)[]) {
  const slot = new VirtualSlot()
  const card = cardOf(await personNamed(name))
  slot.insert(card)
  const steps: LoginStep[] = []
  const verifier = await loginVerifier(await siteOptions())
  const code = await signIn({
    openReader: async () => withKeys(virtualReader(slot), keys),
    server: serverOver(verifier),
    screen: {
      show: (step) => void steps.push(step),
      askPin: () => Promise.reject(new Error('asked on the screen')),
      confirm: async (step) => void steps.push(step),
      askRenewal: async () => false,
    },
    purpose: 'login',
    origin: ORIGIN,
  }).then(
    () => 'signed-in',
    (error: CardError) => error.code,
  )
  return { code, steps, triesLeft: card.triesLeft('authentication') }
}

test('the PIN is asked for at the reader, and nothing is typed on the screen', async () => {
  const { code, steps } = await logInAtKeys('hanako', ['1234'])
  expect(code).toBe('signed-in')
  expect(steps.map(({ at }) => at)).toEqual([
    'choose-reader',
    'reading',
    'reading',
    'keep-card',
    'type-at-reader',
    'checking',
  ])
})

test('a wrong one is told with the tries left, and may be typed again', async () => {
  const { code, steps } = await logInAtKeys('hanako', ['9999', '1234'])
  expect(code).toBe('signed-in')
  const secret = 'authentication-pin'
  expect(steps).toContainEqual({ at: 'type-at-reader', secret, triesLeft: 2, problem: 'wrong' })
})

test('at the last try the person says twice that they want it, before the keys are asked', async () => {
  const { code, steps } = await logInAtKeys('lastTry', ['1234'])
  expect(code).toBe('signed-in')
  expect(steps.map(({ at }) => at).slice(3)).toEqual([
    'last-try',
    'confirm-last-try',
    'keep-card',
    'type-at-reader',
    'checking',
  ])
})

test.each([
  ['the red key', new CardError('cancelled', {}), 'cancelled'],
  ['nobody typing', new CardError('pin-not-typed', {}), 'pin-not-typed'],
])('%s ends it, and no try was used', async (_, key, expected) => {
  const { code, triesLeft } = await logInAtKeys('hanako', [key])
  expect(code).toBe(expected)
  expect(triesLeft).toBe(3)
})
