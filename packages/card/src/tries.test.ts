// Why this exists: three wrong PINs lock a person out of public services until they have been to an
// office. Whatever happens, no try may be spent that the person did not confirm.
import { CardError, type Card } from '@myna/apdu'
import { hex } from '@myna/bytes'
import { transcriptCard } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import { askTries, signDigest } from './jpki'
import { pinFrom } from './pin'

const three = { key: 'authentication', triesLeft: 3 } as const

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

    await expect(askTries(card, 'authentication')).resolves.toEqual({
      key: 'authentication',
      triesLeft,
    })
  })

  test('each key has its own PIN', async () => {
    const card = transcriptCard('> 00a4020c 02 001b\n< 9000\n> 00200080\n< 63c5')

    await expect(askTries(card, 'signing')).resolves.toEqual({ key: 'signing', triesLeft: 5 })
  })
})

describe('no try is wasted', () => {
  const untouched = () => transcriptCard('')

  test.each<[string, number | undefined, string]>([
    ['at the last try', 1, 'pin-last-try'],
    ['when the card does not tell', undefined, 'pin-last-try'],
    ['without any try', 0, 'pin-locked'],
  ])('%s the PIN is not sent', async (_, triesLeft, code) => {
    const counter = { key: 'authentication', triesLeft } as const

    const signing = signDigest(untouched(), counter, pinFrom('authentication', '1234'), hex('30'))

    await expect(signing).rejects.toMatchObject({ code, facts: { secret: 'authentication-pin' } })
  })

  test('a locked PIN is not sent even when the person insists', async () => {
    const counter = { key: 'authentication', triesLeft: 0 } as const
    const pin = pinFrom('authentication', '1234', { lastTry: true })

    await expect(signDigest(untouched(), counter, pin, hex('30'))).rejects.toMatchObject({
      code: 'pin-locked',
    })
  })

  test('the last try is sent once it was confirmed as such', async () => {
    const card = transcriptCard('> 00a4020c 02 0018\n< 9000\n> 00200080 04 30303030\n< 63c0')
    const counter = { key: 'authentication', triesLeft: 1 } as const
    const pin = pinFrom('authentication', '0000', { lastTry: true })

    await expect(signDigest(card, counter, pin, hex('30'))).rejects.toMatchObject({
      code: 'pin-locked',
    })
    expect(card.finished).toBe(true)
  })

  test('one confirmation is one VERIFY: the same Pin is not sent twice', async () => {
    const wrong = '> 00a4020c 02 0018\n< 9000\n> 00200080 04 30303030\n< 63c2\n'
    const card = transcriptCard(`${wrong}> 00a4020c 02 0018\n< 9000`)
    const pin = pinFrom('authentication', '0000')
    await expect(signDigest(card, three, pin, hex('30'))).rejects.toMatchObject({
      code: 'pin-wrong',
    })

    await expect(signDigest(card, three, pin, hex('30'))).rejects.toThrow('one VERIFY')

    expect(card.finished).toBe(true)
  })

  test('a PIN of one key is never presented to the other', async () => {
    const signing = signDigest(untouched(), three, pinFrom('signing', 'ABC123'), hex('30'))

    await expect(signing).rejects.toThrow(RangeError)
  })

  test('an abort before VERIFY spends nothing', async () => {
    const waiting = { signal: AbortSignal.abort() }

    const signing = signDigest(
      untouched(),
      three,
      pinFrom('authentication', '1234'),
      hex('30'),
      waiting,
    )

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

    const pin = pinFrom('authentication', '0000')
    const signing = signDigest(card, three, pin, hex('30'), { signal: abort.signal })

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

      const signing = signDigest(card, three, pinFrom('authentication', '1234'), hex('30'))

      await expect(signing).rejects.toMatchObject({ code, facts: { attempt: 'perhaps' } })
    },
  )
})

describe('a PIN of an impossible form never becomes a Pin', () => {
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
    expect(() => pinFrom(key, text)).toThrow(CardError)
    expect(() => pinFrom(key, text)).toThrow(/^pin-impossible/)
  })

  test('and a possible one prints as dots', () => {
    const pin = pinFrom('signing', 'ABC123')

    expect(`${pin} ${JSON.stringify({ pin })} ${Object.values(pin)}`).not.toContain('ABC123')
  })

  test('its bytes are gone once it was sent or wiped', async () => {
    let seen = new Uint8Array(0)
    const pin = pinFrom('authentication', '1234')

    await pin.spend(async (sent) => {
      seen = sent as Uint8Array<ArrayBuffer>
    })

    expect(seen).toEqual(new Uint8Array(4))
    await expect(pin.spend(async () => {})).rejects.toThrow(RangeError)
  })
})
