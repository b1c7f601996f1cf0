import { CardError, type Waiting } from '@myna/apdu'
import { hex } from '@myna/bytes'
import type { CcidExchange } from '../ccid/exchange'
import { getSlotStatus, HEADER_SIZE, iccPowerOff, iccPowerOn, xfrBlock } from '../ccid/messages'
import type { FrameLink } from '../iso-dep/frame-link'
import { isoDep } from '../iso-dep/iso-dep'
import { activateTypeB } from '../iso-dep/type-b'
import { within } from '../time-limit'
import { switchToTypeB, transparentExchange } from './pseudo-apdu'
import type { Session } from './session'

/**
 * Ways to a card over interface 1, in the order in which they are tried (readers.md §2.3). Which of them
 * the reader goes is not known from any public source, so it is asked:
 *
 * - `ccid`: it takes plain CCID messages there too
 * - `apdu`: a transparent session in which it runs ISO-DEP itself
 * - `frame`: a transparent session in which we do
 */
export const rcS300Routes = ['ccid', 'apdu', 'frame'] as const

export type RcS300Route = (typeof rcS300Routes)[number]

/** A card in a transparent session. */
export interface SessionCard {
  /** @throws CardError as `CardLink.exchange` */
  exchange(command: Uint8Array, signal: AbortSignal | undefined, once: boolean): Promise<Uint8Array>
  /** Tells the card that it is over, if it can be told. Never throws. */
  release(waiting: Waiting): Promise<void>
}

const PROBE = 500 // milliseconds for an answer to a message the reader may not know
const POWER_UP = 3000
const CARD_TIME = 5000 // as long as a card may take between two signs of life (FWT 14)
const LONGEST_WORK = 120_000 // of a command, while the reader says that the card is at it
const MOST_COMMAND = 290 // bytes the reader carries to a card
/** SELECT without a name: every card has an answer to it, and it changes nothing (`card.md` §1.3). */
const HARMLESS = hex('00a40000')

/**
 * Whether interface 1 takes plain CCID messages: asked for the slot, then for power, then for an exchange.
 *
 * @returns `'none'` when it seems so and there is no card, so that it cannot be told yet
 */
export async function probeCcid(
  exchange: CcidExchange,
  { signal }: Waiting,
): Promise<'works' | 'none' | 'unknown'> {
  const { reader } = exchange
  const late = () =>
    new CardError('reader-fault', { reader, detail: 'no answer to CCID', attempt: 'none' })
  const ask = (longest: number, message: (sequence: number) => Uint8Array) =>
    within(longest, { signal }, late, (waiting) =>
      exchange.ask(0, message, { ...waiting, atMost: HEADER_SIZE, silence: longest }),
    )

  try {
    const slot = await ask(PROBE, (sequence) => getSlotStatus.encode({ slot: 0, sequence }))
    if (slot.type !== 'slotStatus' || slot.status.command !== 'done') return 'unknown'
    if (slot.status.card === 'absent') return 'none'
    const power = await ask(POWER_UP, (sequence) =>
      iccPowerOn.encode({ slot: 0, sequence, voltage: 'automatic' }),
    )
    if (power.status.command === 'failed' && power.status.card === 'absent') return 'none'
    if (power.type !== 'dataBlock' || power.status.command !== 'done') return 'unknown'
    const chain = 'whole'
    const answer = await ask(POWER_UP, (sequence) =>
      xfrBlock.encode({ slot: 0, sequence, waitingTime: 0, chain, data: HARMLESS }),
    )
    if (answer.status.card !== 'active') return 'none' // it was taken away
    await ask(PROBE, (sequence) => iccPowerOff.encode({ slot: 0, sequence }))
    return answer.status.command === 'done' && answer.data.length >= 2 ? 'works' : 'unknown'
  } catch (error) {
    // a message it does not know may be ignored or stall; the channel has cleared the stall already
    if (error instanceof CardError && error.code === 'reader-fault') return 'unknown'
    throw error
  }
}

const fault = (reader: string, status: string) =>
  new CardError('reader-fault', { reader, detail: `status ${status}`, attempt: 'none' })

const removed = () => new CardError('card-removed', { attempt: 'none' })

/**
 * Starts a session and lets the reader bring a card to ISO-DEP.
 *
 * @param isProven whether this route is known to work; else a harmless command is sent to see
 */
export async function openByApdu(
  session: Session,
  reader: string,
  waiting: Waiting,
  isProven: boolean,
): Promise<SessionCard | 'none' | 'unknown'> {
  if (!(await session.start(waiting))) return 'unknown'
  const switched = await session.ask(switchToTypeB('isoDep'), waiting)
  if (switched.is === 'refused') return 'unknown'
  if (switched.is !== 'done') return 'none'

  const card: SessionCard = {
    async exchange(command, signal, once) {
      if (command.length > MOST_COMMAND)
        throw new RangeError(`${reader} takes commands of at most ${MOST_COMMAND} bytes`)
      const question = transparentExchange('apdu', CARD_TIME, command)
      const outcome = await session.ask(question, { signal, longest: LONGEST_WORK, once })
      if (outcome.is === 'refused') throw fault(reader, outcome.status)
      if (outcome.is !== 'done' || outcome.data === undefined) throw removed()
      return outcome.data
    },
    release: async () => {},
  }
  if (isProven) return card
  const answer = await card.exchange(HARMLESS, waiting.signal, false).catch((error: unknown) => {
    if (error instanceof CardError && ['card-removed', 'reader-fault'].includes(error.code))
      return undefined
    throw error
  })
  return answer !== undefined && answer.length >= 2 ? card : 'none'
}

/** Starts a session and opens ISO-DEP with a card frame by frame. `'lost'`: there was one. */
export async function openByFrame(
  session: Session,
  reader: string,
  waiting: Waiting,
): Promise<SessionCard | 'none' | 'lost' | 'unknown'> {
  if (!(await session.start(waiting))) return 'unknown'
  // whether it finds a card by itself does not matter: it is called once more below
  const switched = await session.ask(switchToTypeB('selected'), waiting)
  if (switched.is === 'refused') return 'unknown'

  let isRefused = false
  const link: FrameLink = {
    async exchange(frame, milliseconds, { signal }) {
      const question = transparentExchange('frame', milliseconds, frame)
      const outcome = await session.ask(question, { signal, longest: milliseconds })
      if (outcome.is === 'done') return outcome.data ?? 'timeout'
      if (outcome.is === 'noise') return 'garbled'
      if (outcome.is !== 'refused') return 'timeout'
      isRefused = true
      throw fault(reader, outcome.status)
    },
  }
  const found = await activateTypeB(link, waiting).catch((error: unknown) => {
    if (isRefused) return 'unknown' as const // it carries no frames
    throw error
  })
  // whether two cards talk at once is for the reader's own search to say, on its other routes
  if (found === 'unclear') return 'none'
  if (typeof found !== 'object') return found
  const card = isoDep(link, found.parameters, reader)
  return {
    exchange: (command, signal) => card.exchange(command, { signal }),
    release: (parting) => card.deselect(parting),
  }
}
