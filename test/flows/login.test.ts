import { CardError } from '@myna/apdu'
import { signIn } from '@myna/elements'
import { readChallenge, transactionContext, type Purpose } from '@myna/token'
import { loginVerifier } from '@myna/verifier'
import { cardOf, otherCards, virtualReader, VirtualSlot, type PersonName } from '@myna/virtual'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ORIGIN, siteOptions } from '../verifier/world'
import { isVerify, logIn, personNamed, screenOf, serverOver } from './person'

async function slotWith(name: PersonName) {
  const slot = new VirtualSlot()
  const card = cardOf(await personNamed(name))
  slot.insert(card)
  return { slot, card }
}

describe('a person signs in', () => {
  test('through these steps, and is believed', async () => {
    const { slot } = await slotWith('hanako')

    const { answer, steps } = await logIn(slot, { types: ['1234'] })

    expect(answer).toMatchObject({ kind: 'test', checks: { revocation: 'good' } })
    expect(steps).toEqual([
      'choose-reader',
      'reading',
      'reading',
      'enter-pin',
      'keep-card',
      'checking',
    ])
  })

  test('and the tries left are known before the first digit is typed', async () => {
    const { slot } = await slotWith('hanako')
    const { drawn } = await logIn(slot, { types: ['1234'] })
    expect(drawn).toContainEqual({ at: 'enter-pin', secret: 'authentication-pin', triesLeft: 3 })
  })

  test('with fourteen commands at most, also when the certificate is long', async () => {
    const { slot } = await slotWith('long')
    const { code, commands } = await logIn(slot, { types: ['1234'] })
    const { authentication } = await personNamed('long')
    expect(code).toBe('signed-in')
    expect(authentication.certificate!.length).toBeGreaterThan(1280)
    expect(commands.length).toBeLessThanOrEqual(14)
  })

  test('and the card is without power afterwards, so the PIN is forgotten', async () => {
    const { slot } = await slotWith('hanako')
    await logIn(slot, { types: ['1234'] })
    expect(slot.powered).toBe(false)
  })

  test('and has lost its power before the site is asked, however long that takes', async () => {
    const { slot } = await slotWith('hanako')
    let powered: boolean | undefined
    await logIn(slot, {
      types: ['1234'],
      at: (step) => step.at === 'checking' && (powered = slot.powered),
    })
    expect(powered).toBe(false)
  })

  test('after a card was asked for and placed', async () => {
    const slot = new VirtualSlot()
    const card = cardOf(await personNamed('hanako'))
    const { code, steps } = await logIn(slot, {
      types: ['1234'],
      at: (step) => step.at === 'place-card' && slot.insert(card),
    })
    expect(code).toBe('signed-in')
    expect(steps.slice(0, 3)).toEqual(['choose-reader', 'place-card', 'reading'])
  })
})

describe('a PIN', () => {
  test('of the wrong form costs nothing, and is asked for again with the reason', async () => {
    const { slot } = await slotWith('hanako')

    const typed = ['', '123', '12345', 'abcd', '１２３４', ' 1234', 'abc123', '1234']
    const { code, drawn, commands } = await logIn(slot, { types: typed })

    expect(code).toBe('signed-in')
    expect(commands.filter(isVerify)).toHaveLength(1)
    expect(drawn.flatMap((step) => (step.at === 'enter-pin' ? [step.problem] : []))).toEqual([
      undefined,
      ...Array.from({ length: 6 }, () => 'impossible'),
      'other', // looks like the signing password
    ])
  })

  test('that is wrong costs one try, says how many are left, and may be corrected', async () => {
    const { slot } = await slotWith('hanako')

    const { code, drawn, commands } = await logIn(slot, { types: ['9999', '1234'] })

    expect(code).toBe('signed-in')
    expect(commands.filter(isVerify)).toHaveLength(2)
    expect(drawn).toContainEqual({
      at: 'enter-pin',
      secret: 'authentication-pin',
      triesLeft: 2,
      problem: 'wrong',
    })
  })

  test('is not asked for when none is left: no one types for nothing', async () => {
    const { slot } = await slotWith('locked')
    const { code, steps, commands } = await logIn(slot, { types: ['1234'] })
    expect(code).toBe('pin-locked')
    expect(steps).not.toContain('enter-pin')
    expect(commands.filter(isVerify)).toEqual([])
  })
})

describe('the last try', () => {
  test('stops twice for the person to think, and then works', async () => {
    const { slot } = await slotWith('lastTry')
    const { code, steps } = await logIn(slot, { types: ['1234'] })
    expect(code).toBe('signed-in')
    expect(steps.slice(3, 7)).toEqual(['last-try', 'enter-pin', 'confirm-last-try', 'keep-card'])
  })

  test('is not spent on a person who stops', async () => {
    const { slot, card } = await slotWith('lastTry')
    const { code, commands } = await logIn(slot, { types: ['1234'], goesOn: false })
    expect(code).toBe('cancelled')
    expect(commands.filter(isVerify)).toEqual([])
    expect(card.triesLeft('authentication')).toBe(1)
  })

  test('is announced also when two wrong PINs in a row lead to it', async () => {
    const { slot, card } = await slotWith('hanako')
    const { code, steps } = await logIn(slot, { types: ['1111', '2222', '3333'] })
    expect(code).toBe('pin-locked')
    expect(steps.filter((at) => at === 'last-try' || at === 'confirm-last-try')).toEqual([
      'last-try',
      'confirm-last-try',
    ])
    expect(card.triesLeft('authentication')).toBe(0)
  })
})

