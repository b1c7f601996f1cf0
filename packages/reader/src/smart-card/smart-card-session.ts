import { cancellable, CardError, stopIfCancelled, type Waiting } from '@myna/apdu'
import { within } from '../time-limit'
import { smartCardError } from './smart-card-error'
import type { SmartCardConnection, SmartCardContext, SmartCardDisposition } from './web-smart-card'

const PARTING = 2000 // milliseconds to say goodbye

/** One operation after another: a context takes one at a time, and refuses the second. */
export interface Turns {
  /** An operation whose owner gave up before its turn is not begun. @throws CardError */
  take<T>(work: () => Promise<T>, waiting: Waiting): Promise<T>
  /** Resolves when the operations so far are over. */
  idle(): Promise<void>
}

export function turns(reader: string): Turns {
  let before: Promise<unknown> = Promise.resolve()
  return {
    take(work, { signal }) {
      const turn = before.then(() => {
        stopIfCancelled(signal)
        return work().catch((cause: unknown) => {
          throw signal?.aborted ? new CardError('cancelled', {}) : smartCardError(reader, cause)
        })
      })
      before = turn.catch(() => {})
      return cancellable(turn, signal)
    },
    idle: () => before.then(() => {}),
  }
}

/** A connected card that nobody else can talk to until `end`. */
export interface SmartCardSession {
  transmit(command: Uint8Array, waiting: Waiting): Promise<Uint8Array>
  /** Resets the card, so that it forgets a verified PIN, and lets it go. Never throws. */
  end(): Promise<void>
}

/**
 * Connects to the card and begins a transaction that lasts until the session ends: in between another
 * program could select another application, or use a PIN that was verified for us.
 *
 * @throws CardError
 */
export async function beginSession(
  context: SmartCardContext,
  reader: string,
  turn: Turns,
  waiting: Waiting,
): Promise<SmartCardSession> {
  const connection = await connectCard(context, reader, turn, waiting)
  let hasBegun = false
  let finish: (disposition: SmartCardDisposition) => void = () => {}
  let ended: Promise<void> = Promise.resolve()
  const held = new Promise<SmartCardDisposition>((resolve) => (finish = resolve))

  const begun = turn.take(
    () =>
      new Promise<void>((begin, fail) => {
        const options = waiting.signal === undefined ? {} : { signal: waiting.signal }
        ended = connection.startTransaction(() => {
          hasBegun = true
          begin()
          return held
        }, options)
        ended.catch(fail) // after it has begun, nobody listens to that any more
      }),
    waiting,
  )
  const end = async (): Promise<void> => {
    await patiently(reader, () => turn.idle())
    finish('reset')
    const isReset = await patiently(reader, () => ended)
    // a card that was reset, or never was ours, may be somebody else's by now
    const disposition = isReset || !hasBegun ? 'leave' : 'reset'
    await patiently(reader, () => turn.take(() => connection.disconnect(disposition), {}))
  }
  try {
    await begun
  } catch (error) {
    await end()
    throw error
  }
  return {
    async transmit(command, { signal }) {
      const bytes = command as Uint8Array<ArrayBuffer> // nobody here makes shared memory
      return new Uint8Array(await turn.take(() => connection.transmit(bytes), { signal }))
    },
    end,
  }
}

async function connectCard(
  context: SmartCardContext,
  reader: string,
  turn: Turns,
  waiting: Waiting,
): Promise<SmartCardConnection> {
  let connected: Promise<{ connection: SmartCardConnection }> | undefined
  try {
    const connect = () =>
      (connected = context.connect(reader, 'shared', { preferredProtocols: ['t1', 't0'] }))
    return (await turn.take(connect, waiting)).connection
  } catch (error) {
    // the person may be asked for permission: the answer can come after we gave up
    void connected?.then(({ connection }) => connection.disconnect('leave')).catch(() => {})
    throw error
  }
}

/** Whether it worked, in the time there is for a goodbye. */
async function patiently(reader: string, work: () => Promise<void>): Promise<boolean> {
  const late = () =>
    new CardError('reader-fault', { reader, detail: 'no goodbye', attempt: 'none' })
  return within(PARTING, {}, late, work).then(
    () => true,
    () => false,
  )
}
