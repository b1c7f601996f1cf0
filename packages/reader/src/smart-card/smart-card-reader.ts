import {
  CardError,
  cardOver,
  pause,
  stopIfCancelled,
  underFirstOf,
  type Card,
  type Reader,
  type Waiting,
} from '@myna/apdu'
import { beginSession, turns, type SmartCardSession, type Turns } from './smart-card-session'
import type {
  SmartCardContext,
  SmartCardReaderStateOut,
  SmartCardResourceManager,
} from './web-smart-card'

export interface SmartCardOptions extends Waiting {
  /** Where the readers are: `navigator.smartCard` unless told otherwise. */
  readonly smartCard?: SmartCardResourceManager
  /** Which reader, if there are several: the first one with a card in it unless told otherwise. */
  readonly choose?: (names: readonly string[]) => string | undefined | Promise<string | undefined>
}

const LOOK_AGAIN = 200 // milliseconds after a card went away while it was being connected

/**
 * Opens a reader of the system's PC/SC by the Web Smart Card API. In 2026 that is ChromeOS, and only
 * Isolated Web Apps there; not yet seen on hardware.
 *
 * From `connect` to `powerOff` the card is in one transaction, and it is reset at its end. (Windows
 * resets a card by itself when a transaction is silent for five seconds, which would be
 * `card-removed` here; no browser gives this API on Windows.)
 *
 * @throws CardError `browser-unsupported`, `insecure-context`, `policy-forbids`,
 *   `permission-denied`, `reader-fault`, `cancelled`
 */
export async function openSmartCardReader(options: SmartCardOptions = {}): Promise<Reader> {
  const { smartCard = smartCardHere(), choose, signal } = options
  stopIfCancelled(signal)
  const turn = turns('PC/SC')
  const context = await turn.take(() => smartCard.establishContext(), { signal })
  const names = await turn.take(() => context.listReaders(), { signal })
  const name =
    names.length < 2
      ? names[0]
      : choose === undefined
        ? await firstWithCard(context, names, turn, signal)
        : await choose(names)
  if (name === undefined) throw new CardError('permission-denied', {}) // none there, or none chosen
  return readerOver(context, name)
}

async function firstWithCard(
  context: SmartCardContext,
  names: readonly string[],
  turn: Turns,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const unaware = names.map((readerName) => ({ readerName, currentState: { unaware: true } }))
  const states = await turn.take(() => context.getStatusChange(unaware), { signal })
  return (states.find(({ eventState }) => eventState.present) ?? states[0])?.readerName
}

function readerOver(context: SmartCardContext, name: string): Reader {
  const turn = turns(name)
  const closing = new AbortController()
  let current: SmartCardSession | undefined
  const gone = () => new CardError('reader-gone', { reader: name, attempt: 'none' })

  const leave = async (): Promise<void> => {
    const session = current
    current = undefined
    await session?.end()
  }

  const cardOfSession = (session: SmartCardSession): Card =>
    cardOver({
      reader: name,
      async exchange(command, signal) {
        if (closing.signal.aborted) throw gone()
        if (session !== current) throw new CardError('card-removed', { attempt: 'none' })
        try {
          return await session.transmit(command, { signal })
        } catch (error) {
          if (error instanceof CardError && error.code === 'card-removed') await leave()
          throw error
        }
      },
      powerOff: () => (session === current ? leave() : Promise.resolve()),
    })

  const connect: Reader['connect'] = async ({ signal, onAbsent } = {}) => {
    await leave()
    return underFirstOf([signal, closing.signal], (either) => connectUnder(either, onAbsent))
  }

  const connectUnder = async (
    either: AbortSignal,
    onAbsent: (() => void) | undefined,
  ): Promise<Card> => {
    let before: SmartCardReaderStateOut | undefined
    for (let isTold = false; ;) {
      const state = await look(context, name, turn, before, either)
      if (!state.eventState.present) {
        if (!isTold) onAbsent?.()
        isTold = true
        before = state
        continue
      }
      before = undefined
      try {
        current = await beginSession(context, name, turn, { signal: either })
        return cardOfSession(current)
      } catch (error) {
        if (!(error instanceof CardError) || error.code !== 'card-removed') throw error
        await pause(LOOK_AGAIN, either)
      }
    }
  }

  return {
    name,
    async connect(waiting) {
      if (closing.signal.aborted) throw gone()
      try {
        return await connect(waiting)
      } catch (error) {
        throw closing.signal.aborted ? gone() : error
      }
    },
    async close() {
      closing.abort()
      await leave()
    },
  }
}

/** The reader's state now; given the one before, when it has become another. */
async function look(
  context: SmartCardContext,
  readerName: string,
  turn: Turns,
  before: SmartCardReaderStateOut | undefined,
  signal: AbortSignal,
): Promise<SmartCardReaderStateOut> {
  const asked =
    before === undefined
      ? { readerName, currentState: { unaware: true } }
      : { readerName, currentState: flagsOf(before), currentCount: before.eventCount }
  const [state] = await turn.take(() => context.getStatusChange([asked], { signal }), { signal })
  if (state === undefined || state.eventState.unknown || state.eventState.unavailable)
    throw new CardError('reader-gone', { reader: readerName, attempt: 'none' })
  if (state.eventState.mute) throw new CardError('card-mute', {})
  if (state.eventState.exclusive) throw new CardError('reader-busy', { reader: readerName })
  return state
}

/** What we know of the reader, to be told of changes: two of the flags are answers only. */
function flagsOf({ eventState }: SmartCardReaderStateOut) {
  const { changed: _changed, unknown: _unknown, ...known } = eventState
  return known
}

function smartCardHere(): SmartCardResourceManager {
  const { navigator } = globalThis as {
    readonly navigator?: { readonly smartCard?: SmartCardResourceManager }
  }
  if (navigator?.smartCard !== undefined) return navigator.smartCard
  throw globalThis.isSecureContext === false
    ? new CardError('insecure-context', {})
    : new CardError('browser-unsupported', {})
}
