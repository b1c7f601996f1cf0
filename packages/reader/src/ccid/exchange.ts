import { CardError, pause, stopIfCancelled, type Waiting } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import { answer as answerLayout, type Answer } from './messages'
import type { Channel } from '../channel'
import { within } from '../time-limit'

/** A reader that says nothing for this long will say nothing any more (milliseconds). */
const SILENCE = 15_000
const SLOT_BUSY = 0xe0
const BUSY_PAUSE = 50
const MOST_BUSY_ANSWERS = 40

/** One question to the reader: a message with its sequence number put in, and where answers come. */
export interface CcidExchange {
  readonly reader: string
  /**
   * Sends a message and waits for its answer, as long as the reader keeps asking for time. Answers
   * with another sequence number are left over from an exchange somebody gave up, and are dropped.
   * A failed answer is returned, not thrown: what it means depends on what was asked.
   *
   * @throws CardError `reader-gone`, `reader-fault`, `cancelled`
   */
  ask(
    message: (sequence: number) => Uint8Array,
    waiting: Waiting & { readonly atMost?: number },
  ): Promise<Answer>
}

export function ccidExchange(channel: Channel, reader: string, slot: number): CcidExchange {
  let sequence = 0xff
  let before: Promise<unknown> = Promise.resolve() // one exchange at a time

  const fault = (detail: string, cause?: unknown) =>
    new CardError('reader-fault', { reader, detail, attempt: 'none' }, { cause })

  const silent = () => fault(`no answer for ${SILENCE / 1000} s`)

  const send = async (message: Uint8Array, waiting: Waiting): Promise<void> => {
    try {
      await within(SILENCE, waiting, silent, () => channel.send(message, waiting))
    } finally {
      message.fill(0) // it may hold a PIN
    }
  }

  const answerTo = async (
    asked: number,
    waiting: Waiting & { readonly atMost?: number },
  ): Promise<Answer> => {
    for (;;) {
      const bytes = await within(SILENCE, waiting, silent, ({ signal }) =>
        channel.receive({ ...waiting, signal }),
      )
      const answer = decode(bytes)
      if (answer.sequence !== asked || answer.slot !== slot) continue
      if (answer.status.command === 'wait') continue // it asks for more time, and gets it
      return answer
    }
  }

  const decode = (bytes: Uint8Array): Answer => {
    try {
      return answerLayout.decode(bytes)
    } catch (error) {
      if (error instanceof MalformedBytes) throw fault(error.message, error)
      throw error
    }
  }

  return {
    reader,
    ask(message, waiting) {
      const turn = before.then(async () => {
        for (let busy = 0; ; busy++) {
          stopIfCancelled(waiting.signal)
          sequence = (sequence + 1) & 0xff
          await send(message(sequence), waiting)
          const answer = await answerTo(sequence, waiting)
          const isBusy = answer.status.command === 'failed' && answer.error === SLOT_BUSY
          if (!isBusy || busy >= MOST_BUSY_ANSWERS) return answer
          await pause(BUSY_PAUSE, waiting.signal)
        }
      })
      before = turn.catch(() => {})
      return turn
    },
  }
}

/** The error a failed answer stands for when nothing better is known. */
export function slotFailure(reader: string, answer: Answer): CardError {
  if (answer.status.card === 'absent') return new CardError('card-removed', { attempt: 'none' })
  const detail = `bError ${answer.error.toString(16)}` // CCID 1.1 §6.2.6 has its name
  return new CardError('reader-fault', { reader, detail, attempt: 'none' })
}
