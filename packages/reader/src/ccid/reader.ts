import { CardError, cardOver, pause, type Card, type Reader } from '@myna/apdu'
import { join } from '@myna/bytes'
import type { CcidFacts } from './descriptor'
import { ccidExchange, slotFailure, type CcidExchange } from './exchange'
import {
  chains,
  getSlotStatus,
  HEADER_SIZE,
  iccPowerOff,
  iccPowerOn,
  xfrBlock,
  type Chain,
} from './messages'
import type { Channel } from '../channel'
import { within } from '../time-limit'

const SLOT = 0
const PARTING = 2000 // milliseconds to say goodbye
const LOOK_AGAIN = 200 // milliseconds between two questions whether a card is there
const LONGEST_ATR = 33 // ISO 7816-3 §8.2.1
const LONGEST_SHORT_COMMAND = 261 // CLA INS P1 P2, Lc, 255 bytes, Le
const MOST_BLOCKS = 600 // of one answer: 65538 bytes in blocks of 112
const ICC_MUTE = 0xfe

/**
 * A reader that takes APDUs in CCID messages: its firmware runs the protocol with the card
 * (exchange levels "short APDU" and "short and extended APDU", CCID 1.1 §3.2).
 */
export function ccidReader(channel: Channel, name: string, facts: CcidFacts): Reader {
  const exchange = ccidExchange(channel, name, SLOT)
  let power = 0 // how often power was given or taken: a card of an earlier time is a removed card
  let closed: Promise<void> | undefined

  const powerOff = async (): Promise<void> => {
    power++
    // a reader that cannot be told any more took the power away with itself; nobody waits long for it
    await within(PARTING, {}, silent, ({ signal }) =>
      exchange.ask(powerOffMessage, { atMost: HEADER_SIZE, signal }),
    ).catch(() => {})
  }

  const silent = () =>
    new CardError('reader-fault', { reader: name, detail: 'no answer', attempt: 'none' })

  const poweredCard = (): Card => {
    const mine = ++power
    return cardOver({
      reader: name,
      async exchange(command, signal) {
        if (mine !== power) throw new CardError('card-removed', { attempt: 'none' })
        try {
          return await transferApdu(exchange, facts, command, signal)
        } catch (error) {
          if (error instanceof CardError && error.code === 'card-removed' && mine === power) power++
          throw error
        }
      },
      powerOff: () => (mine === power ? powerOff() : Promise.resolve()),
    })
  }

  return {
    name,
    async connect({ signal, onAbsent } = {}) {
      for (let looks = 0; ; looks++) {
        if ((await isCardThere(exchange, signal)) && (await powerOn(exchange, signal)))
          return poweredCard()
        if (looks === 0) onAbsent?.()
        await pause(LOOK_AGAIN, signal)
      }
    },
    close() {
      closed ??= powerOff().then(() => channel.close())
      return closed
    },
  }
}

const powerOffMessage = (sequence: number) => iccPowerOff.encode({ slot: SLOT, sequence })

async function isCardThere(exchange: CcidExchange, signal: AbortSignal | undefined) {
  const answer = await exchange.ask((sequence) => getSlotStatus.encode({ slot: SLOT, sequence }), {
    atMost: HEADER_SIZE,
    signal,
  })
  return answer.status.card !== 'absent'
}

/** @returns false if the card went away in between. */
async function powerOn(exchange: CcidExchange, signal: AbortSignal | undefined) {
  const answer = await exchange.ask(
    (sequence) => iccPowerOn.encode({ slot: SLOT, sequence, voltage: 'automatic' }),
    { atMost: HEADER_SIZE + LONGEST_ATR, signal },
  )
  if (answer.status.command === 'done') return true
  if (answer.status.card === 'absent') return false
  if (answer.error === ICC_MUTE) throw new CardError('card-mute', {})
  throw slotFailure(exchange.reader, answer)
}

/** One APDU, in one message or in a chain of them (CCID 1.1 §6.1.4, §6.2.1). */
async function transferApdu(
  exchange: CcidExchange,
  { level, maximumMessage }: CcidFacts,
  command: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const most = maximumMessage - HEADER_SIZE
  const longest = level === 'extended-apdu' ? Infinity : Math.min(most, LONGEST_SHORT_COMMAND)
  if (command.length > longest)
    throw new RangeError(`${exchange.reader} takes commands of at most ${longest} bytes`)

  const atMost = longestAnswer(command)
  for (let at = 0; at + most < command.length; at += most) {
    const block = command.subarray(at, at + most)
    await transferBlock(exchange, block, at === 0 ? 'first' : 'middle', HEADER_SIZE, signal)
  }
  const sent = command.length <= most ? 0 : Math.floor((command.length - 1) / most) * most
  let block = await transferBlock(
    exchange,
    command.subarray(sent),
    sent === 0 ? 'whole' : 'last',
    atMost,
    signal,
  )

  const parts = [block.data]
  while (block.chain === chains.first || block.chain === chains.middle) {
    if (parts.length > MOST_BLOCKS) throw endless(exchange.reader)
    block = await transferBlock(exchange, new Uint8Array(0), 'more', atMost, signal)
    parts.push(block.data)
  }
  return join(...parts)
}

async function transferBlock(
  exchange: CcidExchange,
  data: Uint8Array,
  chain: Chain,
  atMost: number,
  signal: AbortSignal | undefined,
): Promise<{ chain: number; data: Uint8Array }> {
  const answer = await exchange.ask(
    (sequence) => xfrBlock.encode({ slot: SLOT, sequence, waitingTime: 0, chain, data }),
    { atMost, signal },
  )
  if (answer.status.command === 'done') return { chain: answer.specific, data: answer.data }
  // the card lost its power without our doing: it was away, and what it knew is gone
  if (answer.status.card !== 'active') throw new CardError('card-removed', { attempt: 'none' })
  throw slotFailure(exchange.reader, answer)
}

/** Bytes of the longest message that can answer this command: its Le says so (ISO 7816-4 §5.1). */
function longestAnswer(command: Uint8Array): number {
  const hasLe = command.length === 5 || command.length > 5 + (command[4] ?? 0)
  const isExtended = command.length > 5 && command[4] === 0
  const expected = isExtended ? Infinity : hasLe ? command.at(-1) || 256 : 0
  return HEADER_SIZE + expected + 2
}

const endless = (reader: string) =>
  new CardError('reader-fault', { reader, detail: 'an answer without end', attempt: 'none' })
