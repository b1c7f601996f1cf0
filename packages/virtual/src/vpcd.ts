import { join, layout, MalformedBytes, rest, restLength, u16be } from '@myna/bytes'
import type { Chip } from './chip'

/** A message of vsmartcard's vpcd, either way: a length and what it counts. */
const message = layout('vpcd message', { length: restLength(u16be), payload: rest })

/** A payload of one byte is no APDU but what the reader does to the card. */
const controls: Readonly<Record<number, 'off' | 'on' | 'reset' | 'atr'>> = {
  0: 'off',
  1: 'on',
  2: 'reset',
  4: 'atr',
}

/** The card's end of a vpcd connection. */
export interface VpcdCard {
  /**
   * Bytes from the reader, in whatever pieces they come. Answers go out in the order of the questions.
   * Rejects with MalformedBytes for what no reader sends; then the connection is of no more use.
   */
  received(bytes: Uint8Array): Promise<void>
  /** The connection has ended: the card has no power any more. */
  end(): void
}

/**
 * A chip as vpcd, pcscd's virtual reader, talks to it. Only "give ATR" and APDUs are answered. The ATR
 * is asked for at any time, also while the card has no power: it is how vpcd sees that a card is there.
 */
export async function vpcdCard(chip: Chip, send: (bytes: Uint8Array) => void): Promise<VpcdCard> {
  const atr = (await chip.powerOn()) ?? new Uint8Array(0)
  chip.powerOff()
  let isPowered = false
  let before: Promise<unknown> = Promise.resolve()
  let left: Uint8Array = new Uint8Array(0)

  const answer = (payload: Uint8Array) => send(message.encode({ payload }))

  const power = async (control: (typeof controls)[number]): Promise<void> => {
    if (control === 'atr') return answer(atr)
    chip.powerOff()
    isPowered = control !== 'off'
    if (isPowered) await chip.powerOn()
  }

  const carryOut = async (payload: Uint8Array): Promise<void> => {
    if (payload.length > 1) {
      if (!isPowered) throw new MalformedBytes('vpcd: a command for a card without power')
      return answer(await chip.exchange(payload))
    }
    const control = controls[payload[0] ?? -1]
    if (control === undefined)
      throw new MalformedBytes(`vpcd: ${payload.length === 0 ? 'no' : 'an unknown'} control`)
    await power(control)
  }

  return {
    received(bytes) {
      left = join(left, bytes)
      for (let size = sizeOf(left); left.length >= size; size = sizeOf(left)) {
        const { payload } = message.decode(left.subarray(0, size))
        left = left.slice(size)
        before = before.then(() => carryOut(payload))
      }
      before.catch(() => {}) // whoever awaits hears of it
      return before.then(() => {})
    },
    end() {
      chip.powerOff()
      isPowered = false
    },
  }
}

const HEADER = 2

/** Bytes of the message that begins here; more than any can have while that is not known yet. */
const sizeOf = ([high, low]: Uint8Array): number =>
  high === undefined || low === undefined ? Infinity : HEADER + high * 0x100 + low
