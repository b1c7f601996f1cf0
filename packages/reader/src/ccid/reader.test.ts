import { CardError, type CommandApdu } from '@myna/apdu'
import { hex, join, toHex } from '@myna/bytes'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CcidFacts } from './descriptor'
import { featuresIn, type ExchangeLevel } from './features'
import { ccidReader } from './reader'
import type { Channel } from '../channel'

/**
 * A channel that plays a reader: each entry answers one message sent. `SQ` in an answer becomes the
 * sequence number of the message. An entry may be several answers, or none.
 */
function play(...script: readonly (readonly string[])[]) {
  const sent: string[] = []
  const queue: Uint8Array[] = []
  const waiting: ((message: Uint8Array) => void)[] = []
  let closed = 0
  const deliver = (message: Uint8Array) => {
    const waiter = waiting.shift()
    if (waiter) waiter(message)
    else queue.push(message)
  }
  const channel: Channel = {
    async send(message) {
      sent.push(toHex(message))
      const sequence = toHex(message.subarray(6, 7))
      for (const answer of script[sent.length - 1] ?? [])
        deliver(hex(answer.replaceAll('SQ', sequence)))
    },
    receive({ signal } = {}) {
      const ready = queue.shift()
      if (ready) return Promise.resolve(ready)
      return new Promise((resolve, reject) => {
        waiting.push(resolve)
        signal?.addEventListener('abort', () => {
          waiting.splice(waiting.indexOf(resolve), 1)
          reject(new CardError('cancelled', {}))
        })
      })
    },
    async close() {
      closed++
    },
  }
  return { channel, sent, deliver, closedTimes: () => closed }
}

const present = ['81 00000000 00 SQ 01 00 00']
const absent = ['81 00000000 00 SQ 02 00 00']
const atr = ['80 09000000 00 SQ 00 00 00 3be000ff8131fe4514']
const ok = ['80 02000000 00 SQ 00 00 00 9000']
const select: CommandApdu = { cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: hex('0018') }

const factsAt = (level: ExchangeLevel): CcidFacts => ({
  release: '1.10',
  slots: 1,
  voltages: ['5V'],
  protocols: ['T=1'],
  clock: { usual: 4000, highest: 4000, choices: 0 },
  rate: { usual: 10_752, highest: 344_086, choices: 0 },
  maximumIfsd: 254,
  features: featuresIn(0x4be),
  level,
  maximumMessage: 271,
  display: undefined,
  pinPad: { verify: false, modify: false },
  busySlots: 1,
})

const open = (level: ExchangeLevel, ...script: readonly (readonly string[])[]) => {
  const played = play(...script)
  const reader = ccidReader(played.channel, 'R', factsAt(level))
  return { ...played, reader }
}
const powered = async (...script: readonly (readonly string[])[]) => {
  const opened = open('short-apdu', present, atr, ...script)
  return { ...opened, card: await opened.reader.connect() }
}

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 }))
afterEach(() => void vi.useRealTimers())

