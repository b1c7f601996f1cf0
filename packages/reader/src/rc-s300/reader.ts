import { CardError, cardOver, pause, type Card, type Reader, type Waiting } from '@myna/apdu'
import type { CcidFacts } from '../ccid/descriptor'
import { ccidExchange } from '../ccid/exchange'
import { featuresIn } from '../ccid/features'
import { iccPowerOff } from '../ccid/messages'
import { ccidReader } from '../ccid/reader'
import type { Channel } from '../channel'
import { onPageHide } from '../on-page-hide'
import { within } from '../time-limit'
import {
  openByApdu,
  openByFrame,
  probeCcid,
  rcS300Routes,
  type RcS300Route,
  type SessionCard,
} from './routes'
import { transparentSession } from './session'

export interface RcS300Options {
  /** The route that is known to work with this reader; it is asked otherwise. */
  readonly route?: RcS300Route | undefined
  /** Called with the route that was found to work. */
  readonly onRoute?: (route: RcS300Route) => void
  /** Resets the device: the way back from a question it did not survive. */
  readonly reset?: () => Promise<void>
}

type Looking = Waiting & { readonly onAbsent: () => void }

/** dwMaxCCIDMessageLength of interface 0; interface 1 is of the same firmware. */
export const LONGEST_MESSAGE = 522

const SLOT = 0
const ONE_AT_A_TIME = 1
/** On interface 1 there is neither an interrupt endpoint nor, as far as is known, an abort. */
const NOTHING_BESIDE = {}

/** What the descriptor of interface 0 says (`readers.md` §2.1), for interface 1 if it speaks CCID. */
const plainFacts: CcidFacts = {
  release: '1.10',
  slots: 1,
  voltages: ['5V', '3V', '1.8V'],
  protocols: ['T=1'],
  clock: { usual: 0, highest: 0, choices: 0 },
  rate: { usual: 0, highest: 0, choices: 0 },
  maximumIfsd: 254,
  features: featuresIn(0x0004007e),
  level: 'extended-apdu',
  maximumMessage: LONGEST_MESSAGE,
  display: undefined,
  pinPad: { verify: false, modify: false },
  busySlots: 1,
}
const LOOK_AGAIN = 200 // milliseconds between two looks for a card
const MOST_LOST = 5 // cards that answer a call and then nothing, in a row
const MOST_FRUITLESS = 2 // rounds in which every route was refused
const FAREWELL = 300 // milliseconds to tell the card; without a field it forgets anyway
const SETTLE = 50 // after a reset

/**
 * Sony's RC-S300 over its vendor interface. Which way leads to a card there is found out with the first
 * card, and told to `onRoute`. Not yet seen on hardware.
 *
 * The reader remembers a session beyond the life of a page, so one is always ended: with the card, by a
 * fault, and when the page goes away.
 */
