import { CardError, pause, type Waiting } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import type { CcidExchange } from '../ccid/exchange'
import { HEADER_SIZE } from '../ccid/messages'
import type { Channel } from '../channel'
import { within } from '../time-limit'
import {
  escapeMessage,
  keepAlive,
  manageSession,
  readOutcome,
  type Outcome,
  type SessionStep,
} from './pseudo-apdu'

const PROMPT = 3000 // milliseconds for what needs no card; busy readers are asked for two seconds
const FIELD_BREAK = 30 // without a field; "field on" alone leaves the card mute
const FIELD_START = 25 // until a card can hear
const SIGN_OF_LIFE = 2000
const SLOT_BUSY = 0xe0
const NO_SUCH_COMMAND = 0x00

/** Sony's transparent session: its steps, and what is sent to cards in it. */
export interface Session {
  /**
   * Sends a pseudo-APDU; its bytes are wiped.
   *
   * @param longest milliseconds it may take beside the reader's own work
   * @throws CardError `reader-busy`, `reader-gone`, `reader-fault`, `cancelled`
   */
  ask(
    command: Uint8Array,
    waiting: Waiting & { readonly longest?: number; readonly once?: boolean },
  ): Promise<Outcome>
  /**
   * Ends what somebody left over, starts anew, and takes the field away and gives it again.
   *
   * @returns false if the reader knows no such thing
   */
  start(waiting: Waiting): Promise<boolean>
  /** Ends the session, and the field with it. Never throws. */
  end(): Promise<void>
  /** Ends it at once, without waiting for anything: the page is going away. */
  endNow(): void
}

export function transparentSession(channel: Channel, exchange: CcidExchange): Session {
  const { reader } = exchange
  let alive: ReturnType<typeof setTimeout> | undefined

  const fault = (detail: string, cause?: unknown) =>
    new CardError('reader-fault', { reader, detail, attempt: 'none' }, { cause })
  const silent = () => fault('no answer')

  const ask: Session['ask'] = async (command, { signal, longest = 0, once = false }) => {
    try {
      const answer = await within(PROMPT + longest, { signal }, silent, (waiting) =>
        exchange.ask(0, (sequence) => escapeMessage.encode({ sequence, data: command }), {
          ...waiting,
          atMost: HEADER_SIZE, // one packet; the rest is known from it
          once,
          silence: PROMPT + longest, // what never answers must not hold up the farewell
        }),
      )
      if (answer.status.command === 'failed' && answer.error === SLOT_BUSY && !once)
        throw new CardError('reader-busy', { reader })
      if (answer.status.command === 'failed' && answer.error === NO_SUCH_COMMAND)
        return { is: 'refused', status: 'escape' }
      if (answer.status.command !== 'done' || answer.type !== 'escape')
        throw fault(`bError ${answer.error.toString(16)}`)
      return outcomeOf(answer.data)
    } finally {
      command.fill(0) // it may hold a PIN
    }
  }

  const outcomeOf = (data: Uint8Array): Outcome => {
    try {
      const outcome = readOutcome(data)
      if (outcome.is === 'taken') throw new CardError('reader-busy', { reader })
      return outcome
    } catch (error) {
      throw error instanceof MalformedBytes ? fault(error.message, error) : error
    }
  }

  const step = async (name: SessionStep, waiting: Waiting): Promise<boolean> => {
    const outcome = await ask(manageSession(name), waiting)
    if (outcome.is === 'done' || outcome.is === 'refused') return outcome.is === 'done'
    throw fault(`session: ${name} is ${outcome.is}`)
  }

  const stayAlive = (): void => {
    clearTimeout(alive)
    const mine = setTimeout(() => {
      const again = () => void (alive === mine && stayAlive())
      ask(keepAlive(), {}).then(again, again)
    }, SIGN_OF_LIFE)
    alive = mine
  }

  const endLeftOver = (waiting: Waiting): Promise<unknown> => ask(manageSession('end'), waiting) // refused if there is none, which is as good

  return {
    ask,
    async start(waiting) {
      clearTimeout(alive)
      alive = undefined
      await endLeftOver(waiting)
      if (!(await step('start', waiting)) || !(await step('fieldOff', waiting))) return false
      await pause(FIELD_BREAK, waiting.signal)
      if (!(await step('fieldOn', waiting))) return false
      await pause(FIELD_START, waiting.signal)
      stayAlive()
      return true
    },
    async end() {
      clearTimeout(alive)
      alive = undefined
      await endLeftOver({}).catch(() => {})
    },
    endNow() {
      clearTimeout(alive)
      alive = undefined
      channel
        .send(escapeMessage.encode({ sequence: 0, data: manageSession('end') }))
        .catch(() => {})
    },
  }
}
