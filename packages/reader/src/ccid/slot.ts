import { cancellable, CardError, cardOver, loadPart, stopIfCancelled, type Card } from '@myna/apdu'
import { within } from '../time-limit'
import { apduTransfer } from './apdu-level'
import type { CcidFacts } from './descriptor'
import type { CcidExchange } from './exchange'
import {
  getSlotStatus,
  HEADER_SIZE,
  iccPowerOff,
  iccPowerOn,
  xfrBlock,
  type Answer,
} from './messages'
import type { PoweredSlot } from './powered-slot'

const PARTING = 2000 // milliseconds to say goodbye
const LONGEST_ATR = 33 // ISO 7816-3 §8.2.1
const ICC_MUTE = 0xfe

/** One place for a card in a reader. */
export interface CcidSlot {
  isCardThere(signal: AbortSignal | undefined): Promise<boolean>
  /** Gives power. `undefined`: the card went away in between. @throws CardError `card-mute`, … */
  powerOn(signal: AbortSignal | undefined): Promise<Card | undefined>
  /** Takes the power. Never throws. */
  powerOff(): Promise<void>
}

export function ccidSlot(exchange: CcidExchange, slot: number, facts: CcidFacts): CcidSlot {
  const { reader } = exchange
  let power = 0 // how often power was given or taken: a card of an earlier time is a removed card

  const removed = () => new CardError('card-removed', { attempt: 'none' })

  const failure = (answer: Answer): CardError => {
    // the card lost its power without our doing: it was away, and what it knew is gone
    if (answer.status.card !== 'active') return removed()
    const detail = `bError ${answer.error.toString(16)}` // CCID 1.1 §6.2.6 has its name
    return new CardError('reader-fault', { reader, detail, attempt: 'none' })
  }

  const takePower = (signal?: AbortSignal) =>
    exchange.ask(slot, (sequence) => iccPowerOff.encode({ slot, sequence }), {
      atMost: HEADER_SIZE,
      signal,
    })

  const powerOff = async (): Promise<void> => {
    power++
    // a reader that cannot be told any more took the power away with itself; nobody waits long for it
    const late = () =>
      new CardError('reader-fault', { reader, detail: 'no answer', attempt: 'none' })
    await within(PARTING, {}, late, ({ signal }) => takePower(signal)).catch(() => {})
  }

  /** The ATR, or the answer that says why there is none. */
  const givePower = async (signal?: AbortSignal): Promise<Answer> => {
    const voltages = facts.features.choosesVoltage ? (['automatic'] as const) : facts.voltages
    let answer: Answer | undefined
    for (const voltage of voltages.length === 0 ? (['automatic'] as const) : voltages) {
      if (answer !== undefined) await takePower(signal) // ISO 7816-3 §6.2.4: off before another class
      answer = await exchange.ask(
        slot,
        (sequence) => iccPowerOn.encode({ slot, sequence, voltage }),
        { atMost: HEADER_SIZE + LONGEST_ATR, signal },
      )
      if (answer.status.command === 'done' || answer.status.card === 'absent') break
    }
    return answer!
  }

  const poweredSlot = (mine: number): PoweredSlot => {
    const stopIfOver = () => {
      if (mine !== power) throw removed()
    }
    const ask: PoweredSlot['ask'] = async (message, options) => {
      const answer = await exchange.ask(
        slot,
        (sequence) => {
          stopIfOver()
          return message(slot, sequence)
        },
        { ...options, inBackground: true },
      )
      if (answer.status.command === 'failed' && answer.status.card !== 'active') {
        if (mine === power) power++
        throw removed()
      }
      return answer
    }
    return {
      reader,
      facts,
      ask,
      transferBlock: (data, { chain = 'whole', waitingTime = 0, ...options } = {}) =>
        ask(
          (_, sequence) => xfrBlock.encode({ slot, sequence, waitingTime, chain, data }),
          options,
        ),
      async restart() {
        stopIfOver()
        await takePower()
        const answer = await givePower()
        if (answer.status.command === 'done') return answer.data
        throw failure(answer)
      },
      failure,
    }
  }

  const cardOf = (powered: PoweredSlot, { transfer, link }: OpenCard, mine: number): Card => {
    const queue = oneAfterTheOther()
    const typed = (header: Uint8Array, digits: number, signal: AbortSignal | undefined) =>
      queue(async () => {
        const { enterPin } = await loadPart(import('./pin-entry'))
        return enterPin(powered, link, header, digits, signal)
      }, signal)
    return cardOver({
      reader,
      exchange(command, signal, once) {
        const own = command.slice() // the caller's is overwritten when nobody waits any more
        return queue(
          () => transfer(own, signal, once),
          signal,
          () => own.fill(0),
        )
      },
      ...(facts.pinPad.verify ? { enterPin: typed } : {}),
      powerOff: () => (mine === power ? powerOff() : Promise.resolve()),
    })
  }

  return {
    async isCardThere(signal) {
      const answer = await exchange.ask(
        slot,
        (sequence) => getSlotStatus.encode({ slot, sequence }),
        { atMost: HEADER_SIZE, signal },
      )
      return answer.status.card !== 'absent'
    },
    async powerOn(signal) {
      const mine = ++power
      const answer = await givePower(signal)
      if (answer.status.command !== 'done') {
        if (answer.status.card === 'absent') return undefined
        if (answer.error === ICC_MUTE) throw new CardError('card-mute', {})
        throw failure({ ...answer, status: { ...answer.status, card: 'active' } })
      }
      const powered = poweredSlot(mine)
      const open =
        facts.level === 'tpdu'
          ? await cancellable(openTpdu(powered, answer.data), signal)
          : { transfer: apduTransfer(powered), link: undefined }
      return cardOf(powered, open, mine)
    },
    powerOff,
  }
}

type OpenCard = Awaited<ReturnType<typeof openTpdu>>

async function openTpdu(powered: PoweredSlot, atr: Uint8Array) {
  const level = await loadPart(import('./tpdu-level'))
  return level.openTpdu(powered, atr)
}

/** One piece of work at a time, also when nobody waits for the one before any more. */
function oneAfterTheOther() {
  let before: Promise<unknown> = Promise.resolve()
  return <T>(
    work: () => Promise<T>,
    signal: AbortSignal | undefined,
    atItsEnd: () => void = () => {},
  ): Promise<T> => {
    const turn = before
      .then(() => {
        stopIfCancelled(signal) // while it waited for its turn
        return work()
      })
      .finally(atItsEnd)
    before = turn.catch(() => {})
    return cancellable(turn, signal)
  }
}