describe('each card that cannot sign in says why', () => {
  test.each([
    ['expired', 'certificate-expired'],
    ['revoked', 'certificate-revoked'],
  ] as const)('%s', async (name, told) => {
    const { slot } = await slotWith(name)
    const { error } = await logIn(slot, { types: ['1234'] })
    expect(error).toMatchObject({ code: 'login-refused', facts: { told } })
  })

  test.each([
    ['wrong', 'card-wrong', 1],
    ['transit', 'card-wrong', 1],
    ['licence', 'card-wrong', 1],
    ['bank', 'card-wrong', 1],
    ['blank', 'card-wrong', 1],
    ['otherPhone', 'card-wrong', 1],
    ['dead', 'card-mute', 0],
  ] as const)('%s card: %s, after %i commands', async (name, code, commandCount) => {
    const slot = new VirtualSlot()
    slot.insert(otherCards[name].chip())
    const { code: actual, commands } = await logIn(slot, { types: ['1234'] })
    expect(actual).toBe(code)
    expect(commands).toHaveLength(commandCount)
  })
})

describe('a server', () => {
  const failing = (error: unknown, at: 'challenge' | 'verify') => ({
    challenge: () => Promise.reject(error),
    verify: () => Promise.reject(error),
    at,
  })

  test('that cannot be reached costs no try: it is asked before the PIN leaves', async () => {
    const { slot, card } = await slotWith('hanako')
    const server = failing(new CardError('server-unreachable', {}), 'challenge')
    const { code, commands } = await logIn(slot, { types: ['9999'] }, server)
    expect(code).toBe('server-unreachable')
    expect(commands.filter(isVerify)).toEqual([])
    expect(card.triesLeft('authentication')).toBe(3)
  })

  test.each([
    ['another site', { origin: 'https://other.example' }, 'misconfigured'],
    ['another purpose', { purpose: 'step-up' }, 'server-fault'],
  ] as const)('that wants a signature for %s gets none', async (_, change, expected) => {
    const { slot } = await slotWith('hanako')
    const challenge = {
      nonce: new Uint8Array(32),
      purpose: 'login',
      origin: ORIGIN,
      context: new Uint8Array(0),
      ...change,
    } as const
    const server = { challenge: async () => challenge, verify: async () => 'believed' }
    const { code, commands } = await logIn(slot, { types: ['1234'] }, server)
    expect(code).toBe(expected)
    expect(commands.filter(isVerify)).toEqual([])
  })
})

describe('a transaction to confirm', () => {
  const TEXT = '見本銀行：架空太郎さんへ 100,000円'
  const sha256 = (text: string) => new Uint8Array(createHash('sha256').update(text).digest())
  const bank = async (text: string | undefined) => {
    const verifier = await loginVerifier(await siteOptions())
    const context = text === undefined ? undefined : await transactionContext(text)
    return {
      ...serverOver(verifier),
      challenge: async (purpose: Purpose) =>
        readChallenge(await verifier.challenge('s', purpose, context)),
    }
  }

  test('that the person was shown is signed, and believed', async () => {
    const { slot } = await slotWith('hanako')
    const asked = { purpose: 'step-up', transaction: TEXT } as const
    const { code, answer } = await logIn(slot, { types: ['1234'] }, await bank(TEXT), asked)
    expect(code).toBe('signed-in')
    expect(answer).toMatchObject({ purpose: 'step-up' })
  })

  test('its text counts as it is, letter by letter', async () => {
    expect(await transactionContext('pay 100')).toEqual(sha256('pay 100'))
    expect(await transactionContext('が')).not.toEqual(
      await transactionContext('が'.normalize('NFD')),
    )
  })

  test.each([
    ['another than the person was shown', TEXT, `${TEXT} `],
    ['one that the person was shown nothing of', undefined, TEXT],
    ['none, though the person was shown one', TEXT, undefined],
  ])('%s is not signed, and no try is used', async (_, transaction, bound) => {
    const { slot, card } = await slotWith('hanako')
    const asked = { purpose: 'step-up', transaction } as const
    const { code, commands, error } = await logIn(
      slot,
      { types: ['1234'] },
      await bank(bound),
      asked,
    )
    expect(code).toBe('misconfigured')
    expect(`${error?.message} ${JSON.stringify(error?.facts)}`).not.toContain('100,000')
    expect(commands.filter(isVerify)).toEqual([])
    expect(card.triesLeft('authentication')).toBe(3)
  })
})

describe('stopping', () => {
  test.each(['choose-reader', 'place-card', 'reading', 'keep-card'])(
    'at %s ends the login with nothing sent to the site',
    async (at) => {
      const slot = new VirtualSlot()
      const card = cardOf(await personNamed('hanako'))
      if (at !== 'place-card') slot.insert(card)
      const stop = new AbortController()
      const { screen } = screenOf({ types: ['1234'] })
      const posted: string[] = []
      const login = signIn(
        {
          openReader: async () => virtualReader(slot),
          server: {
            challenge: async () => ({
              nonce: new Uint8Array(32),
              purpose: 'login',
              origin: ORIGIN,
              context: new Uint8Array(0),
            }),
            verify: async (token) => posted.push(token),
          },
          screen: {
            ...screen,
            show: (step) => step.at === at && stop.abort(),
          },
          purpose: 'login',
          origin: ORIGIN,
        },
        { signal: stop.signal },
      )

      await expect(login).rejects.toMatchObject({ code: 'cancelled' })
      expect(posted).toEqual([])
      expect(slot.powered).toBe(false)
    },
  )
})
