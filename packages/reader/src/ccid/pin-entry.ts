import { CardError } from '@myna/apdu'
import { join } from '@myna/bytes'
import type { T1Link } from '../t1/link'
import type { Answer } from './messages'
import { pinVerification, secure } from './more-messages'
import type { PoweredSlot } from './powered-slot'
import { blockIn } from './tpdu-level'

const TIME = 60 // seconds a person has at the keys
const PATIENCE = 90_000 // milliseconds until a reader that says nothing meanwhile counts as silent
const BYTES_AND_ASCII = 0x82 // bmFormatString: place in bytes, from the left, digits as ASCII
const KEY_PRESSED = 0x02
const JAPANESE = 0x0411
const NOT_TYPED_YET = 0xff // stands where the reader puts a digit
const PIN_TIMEOUT = 0xf0
const PIN_CANCELLED = 0xef

/**
 * Lets the person type a PIN at the reader's keys (CCID 1.1 §6.1.11; `readers.md` §5.5). The digits go
 * from the keys into the command inside the reader; what comes back is the card's answer.
 *
 * @param header VERIFY without Lc and data
 * @param link there for a card whose T=1 is run here: then the block's number is ours to give
 * @throws CardError `cancelled` by the red key, `pin-not-typed`
 */
export async function enterPin(
  slot: PoweredSlot,
  link: T1Link | undefined,
  header: Uint8Array,
  digits: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const digitsToCome = new Uint8Array(digits).fill(NOT_TYPED_YET)
  const template = join(header, Uint8Array.of(digits), digitsToCome)

  const ask = async (pcb: number): Promise<Answer> => {
    const data = pinVerification.encode({
      timeOut: TIME,
      format: BYTES_AND_ASCII,
      block: digits, // bmPINBlockString: so many bytes, and no length among them
      lengthFormat: 0,
      mostDigits: digits,
      leastDigits: digits,
      complete: KEY_PRESSED,
      messages: slot.facts.display === undefined ? 0 : 1,
      language: JAPANESE,
      message: 0,
      prologue: 0,
      prologuePcb: pcb,
      prologueLength: link === undefined ? 0 : template.length,
      template,
    })
    const answer = await slot.ask(
      (number, sequence) =>
        secure.encode({ slot: number, sequence, waitingTime: 0, chain: 'whole', data }),
      { silence: PATIENCE, once: true, signal },
    )
    if (answer.status.command === 'done') return answer
    if (answer.error === PIN_CANCELLED) throw new CardError('cancelled', {})
    if (answer.error === PIN_TIMEOUT) throw new CardError('pin-not-typed', {})
    return answer
  }

  if (link !== undefined)
    return link.transmit(template, async (pcb) => blockIn(slot, await ask(pcb)))
  const answer = await ask(0)
  if (answer.status.command === 'done') return answer.data
  throw slot.failure(answer)
}