describe('waiting for a card', () => {
  test('asks until one is there, says once that there is none, and gives it power', async () => {
    const { reader, sent } = open('short-apdu', absent, absent, present, atr)
    const onAbsent = vi.fn()

    await reader.connect({ onAbsent })

    expect(onAbsent).toHaveBeenCalledTimes(1)
    expect(sent.map((message) => message.slice(0, 2))).toEqual(['65', '65', '65', '62'])
  })

  test('a card that goes away while it gets power is waited for again', async () => {
    const { reader } = open('short-apdu', present, ['80 00000000 00 SQ 42 fe 00'], present, atr)

    await expect(reader.connect()).resolves.toBeDefined()
  })

  test('a card that does not answer to power is mute', async () => {
    const { reader } = open('short-apdu', present, ['80 00000000 00 SQ 41 fe 00'])

    await expect(reader.connect()).rejects.toMatchObject({ code: 'card-mute' })
  })

  test('the wait ends when its owner ends it', async () => {
    const { reader } = open('short-apdu', ...Array.from({ length: 100 }, () => absent))
    const abort = new AbortController()

    const connecting = reader.connect({ signal: abort.signal, onAbsent: () => abort.abort() })

    await expect(connecting).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('an exchange', () => {
  test('carries the command and brings the answer', async () => {
    const { card, sent } = await powered(ok)

    await expect(card.transmit(select)).resolves.toEqual({ data: hex(''), status: 0x9000 })
    expect(sent[2]).toBe(toHex(hex('6f 07000000 00 02 00 0000 00a4020c020018')))
  })

  test('goes on as long as the reader asks for time', async () => {
    const wait = '80 00000000 00 SQ 80 05 00'
    const { card } = await powered([wait, wait, ...ok])

    await expect(card.transmit(select)).resolves.toMatchObject({ status: 0x9000 })
  })

  test('drops what is left over from an exchange somebody gave up', async () => {
    const { card } = await powered(['80 02000000 00 f0 00 00 00 6a82', ...ok])

    await expect(card.transmit(select)).resolves.toMatchObject({ status: 0x9000 })
  })

  test('is repeated while the slot is busy, and the card saw nothing of it', async () => {
    const busy = ['80 00000000 00 SQ 40 e0 00']
    const { card } = await powered(busy, busy, ok)

    await expect(card.transmit(select)).resolves.toMatchObject({ status: 0x9000 })
  })

  test('that was cancelled leaves its answer to nobody: the next one gets its own', async () => {
    const abort = new AbortController()
    const { card, deliver } = await powered([], ok)
    const first = card.transmit(select, { signal: abort.signal })
    await vi.advanceTimersByTimeAsync(1)
    abort.abort()
    await expect(first).rejects.toMatchObject({ code: 'cancelled' })
    deliver(hex('80 02000000 00 02 00 00 00 6a82')) // the answer to the first, late

    await expect(card.transmit(select)).resolves.toMatchObject({ status: 0x9000 })
  })

  test('with a reader that has gone silent ends with a name', async () => {
    const { card } = await powered([])

    const transmit = expect(card.transmit(select)).rejects.toMatchObject({
      code: 'reader-fault',
      facts: { detail: 'no answer for 15 s' },
    })
    await vi.advanceTimersByTimeAsync(16_000)

    await transmit
  })

  test.each([
    ['no card is there any more', '80 00000000 00 SQ 42 fe 00', 'card-removed'],
    ['the card was away and is back without power', '80 00000000 00 SQ 41 fe 00', 'card-removed'],
    ['the reader calls it a hardware error', '80 00000000 00 SQ 40 fb 00', 'reader-fault'],
    ['the reader answers nonsense', '42 00000000 00 SQ 00 00 00', 'reader-fault'],
    ['the answer promises more than it has', '80 09000000 00 SQ 00 00 00 9000', 'reader-fault'],
    ['the card says less than a status word', '80 01000000 00 SQ 00 00 00 90', 'reader-fault'],
  ])('ends with a name when %s', async (_, answer, code) => {
    const { card } = await powered([answer])

    await expect(card.transmit(select)).rejects.toMatchObject({ code })
  })

  test('with a card that was removed stays so, even when another card is put there', async () => {
    const gone = ['80 00000000 00 SQ 42 fe 00']
    const { card, reader, sent } = await powered(gone, present, atr, ok)
    await expect(card.transmit(select)).rejects.toMatchObject({ code: 'card-removed' })

    const next = await reader.connect()
    const before = sent.length

    await expect(card.transmit(select)).rejects.toMatchObject({ code: 'card-removed' })
    expect(sent).toHaveLength(before)
    await expect(next.transmit(select)).resolves.toMatchObject({ status: 0x9000 })
  })
})

describe('commands and answers longer than one message', () => {
  const long: CommandApdu = { ...select, data: new Uint8Array(600).fill(0xcd) }
  const more = ['80 00000000 00 SQ 00 00 10']

  test('a reader for extended APDUs gets them in a chain, and gives its answer in one', async () => {
    const { reader, sent } = open(
      'extended-apdu',
      present,
      atr,
      more,
      more,
      ['80 03000000 00 SQ 00 00 01 010203'],
      ['80 01000000 00 SQ 00 00 03 04'],
      ['80 03000000 00 SQ 00 00 02 059000'],
    )
    const card = await reader.connect()

    const answer = await card.transmit({ ...long, expect: 65536 })

    expect(answer.data).toEqual(hex('0102030405'))
    const blocks = sent.slice(2).map((message) => hex(message))
    expect(blocks.map((block) => block[8])).toEqual([1, 3, 2, 0x10, 0x10])
    const command = join(...blocks.slice(0, 3).map((block) => block.slice(10)))
    expect(command).toHaveLength(4 + 3 + 600 + 2)
    expect(blocks.every((block) => block.length <= 271)).toBe(true)
  })

  test('a command that fills the last message exactly is not followed by an empty one', async () => {
    const { reader, sent } = open('extended-apdu', present, atr, more, ok)
    const card = await reader.connect()

    await card.transmit({ ...select, data: new Uint8Array(2 * 261 - 7) })

    expect(sent.slice(2).map((message) => hex(message).length)).toEqual([271, 271])
  })

  test('a reader for short APDUs cannot have them, and says so before sending', async () => {
    const { card, sent } = await powered(ok)

    await expect(card.transmit(long)).rejects.toThrow(RangeError)
    expect(sent).toHaveLength(2)
  })

  test('a chain of answers that never ends does', async () => {
    const endless = Array.from({ length: 700 }, () => ['80 01000000 00 SQ 00 00 03 00'])
    const { reader } = open('extended-apdu', present, atr, ...endless)
    const card = await reader.connect()

    await expect(card.transmit(select)).rejects.toMatchObject({ code: 'reader-fault' })
  })
})

describe('letting go', () => {
  test('taking power makes the card forget, and the reader is told once', async () => {
    const { card, sent } = await powered(['81 00000000 00 SQ 01 00 01'])

    await card.powerOff()
    await card.powerOff()

    expect(sent.map((message) => message.slice(0, 2))).toEqual(['65', '62', '63'])
    await expect(card.transmit(select)).rejects.toMatchObject({ code: 'card-removed' })
  })

  test('closing takes the power, closes the channel once, and never throws', async () => {
    const { reader, closedTimes } = await powered(['42'])

    await Promise.all([reader.close(), reader.close()])

    expect(closedTimes()).toBe(1)
  })
})

test('the bytes of a PIN do not stay behind in a sent message', async () => {
  const messages: Uint8Array[] = []
  const { channel } = play(present, atr, ok)
  const spy: Channel = {
    ...channel,
    send(message, waiting) {
      messages.push(message)
      return channel.send(message, waiting)
    },
  }
  const reader = ccidReader(spy, 'R', factsAt('short-apdu'))
  const card = await reader.connect()

  await card.transmit({ cla: 0, ins: 0x20, p1: 0, p2: 0x80, data: hex('31323334'), secret: true })

  expect(toHex(messages.at(-1)!)).not.toContain('31323334')
})
