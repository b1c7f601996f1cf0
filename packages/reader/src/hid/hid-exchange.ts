import { cancellable, CardError, stopIfCancelled, type Waiting } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import { within } from '../time-limit'
import { messageCollector, REPORT_ID, reportsOf, type MessageCollector } from './framing'
import { webHidError } from './web-hid-error'

/** A device that says nothing for this long will say nothing any more; it cannot ask for time. */
const SILENCE = 60_000

/** Whole messages to a device and back. */
export interface HidExchange {
  /**
   * Sends a message and waits for its answer. One at a time: the next one waits until the one before
   * was answered, also if nobody waits for that answer any more. A message whose owner gave up
   * before its turn is not sent.
   *
   * @throws CardError `reader-gone`, `reader-fault`, `cancelled`
   */
  ask(message: Uint8Array, waiting: Waiting): Promise<Uint8Array>
  /** Ends every wait with `reader-gone`, now and later. */
  end(): void
}

interface Question {
  readonly collector: MessageCollector
  readonly answer: (message: Uint8Array) => void
  readonly fail: (error: Error) => void
}

/** @param random a number from 0 to 65535 */
export function hidExchange(device: HIDDevice, reader: string, random: () => number): HidExchange {
  let open: Question | undefined
  let before: Promise<unknown> = Promise.resolve()
  let channel = -1
  let isOver = false

  const gone = () => new CardError('reader-gone', { reader, attempt: 'none' })
  const fault = (detail: string, cause?: unknown) =>
    new CardError('reader-fault', { reader, detail, attempt: 'none' }, { cause })

  device.addEventListener('inputreport', ({ reportId, data }) => {
    if (open === undefined || reportId !== REPORT_ID) return // nobody asked
    const { collector, answer, fail } = open
    try {
      const message = collector.take(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      if (message !== undefined) answer(message)
    } catch (error) {
      fail(error instanceof MalformedBytes ? fault(error.message, error) : (error as Error))
    }
  })

  /** Each question has a channel of its own: what is left over from another one never matches. */
  const newChannel = (): number => {
    const drawn = random() & 0xffff
    channel = drawn === channel ? drawn ^ 1 : drawn
    return channel
  }

  const send = async (reports: readonly Uint8Array<ArrayBuffer>[]): Promise<void> => {
    try {
      for (const report of reports) await device.sendReport(REPORT_ID, report)
    } catch (cause) {
      throw webHidError('send', reader, cause)
    } finally {
      for (const report of reports) report.fill(0) // it may hold a PIN
    }
  }

  const askNow = async (message: Uint8Array): Promise<Uint8Array> => {
    if (isOver) throw gone()
    const mine = newChannel()
    let question: Question | undefined
    const answered = new Promise<Uint8Array>((answer, fail) => {
      question = { collector: messageCollector(mine), answer, fail }
    })
    answered.catch(() => {}) // sending may fail first, and then nobody looks here
    open = question
    try {
      await Promise.race([answered, send(reportsOf(mine, message))])
      return await answered
    } finally {
      if (open === question) open = undefined // a later one is not ours to end
      message.fill(0)
    }
  }

  return {
    ask(message, { signal }) {
      const silent = () => fault(`no answer for ${SILENCE / 1000} s`)
      const turn = before.then(() => {
        stopIfCancelled(signal)
        return within(SILENCE, {}, silent, () => askNow(message))
      })
      before = turn.catch(() => {})
      return cancellable(turn, signal)
    },
    end() {
      isOver = true
      open?.fail(gone())
    },
  }
}
