import { cancellable, CardError, pause, stopIfCancelled, type Waiting } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import type { Channel } from '../channel'
import { within } from '../time-limit'
import { abort, answer as answerLayout, HEADER_SIZE, type Answer } from './messages'
import type { CcidSide } from './side'

/** A reader that says nothing for this long will say nothing any more (milliseconds). */
export const SILENCE = 15_000
/** A reader that asks for more time longer than this never comes to an end (milliseconds). */
const LONGEST_WORK = 120_000
const BUSY = [0xe0, 0xf2] // CMD_SLOT_BUSY, BUSY_WITH_AUTO_SEQUENCE
const BUSY_PAUSE = 50
const MOST_BUSY_ANSWERS = 40
const GRACE = 100 // milliseconds for an answer that comes anyway, before an abort is worth it

export interface Asking extends Waiting {
  /** Bytes of the longest answer that can come. */
  readonly atMost?: number
  /** Milliseconds without a word after which the reader counts as silent. */
  readonly silence?: number
  /** It may hold a PIN: a reader that calls itself busy may have carried it out all the same. */
  readonly once?: boolean
  /**
   * A part of something longer: it is sent and waited for whatever the caller does, so that reader and
   * card are not left half way. The signal only tells the reader to stop, if there is a way to tell it.
   */
  readonly inBackground?: true
}

/** Questions to the reader, in order: a message with its sequence number put in, and its answer. */
export interface CcidExchange {
  readonly reader: string
  /**
   * Sends a message and waits for its answer, as long as the reader keeps asking for time. Answers
   * with another sequence number are left over from an exchange somebody gave up, and are dropped.
   * A failed answer is returned, not thrown: what it means depends on what was asked.
   *
   * An abort by the caller ends the caller's wait at once. The slot is told to stop, if there is a
   * way to tell it, and the next question to it waits until it has answered one way or the other.
   *
   * @throws CardError `reader-gone`, `reader-fault`, `cancelled`
   */
  ask(slot: number, message: (sequence: number) => Uint8Array, asking?: Asking): Promise<Answer>
}

/** An answer that is waited for. */
interface Expected {
  readonly slot: number
  readonly sequence: number
  readonly atMost: number
  heard(answer: Answer): void
  fail(error: unknown): void
}

/** @param busySlots so many slots may be at work at a time; others wait for their turn */
export function ccidExchange(
  channel: Channel,
  reader: string,
  busySlots: number,
  side: CcidSide,
): CcidExchange {
  const lanes: Promise<unknown>[] = Array.from({ length: busySlots }, () => Promise.resolve())
  const expected = new Set<Expected>()
  let listening: AbortController | undefined
  let sequence = 0xff
  let mayAbort = side.abort !== undefined

  const fault = (detail: string, cause?: unknown) =>
    new CardError('reader-fault', { reader, detail, attempt: 'none' }, { cause })
  const silent = (limit: number) => fault(`no answer for ${limit / 1000} s`)

  const decode = (bytes: Uint8Array): Answer => {
    try {
      return answerLayout.decode(bytes)
    } catch (error) {
      if (error instanceof MalformedBytes) throw fault(error.message, error)
      throw error
    }
  }

  /** Reads as long as an answer is expected, and not a message longer: it may be of another time. */
  const listen = async (): Promise<void> => {
    if (listening !== undefined) return
    const mine = new AbortController()
    listening = mine
    while (expected.size > 0 && !mine.signal.aborted) {
      try {
        const atMost = Math.max(...[...expected].map((one) => one.atMost))
        const bytes = await channel.receive({
          signal: mine.signal,
          ...(atMost === Infinity ? {} : { atMost }),
        })
        const answer = decode(bytes)
        for (const one of expected)
          if (one.sequence === answer.sequence && one.slot === answer.slot) one.heard(answer)
      } catch (error) {
        if (mine.signal.aborted) break
        for (const one of expected) one.fail(error)
      }
    }
    if (listening === mine) listening = undefined
    if (expected.size > 0) void listen()
  }

  const answerTo = (
    slot: number,
    asked: number,
    { atMost = Infinity, silence = SILENCE }: Asking,
  ) => {
    let forget = (_error: unknown) => {}
    const answered = new Promise<Answer>((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout>
      const end = () => {
        clearTimeout(timer)
        clearTimeout(whole)
        expected.delete(one)
        if (expected.size === 0) listening?.abort()
      }
      const one: Expected = {
        slot,
        sequence: asked,
        atMost,
        heard(answer) {
          clearTimeout(timer)
          // it asks for more time, and gets it
          if (answer.status.command === 'wait') return void (timer = setTimeout(late, silence))
          end()
          resolve(answer)
        },
        fail(error) {
          end()
          reject(error)
        },
      }
      const late = () => one.fail(silent(silence))
      const whole = setTimeout(() => one.fail(silent(LONGEST_WORK)), LONGEST_WORK)
      forget = one.fail
      timer = setTimeout(late, silence)
      expected.add(one)
    })
    answered.catch(() => {})
    return { answered, forget }
  }

  const nextSequence = () => (sequence = (sequence + 1) & 0xff)

  /** One message and its answer. */
  const question = async (
    slot: number,
    asked: number,
    message: Uint8Array,
    asking: Asking,
  ): Promise<Answer> => {
    const { signal } = asking
    const { answered, forget } = answerTo(slot, asked, asking)
    try {
      await within(
        SILENCE,
        {},
        () => silent(SILENCE),
        () => channel.send(message),
      )
    } catch (error) {
      forget(error)
    } finally {
      message.fill(0) // it may hold a PIN
    }
    void listen()
    const giveUp = () => void stopSlot(slot, answered, forget)
    if (signal?.aborted) giveUp()
    signal?.addEventListener('abort', giveUp, { once: true })
    return answered.finally(() => signal?.removeEventListener('abort', giveUp))
  }

  /** Nobody waits for the answer any more. If it does not come by itself, the reader is told so. */
  const stopSlot = async (
    slot: number,
    answered: Promise<Answer>,
    forget: (error: unknown) => void,
  ): Promise<void> => {
    let isOver = false
    const over = answered.catch(() => {}).then(() => void (isOver = true))
    await Promise.race([over, pause(GRACE, undefined)])
    if (isOver || !mayAbort) return
    // both halves have one number (CCID 1.1 §5.3.1)
    const asked = nextSequence()
    mayAbort = await side.abort!(slot, asked)
    if (!mayAbort) return // then its answer is waited for
    const message = abort.encode({ slot, sequence: asked })
    await question(slot, asked, message, { atMost: HEADER_SIZE }).catch(() => {})
    forget(new CardError('cancelled', {}))
  }

  return {
    reader,
    ask(slot, message, asking = {}) {
      const lane = slot % lanes.length
      const heeded = asking.inBackground ? undefined : asking.signal
      const turn = lanes[lane]!.then(async () => {
        for (let busy = 0; ; busy++) {
          stopIfCancelled(heeded)
          const asked = nextSequence()
          const answer = await question(slot, asked, message(asked), asking)
          const isBusy = answer.status.command === 'failed' && BUSY.includes(answer.error)
          if (!isBusy || asking.once || busy >= MOST_BUSY_ANSWERS) return answer
          await pause(BUSY_PAUSE, heeded)
        }
      })
      lanes[lane] = turn.catch(() => {})
      return cancellable(turn, heeded)
    },
  }
}
