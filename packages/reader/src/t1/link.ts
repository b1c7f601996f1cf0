import type { CardError } from '@myna/apdu'
import { join, MalformedBytes } from '@myna/bytes'
import {
  decodeBlock,
  encodeBlock,
  NO_DATA,
  pcbOf,
  type Block,
  type Check,
  type RError,
  type SName,
} from './blocks'

/** The wire below T=1. */
export interface T1Line {
  /**
   * Sends a block and brings the card's. `waits`: how many block waiting times the card asked for.
   * `undefined`: nothing came in time, or bytes with wrong parity.
   */
  exchange(block: Uint8Array, waits: number): Promise<Uint8Array | undefined>
  /** What a card that breaks the rules is for the person. */
  fault(detail: string): CardError
}

export interface T1Settings {
  readonly check: Check
  /** Bytes of INF the card takes, as its ATR says. */
  readonly ifsc: number
  /** Sizes of blocks the line cannot carry get one byte of INF less. */
  readonly avoids?: (infSize: number) => boolean
}

/** Sends the first block of a command in some other way, for bytes that nobody here knows. */
export type FirstBlock = (pcb: number) => Promise<Uint8Array | undefined>

export interface T1Link {
  /**
   * One APDU by the rules of ISO 7816-3 §11.6. When the card has to be brought back in step, the
   * command is not sent again: nobody knows whether it was carried out, and a VERIFY costs a try.
   *
   * @throws CardError
   */
  transmit(command: Uint8Array, first?: FirstBlock): Promise<Uint8Array>
  /** Tells the card how long its blocks may be. False: it did not agree, and keeps to 32 bytes. */
  offerIfsd(ifsd: number): Promise<boolean>
}

const MOST_FAILURES = 3 // §11.6.3.3, rule 6.4: then the two have to get back in step
const MOST_ANSWER = 65_538

/** Why a block that came is none we can use; decides what our R-block says (§11.3.2.2). */
type Unusable = 'check' | 'other'

export function t1Link(line: T1Line, settings: T1Settings): T1Link {
  const { check, avoids = () => false } = settings
  let toSend: 0 | 1 = 0 // N(S) of our next I-block
  let toHear: 0 | 1 = 0 // N(S) of the card's next I-block
  let ifsc = settings.ifsc
  let ifsd: number | undefined
  let isOutOfStep = false

  const hear = async (block: Block, waits = 1): Promise<Block | Unusable> => {
    const bytes = encodeBlock(block, check)
    try {
      return read(await line.exchange(bytes, waits))
    } finally {
      bytes.fill(0) // it may hold a PIN
    }
  }

  const read = (bytes: Uint8Array | undefined): Block | Unusable => {
    if (bytes === undefined) return 'other'
    try {
      const block = decodeBlock(bytes, check)
      return block === 'wrong check' ? 'check' : block
    } catch (error) {
      if (error instanceof MalformedBytes) return 'other'
      throw error
    }
  }

  /** Our own S-request: sent again until it is answered (rule 7.3). */
  const request = async (kind: SName, data: Uint8Array = NO_DATA): Promise<boolean> => {
    for (let tries = 0; tries < MOST_FAILURES; tries++) {
      const heard = await hear({ kind, from: 'request', data })
      if (typeof heard === 'string' || heard.kind !== kind || heard.from !== 'response') continue
      if (heard.data.every((byte, index) => byte === data[index])) return true
    }
    return false
  }

  /** Back to the beginning of the protocol, with everything as the ATR has it (rule 6). */
  const resynchronise = async (): Promise<void> => {
    isOutOfStep = true
    if (!(await request('resynch'))) throw line.fault('the card has lost the thread')
    toSend = toHear = 0
    ifsc = settings.ifsc
    isOutOfStep = false
    if (ifsd !== undefined) await request('ifs', Uint8Array.of(ifsd))
  }

  const iBlock = (command: Uint8Array, at: number): Block & { kind: 'I' } => {
    const left = command.length - at
    let size = Math.min(left, ifsc)
    if (size > 1 && avoids(size)) size--
    const data = command.subarray(at, at + size)
    return { kind: 'I', number: toSend, more: size < left, data }
  }

  const converse = async (command: Uint8Array, first?: FirstBlock): Promise<Uint8Array> => {
    let at = 0
    let sent = iBlock(command, at)
    let next: Block = sent
    let isAcknowledged = false // the I-block sent last
    let failures = 0 // blocks in a row that were none
    let repeats = 0 // of the I-block sent last
    let waits = 1
    let size = 0
    const parts: Uint8Array[] = []

    const getBackInStep = async (): Promise<never> => {
      await resynchronise()
      throw line.fault('the card had to be brought back in step')
    }
    const askAgain = async (error: RError): Promise<void> => {
      if (++failures >= MOST_FAILURES) await getBackInStep()
      if (next.kind !== 'R') next = { kind: 'R', number: toHear, error } // rules 7.1, 7.2, 7.4
    }

    for (let heard: Block | Unusable | undefined; ;) {
      heard =
        heard === undefined && first !== undefined
          ? read(await first(pcbOf(sent)))
          : await hear(next, waits)
      waits = 1
      if (typeof heard === 'string') {
        await askAgain(heard)
      } else if (heard.kind === 'I') {
        if (heard.number !== toHear || sent.more) {
          await askAgain('other')
          continue
        }
        if (!isAcknowledged) toSend = other(toSend)
        isAcknowledged = true
        toHear = other(toHear)
        failures = 0
        parts.push(heard.data)
        size += heard.data.length
        if (!heard.more) return join(...parts)
        if (size > MOST_ANSWER) {
          await request('abort')
          throw line.fault('an answer without end')
        }
        next = { kind: 'R', number: toHear, error: 'none' } // rule 2.2
      } else if (heard.kind === 'R') {
        const wantsItAgain = heard.number === toSend
        if (!isAcknowledged && wantsItAgain) {
          if (first !== undefined) throw line.fault('the card did not receive what was typed')
          if (++repeats > MOST_FAILURES) await getBackInStep()
          failures = 0
          next = sent
        } else if (!isAcknowledged && sent.more) {
          toSend = other(toSend)
          at += sent.data.length
          sent = iBlock(command, at)
          next = sent
          failures = repeats = 0
        } else {
          await askAgain('other') // it has our whole command and owes an answer
        }
      } else if (heard.from === 'request' && heard.kind === 'wtx' && heard.data[0]! > 0) {
        waits = heard.data[0]!
        failures = 0
        next = { kind: 'wtx', from: 'response', data: heard.data }
      } else if (heard.from === 'request' && heard.kind === 'ifs' && isIfs(heard.data[0]!)) {
        ifsc = heard.data[0]!
        failures = 0
        next = { kind: 'ifs', from: 'response', data: heard.data }
      } else if (heard.from === 'request' && heard.kind === 'abort') {
        await hear({ kind: 'abort', from: 'response', data: NO_DATA }) // rule 9
        throw line.fault('the card gave the command up')
      } else {
        await askAgain('other')
      }
    }
  }

  return {
    async transmit(command, first) {
      if (isOutOfStep) await resynchronise()
      isOutOfStep = true // until the answer is there
      const answer = await converse(command, first)
      isOutOfStep = false
      return answer
    },
    async offerIfsd(size) {
      const isAgreed = await request('ifs', Uint8Array.of(size))
      if (isAgreed) ifsd = size
      return isAgreed
    },
  }
}

const other = (number: 0 | 1): 0 | 1 => (number === 0 ? 1 : 0)

const isIfs = (size: number): boolean => size > 0 && size < 0xff
