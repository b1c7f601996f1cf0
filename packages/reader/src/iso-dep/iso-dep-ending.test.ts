import { CardError } from '@myna/apdu'
import { hex, toHex } from '@myna/bytes'
import { describe, expect, test } from 'vitest'
import type { FrameLink } from './frame-link'
import { isoDep } from './iso-dep'

const removed = { code: 'card-removed', facts: { attempt: 'none' } }

describe('an exchange ends', () => {
  test('an answer without end is a fault', async () => {
    let number = 1
    const link: FrameLink = {
      exchange: async () => Uint8Array.of(0x12 | (number ^= 1), ...new Uint8Array(250)),
    }
    const card = isoDep(link, { frameSize: 256, waitingTime: 1 }, 'R')
    await expect(card.exchange(hex('00'))).rejects.toMatchObject({ code: 'reader-fault' })
  })

  test('what the link throws goes through, and ends the session', async () => {
    const gone = new CardError('reader-gone', { reader: 'R', attempt: 'none' })
    let frames = 0
    const link: FrameLink = { exchange: () => (frames++, Promise.reject(gone)) }
    const card = isoDep(link, { frameSize: 256, waitingTime: 1 }, 'R')
    await expect(card.exchange(hex('00'))).rejects.toBe(gone)
    await expect(card.exchange(hex('00'))).rejects.toMatchObject(removed)
    expect(frames).toBe(1)
  })

  /** A card whose every answer the test gives by hand. */
  function byHand() {
    const sent: string[] = []
    const answers: ((frame: Uint8Array) => void)[] = []
    const link: FrameLink = {
      exchange: (frame) => {
        sent.push(toHex(frame))
        return new Promise((resolve) => answers.push(resolve))
      },
    }
    const card = isoDep(link, { frameSize: 16, waitingTime: 1 }, 'R')
    const answer = async (block: string) => {
      answers.shift()!(hex(block))
      for (let i = 0; i < 20; i++) await Promise.resolve()
    }
    return { card, sent, answer }
  }
  const settle = () => new Promise((resolve) => setTimeout(resolve))

  test('an abort ends the wait at once; the chain goes on to its end, and the next command waits', async () => {
    const { card, sent, answer } = byHand()
    const abort = new AbortController()
    const first = card.exchange(new Uint8Array(14), abort)
    await settle()
    abort.abort()
    await expect(first).rejects.toMatchObject({ code: 'cancelled' })

    const second = card.exchange(hex('00b0'))
    await settle()
    expect(sent).toHaveLength(1) // a command between two pieces of another would become one with it
    await answer('a2')
    await answer('036b00')
    await answer('029000')

    expect(toHex(await second)).toBe('9000')
    expect(sent.slice(1)).toEqual(['0300', '0200b0'])
  })

  test('a command that was cancelled while it waited is never sent', async () => {
    const { card, sent, answer } = byHand()
    const first = card.exchange(hex('00b0'))
    const abort = new AbortController()
    const second = card.exchange(hex('0020'), abort)
    await settle()
    abort.abort()
    await expect(second).rejects.toMatchObject({ code: 'cancelled' })
    await answer('029000')
    await first
    await settle()
    expect(sent).toEqual(['0200b0'])
  })

  test('deselecting stops an exchange at the next block', async () => {
    const { card, sent, answer } = byHand()
    const reading = card.exchange(hex('00b0')).catch((error: unknown) => error)
    await settle()
    const ending = card.deselect()
    await answer('120102')
    expect(await reading).toMatchObject(removed)
    await settle()
    await answer('c2')
    await ending
    expect(sent).toEqual(['0200b0', 'c2'])
  })
})

test('the bytes of a PIN do not stay behind, and one’s own copy may be wiped while they are sent', async () => {
  const frames: Uint8Array[] = []
  const heard: string[] = []
  const link: FrameLink = {
    async exchange(frame) {
      await Promise.resolve()
      frames.push(frame)
      heard.push(toHex(frame))
      return hex('029000')
    },
  }
  const card = isoDep(link, { frameSize: 256, waitingTime: 1 }, 'R')
  const command = hex('002000800431323334')

  const exchanging = card.exchange(command)
  command.fill(0)
  await exchanging

  expect(heard).toEqual(['02002000800431323334'])
  expect(frames.map(toHex)).toEqual(['00'.repeat(10)])
})
