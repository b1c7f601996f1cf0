import type { CardError } from '@myna/apdu'
import type { CcidFacts } from './descriptor'
import type { Answer, Chain } from './messages'

/** One command APDU in, one response APDU out. */
export type Transfer = (
  command: Uint8Array,
  signal: AbortSignal | undefined,
  once: boolean,
) => Promise<Uint8Array>

export interface BlockOptions {
  readonly chain?: Chain
  readonly atMost?: number
  /** bBWI: by how much the card has asked to wait longer than usual. */
  readonly waitingTime?: number
  /** Milliseconds without a word after which the reader counts as silent. */
  readonly silence?: number
  /** It may hold a PIN and is never sent a second time. */
  readonly once?: boolean
  readonly signal?: AbortSignal | undefined
}

/**
 * A slot whose card has power: what the exchange levels are made of. Once the power was given or
 * taken again, every message ends with `card-removed` before it is sent.
 */
export interface PoweredSlot {
  readonly reader: string
  readonly facts: CcidFacts
  /** PC_to_RDR_XfrBlock. A failed answer is returned while the card still has power. */
  transferBlock(data: Uint8Array, options?: BlockOptions): Promise<Answer>
  /** Any other message about this slot. */
  ask(
    message: (slot: number, sequence: number) => Uint8Array,
    options?: Pick<BlockOptions, 'atMost' | 'silence' | 'once' | 'signal'>,
  ): Promise<Answer>
  /** Takes the power and gives it again. The card's new ATR. */
  restart(): Promise<Uint8Array>
  /** The error a failed answer stands for when nothing better is known. */
  failure(answer: Answer): CardError
}
