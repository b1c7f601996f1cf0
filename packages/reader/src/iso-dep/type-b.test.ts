import { hex, toHex } from '@myna/bytes'
import { describe, expect, test, vi } from 'vitest'
import type { FrameLink, NoFrame } from './frame-link'
import { frameSize, guardTime, waitingTime } from './timing'
import { activateTypeB, atqb, attrib, attribAnswer, reqb } from './type-b'

/** A card that plays its answers, and what it was sent. */
function play(...answers: readonly (string | NoFrame)[]) {
  const sent: string[] = []
  const times: number[] = []
  const link: FrameLink = {
    async exchange(frame, milliseconds) {
      sent.push(toHex(frame))
      times.push(milliseconds)
      const answer = answers[sent.length - 1] ?? 'timeout'
      return answer === 'timeout' || answer === 'garbled' ? answer : hex(answer)
    },
  }
  return { link, sent, times }
}

const ATQB = '50 11223344 000005e0 b381a1'

describe('layouts, both ways', () => {
  test.each([
    ['idle', 'no', '050000'],
    ['idle', 'yes', '050010'],
    ['idle-and-halted', 'yes', '050018'],
  ] as const)('REQB for %s cards, extended ATQB %s', (wakes, extended, bytes) => {
    expect(toHex(reqb.encode({ parameters: { wakes, extended } }))).toBe(bytes)
    expect(reqb.decode(hex(bytes))).toEqual({ parameters: { wakes, extended } })
  })

  test('ATTRIB', () => {
    const value = { pupi: hex('11223344'), protocol: 1 }
    expect(toHex(attrib.encode(value))).toBe('1d1122334400080100')
    expect(attrib.decode(hex('1d1122334400080100'))).toEqual(value)
  })

  test.each([
    ['short', '', ''],
    ['extended', '40', '40'],
  ])('ATQB, %s', (_, tail, extension) => {
    const value = {
      pupi: hex('11223344'),
      application: hex('000005e0'),
      rates: 0xb3,
      protocol: { high: 8, low: 1 },
      waiting: { high: 10, low: 1 },
      extension: hex(extension),
    }
    expect(atqb.decode(hex(ATQB + tail))).toEqual(value)
    expect(toHex(atqb.encode(value))).toBe(toHex(hex(ATQB + tail)))
  })

  test('the answer to ATTRIB', () => {
    expect(attribAnswer.decode(hex('30aabb'))).toEqual({
      buffer: { high: 3, low: 0 },
      higherLayer: hex('aabb'),
    })
  })
})

describe('numbers a card gives in codes', () => {
  test.each([
    [0, 16],
    [1, 24],
    [2, 32],
    [3, 40],
    [4, 48],
    [5, 64],
    [6, 96],
    [7, 128],
    [8, 256],
    [9, 256], // 512 since 2016; no reader of ours carries it
    [15, 256],
  ])('FSCI %i: frames of %i bytes', (fsci, size) => {
    expect(frameSize(fsci)).toBe(size)
  })

  test.each([
    [0, 0.302],
    [4, 4.83],
    [8, 77.3],
    [10, 309.3],
    [14, 4949],
    [15, 4.83], // reserved
  ])('FWI %i: %f ms', (fwi, time) => {
    expect(waitingTime(fwi)).toBeCloseTo(time, time > 100 ? 0 : 1)
  })

  test.each([
    [0, 0],
    [1, 0.66],
    [8, 84.6],
    [15, 0], // reserved
  ])('SFGI %i: %f ms', (sfgi, time) => {
    expect(guardTime(sfgi)).toBeCloseTo(time, 1)
  })
})

describe('activation', () => {
  test('calls, opens, and knows how to talk to the card', async () => {
    const { link, sent, times } = play(ATQB, '00')

    const card = await activateTypeB(link, {})

    expect(sent).toEqual(['050010', '1d1122334400080100'])
    expect(times[0]).toBe(30)
    expect(times[1]).toBeCloseTo(309.3 + 3.6, 0)
    expect(card).toMatchObject({ parameters: { frameSize: 256, longestCommand: undefined } })
  })

  test.each([
    ['000005e0b381a1', '3b8880010000 05e0b381a1007f'],
    ['000041e0b381a1', '3b8880010000 41e0b381a1003b'],
    ['004b51ff0081d1', '3b888001004b 51ff0081d100bc'],
    ['004b51ffb381d1', '3b888001004b 51ffb381d1000f'],
  ])('the pseudo-ATR of a card that says %s (card.md §1.2)', async (said, atr) => {
    const { link } = play(`50deadbeef${said}`, '00')
    expect(await activateTypeB(link, {})).toMatchObject({ atr: hex(atr) })
  })

  test('MBLI limits the length of commands, and stands in the ATR', async () => {
    const { link } = play('50 11223344 000005e0 b351a1', '20')
    const card = await activateTypeB(link, {})
    expect(card).toMatchObject({ parameters: { frameSize: 64, longestCommand: 128 } })
    expect(toHex((card as { atr: Uint8Array }).atr).slice(22, 24)).toBe('20')
  })

  test('a card that needs time after its activation gets it', async () => {
    vi.useFakeTimers()
    try {
      const { link } = play(`${ATQB} 80`, '00') // SFGI 8
      let isReady = false
      const activating = activateTypeB(link, {}).then(() => (isReady = true))
      await vi.advanceTimersByTimeAsync(84)
      expect(isReady).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      await activating
    } finally {
      vi.useRealTimers()
    }
  })

  test.each<[string, readonly string[], string]>([
    ['silence', ['timeout'], 'none'],
    ['two cards at once', ['garbled'], 'unclear'],
    ['an ATQB that breaks off', ['50112233440000'], 'unclear'],
    ['an ATQB that is too long', [`${ATQB} 0000`], 'unclear'],
    ['something else than an ATQB', ['51 11223344 000005e0 b381a1'], 'unclear'],
    ['a card that is silent to ATTRIB', [ATQB, 'timeout'], 'lost'],
    ['noise after ATTRIB', [ATQB, 'garbled'], 'lost'],
    ['a CID nobody gave', [ATQB, '01'], 'lost'],
    ['an empty answer to ATTRIB', [ATQB, ''], 'lost'],
  ])('%s', async (_, answers, outcome) => {
    expect(await activateTypeB(play(...answers).link, {})).toBe(outcome)
  })

  test.each(['50 11223344 000005e0 b380a1', '50 11223344 000005e0 b389a1'])(
    'a card that does not speak ISO 14443-4 is the wrong one (%s)',
    async (answer) => {
      await expect(activateTypeB(play(answer).link, {})).rejects.toMatchObject({
        code: 'card-wrong',
      })
    },
  )
})
