import { CardError } from '@myna/apdu'
import { join } from '@myna/bytes'
import { HEADER_SIZE, chains, type Chain } from './messages'
import type { BlockOptions, PoweredSlot, Transfer } from './powered-slot'

const LONGEST_SHORT_COMMAND = 261 // CLA INS P1 P2, Lc, 255 bytes, Le
const MOST_BLOCKS = 600 // of one answer: 65538 bytes in blocks of 112

/**
 * Whole APDUs, in one message or in a chain of them (CCID 1.1 §6.1.4, §6.2.1): the reader's firmware
 * runs the protocol with the card (exchange levels "short APDU" and "short and extended APDU", §3.2).
 */
export function apduTransfer(slot: PoweredSlot): Transfer {
  const { reader, facts } = slot
  const most = facts.maximumMessage - HEADER_SIZE
  const longest = facts.level === 'extended-apdu' ? Infinity : Math.min(most, LONGEST_SHORT_COMMAND)

  const block = async (
    data: Uint8Array,
    chain: Chain,
    atMost: number,
    options: Pick<BlockOptions, 'once' | 'signal'>,
  ) => {
    const answer = await slot.transferBlock(data, { chain, atMost, ...options })
    if (answer.status.command === 'done') return answer
    throw slot.failure(answer)
  }

  return async (command, signal, once) => {
    const options = { signal, once }
    if (command.length > longest)
      throw new RangeError(`${reader} takes commands of at most ${longest} bytes`)

    const atMost = longestAnswer(command)
    const last = Math.max(0, Math.ceil(command.length / most) - 1) * most
    for (let at = 0; at < last; at += most) {
      const part = command.subarray(at, at + most)
      await block(part, at === 0 ? 'first' : 'middle', HEADER_SIZE, options)
    }
    const chain = last === 0 ? 'whole' : 'last'
    let answer = await block(command.subarray(last), chain, atMost, options)

    const parts = [answer.data]
    while (answer.specific === chains.first || answer.specific === chains.middle) {
      if (parts.length > MOST_BLOCKS) throw endless(reader)
      answer = await block(new Uint8Array(0), 'more', atMost, options)
      parts.push(answer.data)
    }
    return join(...parts)
  }
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
