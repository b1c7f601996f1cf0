// Why this exists: three wrong PINs lock a person out of public services until they have been to an
// office. Whatever happens, no try may be spent that the person did not confirm.
import { CardError, type Card } from '@myna/apdu'
import { hex } from '@myna/bytes'
import { transcriptCard } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import { askTries, changeSecret, present } from './present'
import { secretFrom } from './secret'

const three = () => ({ secret: 'authentication-pin', triesLeft: 3 }) as const

describe('asking for the tries left', () => {
  test.each<[string, number | undefined]>([
    ['63c3', 3],
    ['63c1', 1],
    ['63c0', 0],
    ['6984', 0],
    ['6983', 0],
    ['9000', undefined],
    ['6700', undefined],
    ['6d00', undefined],
  ])('%s', async (status, triesLeft) => {
    const card = transcriptCard(`
      > 00a4020c 02 0018
      < 9000
      > 00200080
      < ${status}
    `)

    await expect(askTries(card, 'authentication-pin')).resolves.toEqual({
      secret: 'authentication-pin',
      triesLeft,
    })
  })

  test('each key has its own PIN', async () => {
    const card = transcriptCard('> 00a4020c 02 001b\n< 9000\n> 00200080\n< 63c5')

    await expect(askTries(card, 'signing-pin')).resolves.toEqual({
      secret: 'signing-pin',
      triesLeft: 5,
    })
  })
})

const untouched = () => transcriptCard('')