export function rcS300Reader(channel: Channel, name: string, options: RcS300Options = {}): Reader {
  const exchange = ccidExchange(channel, name, ONE_AT_A_TIME, NOTHING_BESIDE)
  const session = transparentSession(channel, exchange)
  const plain = ccidReader(channel, name, plainFacts, NOTHING_BESIDE)
  const stopListening = onPageHide(() => {
    if (!isPlain) session.endNow()
    else channel.send(iccPowerOff.encode({ slot: SLOT, sequence: 0 })).catch(() => {})
  })
  let { route } = options
  let refused: readonly RcS300Route[] = []
  let fruitless = 0
  let power = 0 // how often a card's session began or ended: a card of an earlier time is a removed card
  let current: SessionCard | undefined
  let hasSession = false
  let isPlain = false // whether it was given plain CCID commands for the card
  let closed: Promise<void> | undefined

  const fault = (detail: string) =>
    new CardError('reader-fault', { reader: name, detail, attempt: 'none' })

  const decide = (found: RcS300Route): void => {
    if (route === found) return
    route = found
    options.onRoute?.(found)
  }

  /** Never throws: a reader that cannot be told any more took the field away with itself. */
  const endSession = async (): Promise<void> => {
    power++
    const ending = current
    current = undefined
    if (!hasSession) return
    hasSession = false
    if (ending !== undefined) {
      const late = () => fault('no answer')
      await within(FAREWELL, {}, late, (waiting) => ending.release(waiting)).catch(() => {})
    }
    await session.end()
  }

  const poweredCard = (card: SessionCard): Card => {
    const mine = ++power
    current = card
    return cardOver({
      reader: name,
      async exchange(command, signal, once) {
        if (mine !== power) throw new CardError('card-removed', { attempt: 'none' })
        try {
          return await card.exchange(command, signal, once)
        } catch (error) {
          const isLost = error instanceof CardError && error.code === 'card-removed'
          if (isLost && mine === power) await endSession()
          throw error
        }
      },
      powerOff: () => (mine === power ? endSession() : Promise.resolve()),
    })
  }

  const connectPlainly = async (waiting: Looking): Promise<Card> => {
    if (!isPlain) await session.end() // one that somebody left over keeps the slot busy
    isPlain = true
    return plain.connect(waiting)
  }

  const lookBy = {
    async ccid(waiting: Looking) {
      await session.end()
      const found = await probeCcid(exchange, waiting)
      if (found !== 'works') return found
      decide('ccid')
      return connectPlainly(waiting)
    },
    async apdu(waiting: Waiting) {
      hasSession = true
      const found = await openByApdu(session, name, waiting, route === 'apdu')
      if (typeof found === 'string') return found
      decide('apdu')
      return poweredCard(found)
    },
    async frame(waiting: Waiting) {
      hasSession = true
      const found = await openByFrame(session, name, waiting)
      if (typeof found === 'string') return found
      decide('frame')
      return poweredCard(found)
    },
  } satisfies Record<RcS300Route, (waiting: Looking) => Promise<Card | 'none' | 'lost' | 'unknown'>>

  /** Asks once by every route that may still be the right one. */
  const look = async (waiting: Looking): Promise<Card | 'none' | 'lost'> => {
    let best: 'none' | 'lost' = 'none'
    for (const candidate of route === undefined ? rcS300Routes : [route]) {
      if (refused.includes(candidate)) continue
      const found = await lookBy[candidate](waiting)
      if (typeof found === 'object') return found
      if (found === 'unknown') refused = [...refused, candidate]
      if (found === 'lost') best = 'lost'
      await endSession()
    }
    if (refused.length === rcS300Routes.length) {
      if (++fruitless === MOST_FRUITLESS)
        throw new CardError('reader-unknown', {
          reader: name,
          reason: 'no way to a card was found',
        })
      refused = [] // an answer may have been lost on the way
      return 'lost'
    }
    if (route !== undefined && refused.includes(route)) route = undefined // it was remembered wrongly
    return best
  }

  /** A question the reader did not know may have left it deaf; a reset is tried once. */
  const lookOrReset = async (waiting: Looking): Promise<Card | 'none' | 'lost'> => {
    try {
      return await look(waiting)
    } catch (error) {
      const isDeaf = error instanceof CardError && error.code === 'reader-fault'
      if (!isDeaf || route !== undefined || !refused.includes('ccid') || !options.reset) throw error
      await options.reset()
      // the read that was under way ends with the reset, and nobody else shall hear of it
      await within(
        SETTLE,
        waiting,
        () => fault('quiet'),
        (inTime) => channel.receive(inTime),
      ).catch(() => {})
      return look(waiting)
    }
  }

  const waitForCard = async (waiting: Looking): Promise<Card> => {
    if (route === 'ccid') return connectPlainly(waiting)
    for (let lost = 0; ;) {
      const found = await lookOrReset(waiting)
      if (typeof found === 'object') return found
      if (found === 'none') waiting.onAbsent()
      lost = found === 'lost' ? lost + 1 : 0
      if (lost === MOST_LOST) throw new CardError('card-mute', {})
      await pause(LOOK_AGAIN, waiting.signal)
    }
  }

  return {
    name,
    async connect({ signal, onAbsent } = {}) {
      await endSession()
      fruitless = 0
      let tell = onAbsent
      const once = () => {
        tell?.()
        tell = undefined
      }
      try {
        return await waitForCard({ signal, onAbsent: once })
      } catch (error) {
        await endSession()
        if (error instanceof CardError && error.code === 'reader-fault') route = undefined // ask again
        throw error
      }
    },
    close() {
      stopListening()
      closed ??= endSession()
        .catch(() => {}) // the device is let go in any case
        .then(() => (isPlain ? plain.close() : channel.close()))
      return closed
    },
  }
}
