import { cancellable, CardError, stopIfCancelled, type Waiting } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import type { Channel } from '../channel'
import { within } from '../time-limit'
import { codes, RF_OFF, type CommandName } from './commands'
import { acknowledgement, commandFrame, readFrame, type ReaderFrame } from './frame'

/** Milliseconds the chip has to say that it took a command, and to carry out one that only sets something. */
const PROMPT = 1000
/** Milliseconds of silence after which nothing is left over from before. */
const QUIET = 20
const MOST_LEFT_OVER = 40
const ONE_PACKET = 64 // reads begin small: what is left of a frame is known from its head

/** The chip, one command at a time. */
export interface Port100 {
  /**
   * Sends a command and waits for its answer. Answers carry no number, so after a command that did not
   * end well the chip is told to forget it, and what it had said is thrown away, before the next one.
   *
   * An abort ends the command, not only the wait.
   *
   * @param longest milliseconds the command itself may take
   * @throws CardError `reader-gone`, `reader-fault`, `cancelled`
   */
  ask(
    command: CommandName,
    data: Uint8Array,
    waiting: Waiting & { readonly longest?: number },
  ): Promise<Uint8Array>
  /** Says goodbye: the chip forgets what it was doing. */
  leave(): Promise<void>
  /** The same and the field off at once, without waiting for anything: the page is going away. */
  leaveNow(): void
}

export function port100(channel: Channel, reader: string): Port100 {
  let isInDoubt = true // a former page may have left anything
  let before: Promise<unknown> = Promise.resolve()

  const fault = (detail: string, cause?: unknown) =>
    new CardError('reader-fault', { reader, detail, attempt: 'none' }, { cause })
  const silent = () => fault('no answer')

  const send = async (frame: Uint8Array): Promise<void> => {
    try {
      await within(PROMPT, {}, silent, ({ signal }) => channel.send(frame, { signal }))
    } finally {
      frame.fill(0) // it may hold a PIN
    }
  }

  const receive = async (
    milliseconds: number,
    waiting: Waiting,
    late: () => Error = silent,
  ): Promise<ReaderFrame> => {
    const bytes = await within(milliseconds, waiting, late, ({ signal }) =>
      channel.receive({ signal, atMost: ONE_PACKET }),
    )
    try {
      return readFrame(bytes)
    } catch (error) {
      if (error instanceof MalformedBytes) throw fault(error.message, error)
      throw error
    }
  }

  const clearLine = async (): Promise<void> => {
    await send(acknowledgement())
    const quiet = fault('quiet')
    for (let left = 0; left < MOST_LEFT_OVER; left++) {
      const heard = await receive(QUIET, {}, () => quiet).catch((error: unknown) => error)
      if (heard instanceof CardError && heard.code === 'reader-gone') throw heard
      if (heard === quiet) return
    }
    throw fault('it does not stop talking')
  }

  const answerTo = async (code: number, longest: number, waiting: Waiting): Promise<Uint8Array> => {
    for (let hasTaken = false, strange = 0; strange < MOST_LEFT_OVER;) {
      const frame = await receive(hasTaken ? longest : PROMPT, waiting)
      if (frame.is === 'error') throw fault('it did not understand a command')
      if (frame.is === 'acknowledgement') hasTaken = true
      else if (hasTaken && frame.code === code + 1) return frame.data
      else strange++ // left over
    }
    throw fault('it answers other commands')
  }

  return {
    ask(command, data, { signal, longest = 0 }) {
      const turn = before.then(async () => {
        stopIfCancelled(signal)
        if (isInDoubt) await clearLine()
        stopIfCancelled(signal) // by now `data` may be wiped
        isInDoubt = true
        await send(commandFrame(codes[command], data))
        const answer = await answerTo(codes[command], PROMPT + longest, { signal })
        isInDoubt = false
        return answer
      })
      before = turn.catch(() => {})
      return cancellable(turn, signal)
    },
    leave() {
      isInDoubt = true
      const turn = before.then(() => send(acknowledgement()))
      before = turn.catch(() => {})
      return turn
    },
    leaveNow() {
      isInDoubt = true
      for (const frame of [acknowledgement(), commandFrame(codes.switchRf, RF_OFF)])
        channel.send(frame).catch(() => {})
    },
  }
}
