import { hex, toHex } from '@myna/bytes'
import { describe, expect, test } from 'vitest'
import type { FrameLink } from './frame-link'
import { isoDep, type IsoDepParameters } from './iso-dep'

const FWT = 100

/**
 * Plays a conversation in the air: `>` is what the card must be sent, `<` what it answers; `timeout`
 * and `garbled` are answers too.
 */
function conversation(text: string, parameters: Partial<IsoDepParameters> = {}) {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '')
  const times: number[] = []
  const link: FrameLink = {
    async exchange(frame, milliseconds) {
      times.push(Math.round(milliseconds))
      expect(`>${toHex(frame)}`).toBe(lines.shift()?.replaceAll(' ', ''))
      const answer = lines.shift()!.slice(1).trim()
      return answer === 'timeout' || answer === 'garbled' ? answer : hex(answer)
    },
  }
  const card = isoDep(link, { frameSize: 256, waitingTime: FWT, ...parameters }, 'R')
  return { card, left: lines, times }
}

const removed = { code: 'card-removed', facts: { attempt: 'none' } }

describe('an exchange without trouble', () => {
  test('numbers its blocks in turn', async () => {
    const { card, left } = conversation(`
      > 02 00a4040c0ad392f000260100000001
      < 02 9000
      > 03 00b0
      < 03 6b00
      > 02 00b0
      < 02 9000
    `)

    expect(toHex(await card.exchange(hex('00a4040c0ad392f000260100000001')))).toBe('9000')
    expect(toHex(await card.exchange(hex('00b0')))).toBe('6b00')
    expect(toHex(await card.exchange(hex('00b0')))).toBe('9000')

    expect(left).toEqual([])
  })

  test('cuts a command to the frames the card takes (rules 7 and B)', async () => {
    const { card, left } = conversation(
      `
      > 12 000102030405060708090a0b0c
      < a2
      > 13 0d0e0f10111213141516171819
      < a3
      > 02 1a
      < 02 9000
    `,
      { frameSize: 16 },
    )

    const answer = await card.exchange(Uint8Array.from({ length: 27 }, (_, index) => index))

    expect(toHex(answer)).toBe('9000')
    expect(left).toEqual([])
  })

  test('a command that just fits is one block', async () => {
    const { card } = conversation('> 02 000102030405060708090a0b0c\n< 02 9000', { frameSize: 16 })
    await card.exchange(Uint8Array.from({ length: 13 }, (_, index) => index))
  })

  test('joins an answer that comes in pieces (rule 2)', async () => {
    const { card, left } = conversation(`
      > 02 00b0
      < 12 0102
      > a3
      < 13 0304
      > a2
      < 02 9000
      > 03 00b0
      < 03 6b00
    `)

    expect(toHex(await card.exchange(hex('00b0')))).toBe('010203049000')
    expect(toHex(await card.exchange(hex('00b0')))).toBe('6b00')
    expect(left).toEqual([])
  })
})

describe('a card that asks for more time (rules 3 and 9)', () => {
  test('gets it, as often as it asks, and each time for the next block only', async () => {
    const { card, left, times } = conversation(`
      > 02 002a
      < f2 02
      > f2 02
      < f2 05
      > f2 05
      < 12 01
      > a3
      < 03 9000
    `)

    expect(toHex(await card.exchange(hex('002a')))).toBe('019000')

    expect(left).toEqual([])
    expect(times).toEqual([104, 204, 504, 104])
  })

  test('never gets more than the longest FWT', async () => {
    const { card, times } = conversation('> 02 00\n< f2 3b\n> f2 3b\n< 02 9000', {
      waitingTime: 2474,
    })
    await card.exchange(hex('00'))
    expect(times[1]).toBe(4949 + 4) // not 59 × 2.5 s
  })

  test('has its power level bits left out of the answer', async () => {
    const { card } = conversation('> 02 00\n< f2 c3\n> f2 03\n< 02 9000')
    await card.exchange(hex('00'))
  })

  test('may ask while it takes a command in pieces', async () => {
    const { card } = conversation(
      `
      > 12 000102030405060708090a0b0c
      < f2 01
      > f2 01
      < a2
      > 03 0d
      < 03 9000
    `,
      { frameSize: 16 },
    )
    await card.exchange(Uint8Array.from({ length: 14 }, (_, index) => index))
  })

  test('hundreds of times: a long computation is not an error', async () => {
    const asks = Array.from({ length: 500 }, () => '< f2 01\n> f2 01\n').join('')
    const { card } = conversation(`> 02 002a\n${asks}< 02 9000`)
    expect(toHex(await card.exchange(hex('002a')))).toBe('9000')
  })

  test('without end is a fault', async () => {
    const link: FrameLink = { exchange: async () => hex('f201') }
    const card = isoDep(link, { frameSize: 256, waitingTime: 1 }, 'R')
    await expect(card.exchange(hex('00'))).rejects.toMatchObject({ code: 'reader-fault' })
  })

  test('and whose asking is lost, asks again; the time granted holds until a block comes', async () => {
    const { card, left, times } = conversation(`
      > 02 002a
      < timeout
      > b2          # what have you heard?
      < f2 07
      > f2 07
      < timeout     # our grant was lost
      > b2
      < f2 07
      > f2 07
      < 02 9000
    `)
    await card.exchange(hex('002a'))
    expect(left).toEqual([])
    expect(times).toEqual([104, 104, 704, 704, 704])
  })
})