describe('no try is wasted', () => {
  test.each<[string, number | undefined, string]>([
    ['at the last try', 1, 'pin-last-try'],
    ['when the card does not tell', undefined, 'pin-last-try'],
    ['without any try', 0, 'pin-locked'],
  ])('%s the PIN is not sent', async (_, triesLeft, code) => {
    const counter = { secret: 'authentication-pin', triesLeft } as const

    const signing = present(untouched(), counter, secretFrom('authentication-pin', '1234'))

    await expect(signing).rejects.toMatchObject({ code, facts: { secret: 'authentication-pin' } })
  })

  test('a locked PIN is not sent even when the person insists', async () => {
    const counter = { secret: 'authentication-pin', triesLeft: 0 } as const
    const pin = secretFrom('authentication-pin', '1234', { lastTry: true })

    await expect(present(untouched(), counter, pin)).rejects.toMatchObject({
      code: 'pin-locked',
    })
  })

  test('the last try is sent once it was confirmed as such', async () => {
    const card = transcriptCard('> 00a4020c 02 0018\n< 9000\n> 00200080 04 30303030\n< 63c0')
    const counter = { secret: 'authentication-pin', triesLeft: 1 } as const
    const pin = secretFrom('authentication-pin', '0000', { lastTry: true })

    await expect(present(card, counter, pin)).rejects.toMatchObject({
      code: 'pin-locked',
    })
    expect(card.finished).toBe(true)
  })

  test('one confirmation is one VERIFY: the same Secret is not sent twice', async () => {
    const wrong = '> 00a4020c 02 0018\n< 9000\n> 00200080 04 30303030\n< 63c2\n'
    const card = transcriptCard(`${wrong}> 00a4020c 02 0018\n< 9000`)
    const pin = secretFrom('authentication-pin', '0000')
    await expect(present(card, three(), pin)).rejects.toMatchObject({
      code: 'pin-wrong',
    })

    await expect(present(card, three(), pin)).rejects.toThrow('one VERIFY')

    expect(card.finished).toBe(true)
  })

  test('a PIN of one key is never presented to the other', async () => {
    const signing = present(untouched(), three(), secretFrom('signing-pin', 'ABC123'))

    await expect(signing).rejects.toThrow(RangeError)
  })

  test('an abort before VERIFY spends nothing', async () => {
    const waiting = { signal: AbortSignal.abort() }

    const signing = present(untouched(), three(), secretFrom('authentication-pin', '1234'), waiting)

    await expect(signing).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('an abort during VERIFY waits for what the card says', async () => {
    const abort = new AbortController()
    const inner = transcriptCard('> 00a4020c 02 0018\n< 9000\n> 00200080 04 30303030\n< 63c2')
    const card: Card = {
      transmit(command, waiting) {
        if (command.ins === 0x20) abort.abort()
        return inner.transmit(command, waiting)
      },
      powerOff: async () => {},
    }

    const pin = secretFrom('authentication-pin', '0000')
    const signing = present(card, three(), pin, { signal: abort.signal })

    await expect(signing).rejects.toMatchObject({ code: 'pin-wrong', facts: { triesLeft: 2 } })
  })

  test.each(['card-removed', 'reader-gone', 'reader-fault'] as const)(
    '%s during VERIFY says that a try may have counted',
    async (code) => {
      const card: Card = {
        async transmit({ ins }) {
          if (ins !== 0x20) return { data: hex(''), status: 0x9000 }
          throw new CardError(code, { reader: 'R', detail: 'x', attempt: 'none' })
        },
        powerOff: async () => {},
      }

      const signing = present(card, three(), secretFrom('authentication-pin', '1234'))

      await expect(signing).rejects.toMatchObject({ code, facts: { attempt: 'perhaps' } })
    },
  )
})

describe('a PIN of an impossible form never becomes a Secret', () => {
  test.each([
    ['authentication', ''],
    ['authentication', '123'],
    ['authentication', '12345'],
    ['authentication', '12a4'],
    ['authentication', '１２３４'],
    ['authentication', '1234\n'],
    ['signing', 'ABC12'],
    ['signing', 'ABCDEF'],
    ['signing', '123456'],
    ['signing', 'abc123'],
    ['signing', 'ABC-123'],
    ['signing', 'A1'.repeat(9)],
  ] as const)('%s %j', (key, text) => {
    expect(() => secretFrom(`${key}-pin`, text)).toThrow(CardError)
    expect(() => secretFrom(`${key}-pin`, text)).toThrow(/^pin-impossible/)
  })

  test('and a possible one prints as dots', () => {
    const pin = secretFrom('signing-pin', 'ABC123')

    expect(`${pin} ${JSON.stringify({ pin })} ${Object.values(pin)}`).not.toContain('ABC123')
  })

  test('its bytes are gone once it was sent or wiped', async () => {
    let seen = new Uint8Array(0)
    const pin = secretFrom('authentication-pin', '1234')

    await pin.spend(async (sent) => {
      seen = sent as Uint8Array<ArrayBuffer>
    })

    expect(seen).toEqual(new Uint8Array(4))
    await expect(pin.spend(async () => {})).rejects.toThrow(RangeError)
  })
})

describe('changing a secret', () => {
  const next = () => secretFrom('authentication-pin', '5678')

  test('presents the one it has and puts the new one in its place', async () => {
    const card = transcriptCard(`
      > 00a4020c 02 0018
      < 9000
      > 00200080 04 31323334
      < 9000
      > 00240180 04 35363738
      < 9000
    `)
    await changeSecret(card, three(), secretFrom('authentication-pin', '1234'), next())
    expect(card.finished).toBe(true)
  })

  test('a wrong one changes nothing', async () => {
    const card = transcriptCard('> 00a4020c 02 0018\n< 9000\n> 00200080 04 30303030\n< 63c2')
    const change = changeSecret(card, three(), secretFrom('authentication-pin', '0000'), next())
    await expect(change).rejects.toMatchObject({ code: 'pin-wrong' })
    expect(card.finished).toBe(true)
  })

  test('one kind never takes the place of another', async () => {
    const current = secretFrom('authentication-pin', '1234')
    const change = changeSecret(untouched(), three(), current, secretFrom('signing-pin', 'ABC123'))
    await expect(change).rejects.toThrow(RangeError)
  })
})
