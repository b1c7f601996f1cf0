import { cancellable, CardError, stopIfCancelled, type Waiting } from '@myna/apdu'
import { join } from '@myna/bytes'
import {
  acknowledgement,
  deselection,
  FRAME_OVERHEAD,
  grant,
  informationBlock,
  readBlock,
  refusal,
  type Block,
} from './block'
import type { FrameLink } from './frame-link'
import { LONGEST_WAITING, WAITING_MARGIN } from './timing'

/** What a card said of itself when it was activated. */
export interface IsoDepParameters {
  /** FSC: bytes of the longest frame it takes, CRC included. */
  readonly frameSize: number
  /** FWT in milliseconds. */
  readonly waitingTime: number
  /** Bytes of the longest command it can take in a chain (from MBLI); left out: it did not say. */
  readonly longestCommand?: number | undefined
}

/** An activated card behind ISO-DEP. */
export interface IsoDep {
  /**
   * One APDU, however long the card asks for. An abort ends the wait and not the exchange: a chain
   * that was broken off could be taken for a part of the next command. What comes next waits for it.
   *
   * @throws CardError `card-removed`, `reader-gone`, `reader-fault`, `cancelled`
   * @throws RangeError for a command longer than the card can take
   */
  exchange(command: Uint8Array, waiting?: Waiting): Promise<Uint8Array>
  /**
   * Ends the session at the next block and tells the card so, as long as that is waited for. Never
   * throws, may be repeated.
   */
  deselect(waiting?: Waiting): Promise<void>
}

/** How often in a row something may go wrong before the card is given up. */
const patience = {
  timeout: 3, // it is gone: each costs a whole FWT
  garbled: 8, // it is there, and lies badly
  invalid: 3, // it breaks the rules
} as const

type Numbered = Extract<Block, { readonly number: 0 | 1 }>

const MOST_ANSWER = 65_538 // data and status word (ISO 7816-4 §5.1)
const MOST_BLOCKS = 6000 // of one answer: 65 538 bytes in frames of 16, and some to spare
const LONGEST_WORK = 120_000 // milliseconds of one command; the longest signature takes a few seconds
const MOST_GRANTS = 10_000
const DESELECT_TIME = 100 // milliseconds; the card has 4.8 (FWT_DESELECT), the reader gets the rest
const DESELECT_TRIES = 2

/**
 * The reader's half of ISO/IEC 14443-4 §7 over `link`: chaining both ways, recovery from lost and
 * broken frames, more time for a card that asks. A command is sent again only when the card says that
 * it has not heard it, so no command is carried out twice.
 */
export function isoDep(
  link: FrameLink,
  { frameSize, waitingTime, longestCommand }: IsoDepParameters,
  reader: string,
): IsoDep {
  const room = frameSize - FRAME_OVERHEAD
  const ending = new AbortController()
  let current: 0 | 1 = 0 // the number of our next block (rule A)
  let before: Promise<unknown> = Promise.resolve() // one exchange at a time
  let deselecting: Promise<void> | undefined

  const toggle = () => void (current = current === 0 ? 1 : 0)
  const removed = () => new CardError('card-removed', { attempt: 'none' })
  const fault = (detail: string) =>
    new CardError('reader-fault', { reader, detail, attempt: 'none' })

  /**
   * Sends a block until the one comes that answers it, and grants more time in between. What to do
   * about silence or noise: `ask` the card what it has heard (rule 4), or `repeat` the block (rule 5).
   */
  const deliver = async <Is extends Numbered['is']>(
    block: Uint8Array,
    answers: Is,
    recovery: 'ask' | 'repeat',
    started: number,
  ): Promise<Extract<Block, { is: Is }>> => {
    let left: Record<keyof typeof patience, number> = { ...patience }
    let frame = block
    let time = waitingTime
    let isAsking = false
    for (let grants = 0; ;) {
      if (ending.signal.aborted) throw removed()
      const heard = await link.exchange(frame, time + WAITING_MARGIN, { signal: ending.signal })
      const answer = typeof heard === 'string' ? undefined : readBlock(heard)

      if (answer?.is === 'wait') {
        if (++grants > MOST_GRANTS || performance.now() - started > LONGEST_WORK)
          throw fault('a command without end')
        left = { ...patience }
        frame = grant(answer.multiplier)
        time = Math.min(answer.multiplier * waitingTime, LONGEST_WAITING) // for the next block only
        isAsking = false
      } else if (answer?.is === answers && (answer as Numbered).number === current) {
        return answer as Extract<Block, { is: Is }>
      } else if (isAsking && answer?.is === 'acknowledgement' && answer.number !== current) {
        frame = block // rule 6: it has not heard it. Unasked, the same words prove nothing
        time = waitingTime
        isAsking = false
      } else {
        const problem = typeof heard === 'string' ? heard : 'invalid'
        if (--left[problem] === 0)
          throw problem === 'invalid' ? fault('the card breaks ISO 14443-4') : removed()
        if (problem !== 'timeout') time = waitingTime
        isAsking = recovery === 'ask'
        frame = isAsking ? refusal(current) : block
      }
    }
  }

  /** Sends a piece of a command. */
  const send = async <Is extends Numbered['is']>(
    piece: Uint8Array,
    answers: Is,
    started: number,
  ): Promise<Extract<Block, { is: Is }>> => {
    const block = informationBlock(current, answers === 'acknowledgement', piece)
    try {
      const answer = await deliver(block, answers, 'ask', started)
      toggle() // rule B
      return answer
    } finally {
      block.fill(0) // it may hold a PIN
    }
  }

  const run = async (command: Uint8Array): Promise<Uint8Array> => {
    const started = performance.now()
    let at = 0
    for (; at + room < command.length; at += room)
      await send(command.subarray(at, at + room), 'acknowledgement', started)
    let block = await send(command.subarray(at), 'information', started)

    const parts = [block.data]
    for (let length = block.data.length; block.chained; length += block.data.length) {
      if (length > MOST_ANSWER || parts.length > MOST_BLOCKS) throw fault('an answer without end')
      block = await deliver(acknowledgement(current), 'information', 'repeat', started) // rule 2
      toggle()
      parts.push(block.data)
    }
    return join(...parts)
  }

  return {
    exchange(command, { signal } = {}) {
      if (command.length > (longestCommand ?? Infinity))
        return Promise.reject(
          new RangeError(`the card takes commands of at most ${longestCommand} bytes`),
        )
      const mine = command.slice() // the caller may wipe its own while this one is still under way
      const turn = before.then(async () => {
        try {
          stopIfCancelled(signal)
          if (ending.signal.aborted) throw removed()
          return await run(mine)
        } catch (error) {
          const isUnsent = error instanceof CardError && error.code === 'cancelled'
          if (isUnsent && !ending.signal.aborted) throw error
          ending.abort() // nobody knows any more where the card is
          throw isUnsent ? removed() : error
        } finally {
          mine.fill(0)
        }
      })
      before = turn.catch(() => {})
      return cancellable(turn, signal)
    },

    deselect(waiting = {}) {
      deselecting ??= (async () => {
        const isOver = ending.signal.aborted // broken off: nobody is there to be told
        ending.abort()
        await before
        for (let tries = 0; !isOver && tries < DESELECT_TRIES; tries++) {
          const heard = await link.exchange(deselection(), DESELECT_TIME, waiting)
          if (typeof heard !== 'string' && readBlock(heard)?.is === 'deselect') return // rule 8
        }
      })().catch(() => {})
      return deselecting
    },
  }
}
