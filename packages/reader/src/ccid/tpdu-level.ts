import { CardError } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import { readAtr, type Atr } from '../atr/atr'
import { blockWaitingTime } from '../atr/rates'
import { t0Transfer } from '../t0/transfer'
import { frameSize, LONGEST_INF } from '../t1/blocks'
import { t1Link, type T1Link } from '../t1/link'
import { SILENCE } from './exchange'
import { HEADER_SIZE, type Answer } from './messages'
import { agree, chooseProtocol } from './parameters'
import type { BlockOptions, PoweredSlot, Transfer } from './powered-slot'

/** bError of an answer that did not come, or not whole (CCID 1.1 §6.2.6): the protocol asks again. */
const LOST_ON_THE_WAY = [0xfe, 0xfd, 0xfc] // ICC_MUTE, XFR_PARITY_ERROR, XFR_OVERRUN
const FIRST_IFSD = 32
const LONGEST_WAITING = 60_000 // milliseconds: BWI 9 at 3 MHz; a reader may announce no clock at all

/** A card whose protocol is run here, ready for commands. */
export interface TpduCard {
  readonly transfer: Transfer
  /** There for T=1. */
  readonly link: T1Link | undefined
}

/**
 * Makes a card ready that the reader only carries bytes for (exchange level "TPDU", CCID 1.1 §3.2):
 * reads its ATR, agrees on protocol and speed as far as the reader does not, and runs T=1 or T=0.
 *
 * @throws CardError `reader-fault` for an ATR or a card that breaks the rules
 */
export async function openTpdu(slot: PoweredSlot, atrBytes: Uint8Array): Promise<TpduCard> {
  const atr = atrOf(slot, atrBytes)
  const protocol = chooseProtocol(slot, atr)
  const rates = await agree(slot, atr, protocol)
  if (protocol === 'T=0') return t0Card(slot)
  const waiting = blockWaitingTime(atr.t1.waitingIntegers, rates, slot.facts.clock.usual)
  return t1Card(slot, atr, Math.min(waiting, LONGEST_WAITING))
}

function atrOf({ reader }: PoweredSlot, bytes: Uint8Array): Atr {
  try {
    return readAtr(bytes)
  } catch (error) {
    if (!(error instanceof MalformedBytes)) throw error
    const facts = { reader, detail: error.message, attempt: 'none' } as const
    throw new CardError('reader-fault', facts, { cause: error })
  }
}

function t0Card(slot: PoweredSlot): TpduCard {
  const transfer: Transfer = (command, signal, once) =>
    t0Transfer(command, async (tpdu, answerSize) => {
      try {
        const atMost = HEADER_SIZE + answerSize + 2
        const answer = await slot.transferBlock(tpdu, { atMost, once, signal })
        if (answer.status.command !== 'done') throw slot.failure(answer)
        if (answer.data.length >= 2) return answer.data
        throw faultOf(slot)(`an answer of ${answer.data.length} bytes`)
      } finally {
        tpdu.fill(0) // it may hold a PIN
      }
    })
  return { transfer, link: undefined }
}

async function t1Card(slot: PoweredSlot, atr: Atr, waiting: number): Promise<TpduCard> {
  const { facts } = slot
  const { ifsc, check } = atr.t1
  const frame = HEADER_SIZE + frameSize(check)
  const room = Math.min(LONGEST_INF, facts.maximumMessage - frame)
  let signal: AbortSignal | undefined

  const link = t1Link(
    {
      async exchange(block, waits) {
        const options: BlockOptions = {
          atMost: frame + LONGEST_INF,
          waitingTime: waits > 1 ? waits : 0,
          silence: SILENCE + waiting * waits,
          signal,
        }
        return blockIn(slot, await slot.transferBlock(block, options))
      },
      fault: faultOf(slot),
    },
    {
      check,
      ifsc: Math.min(ifsc, room),
      ...(facts.avoidsFullPackets ? { avoids: (size) => (frame + size) % 64 === 0 } : {}),
    },
  )
  const ifsd = Math.min(facts.maximumIfsd, room)
  if (!facts.features.exchangesIfsd && ifsd > FIRST_IFSD) await link.offerIfsd(ifsd)

  const transfer: Transfer = (command, theirs) => {
    signal = theirs
    return link.transmit(command)
  }
  return { transfer, link }
}

/** The card's block, or `undefined` if none came that could be read. */
export function blockIn(slot: PoweredSlot, answer: Answer): Uint8Array | undefined {
  if (answer.status.command === 'done') return answer.data
  if (LOST_ON_THE_WAY.includes(answer.error)) return undefined
  throw slot.failure(answer)
}

const faultOf =
  ({ reader }: PoweredSlot) =>
  (detail: string) =>
    new CardError('reader-fault', { reader, detail, attempt: 'none' })