describe('frames get lost', () => {
  test.each(['timeout', 'garbled'])(
    'the command (%s): it is sent again (rules 4 and 6)',
    async (loss) => {
      const { card, left } = conversation(`
      > 02 00b0
      < ${loss}
      > b2
      < a3          # another number: never heard it
      > 02 00b0
      < 02 9000
    `)
      expect(toHex(await card.exchange(hex('00b0')))).toBe('9000')
      expect(left).toEqual([])
    },
  )

  test.each(['timeout', 'garbled'])(
    'the answer (%s): the card repeats it (rule 11)',
    async (loss) => {
      const { card, left } = conversation(`
      > 02 00b0
      < ${loss}
      > b2
      < 02 9000
      > 03 00b0
      < 03 9000
    `)
      await card.exchange(hex('00b0'))
      await card.exchange(hex('00b0'))
      expect(left).toEqual([])
    },
  )

  test('the acknowledgement of a piece: the next piece goes out (rule 7)', async () => {
    const { card, left } = conversation(
      `
      > 12 000102030405060708090a0b0c
      < timeout
      > b2
      < a2          # the same number: it has it
      > 03 0d
      < 03 9000
    `,
      { frameSize: 16 },
    )
    await card.exchange(Uint8Array.from({ length: 14 }, (_, index) => index))
    expect(left).toEqual([])
  })

  test('a piece of an answer: it is asked for again with R(ACK) (rule 5)', async () => {
    const { card, left } = conversation(`
      > 02 00b0
      < 12 01
      > a3
      < garbled
      > a3
      < 03 9000
    `)
    expect(toHex(await card.exchange(hex('00b0')))).toBe('019000')
    expect(left).toEqual([])
  })

  test('an R(ACK) nobody asked for does not make us send a command twice', async () => {
    const { card, left } = conversation(`
      > 02 0020
      < a3          # left over; the card may have carried the command out
      > b2
      < 02 9000     # and it has
    `)
    expect(toHex(await card.exchange(hex('0020')))).toBe('9000')
    expect(left).toEqual([])
  })

  test.each([
    ['a block with the wrong number', '03 6b00'],
    ['an R(NAK)', 'b2'],
    ['a deselection', 'c2'],
    ['a reserved multiplier', 'f2 00'],
    ['an empty frame', ''],
  ])('%s counts as not heard', async (_, wrong) => {
    const { card, left } = conversation(`> 02 00b0\n< ${wrong}\n> b2\n< 02 9000`)
    expect(toHex(await card.exchange(hex('00b0')))).toBe('9000')
    expect(left).toEqual([])
  })
})

describe('a card that is given up', () => {
  test('after three silences it is a removed one, and nothing is sent to it any more', async () => {
    const { card, left } = conversation('> 02 00\n< timeout\n> b2\n< timeout\n> b2\n< timeout')
    await expect(card.exchange(hex('00'))).rejects.toMatchObject(removed)
    await expect(card.exchange(hex('00'))).rejects.toMatchObject(removed)
    await card.deselect()
    expect(left).toEqual([])
  })

  test('after eight garbled frames it is one that lies badly: put it there again', async () => {
    const again = '> b2\n< garbled\n'.repeat(7)
    const { card, left } = conversation(`> 02 00\n< garbled\n${again}`)
    await expect(card.exchange(hex('00'))).rejects.toMatchObject(removed)
    expect(left).toEqual([])
  })

  test('after three frames against the rules it is a fault', async () => {
    const { card, left } = conversation('> 02 00\n< 00\n> b2\n< 00\n> b2\n< 00')
    await expect(card.exchange(hex('00'))).rejects.toMatchObject({ code: 'reader-fault' })
    expect(left).toEqual([])
  })

  test('a command longer than the card’s memory is not begun', async () => {
    const { card, times } = conversation('', { longestCommand: 64 })
    await expect(card.exchange(new Uint8Array(65))).rejects.toThrow(RangeError)
    expect(times).toEqual([])
  })
})

test('at the end the card is told, and told again if it did not hear (rule 8)', async () => {
  const { card, left } = conversation('> c2\n< timeout\n> c2\n< c2')
  await Promise.all([card.deselect(), card.deselect()])
  expect(left).toEqual([])
  await expect(card.exchange(hex('00'))).rejects.toMatchObject(removed)
})
