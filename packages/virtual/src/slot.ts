import type { Chip } from './chip'

/** When a planned removal happens: before the card has seen the command, or before its answer is out. */
export type PullOut = 'before' | 'answer-lost'

/**
 * What comes of an answer that is garbled: a bit of its data is another, its status word is none of the
 * card's, or it is cut off after one byte.
 */
export type Garbling = 'data' | 'status' | 'cut-off'

/**
 * Where a virtual card is put, as a reader's electronics see it: a card or none, with power or
 * without. Taking a card out takes its power, and an exchange that is under way loses its answer.
 */
export class VirtualSlot {
  #chip: Chip | undefined
  #powered = false
  #time = 0
  #pullOut: { exchanges: number; when: PullOut } | undefined
  #garbling: { exchanges: number; how: Garbling } | undefined
  #delay = 0
  readonly #listeners = new Set<() => void>()

  get chip(): Chip | undefined {
    return this.#chip
  }

  get present(): boolean {
    return this.#chip !== undefined
  }

  get powered(): boolean {
    return this.#powered
  }

  /** Grows with every insertion, removal and change of power: the same number is the same session. */
  get time(): number {
    return this.#time
  }

  insert(chip: Chip): void {
    if (this.#chip !== undefined) this.remove()
    this.#chip = chip
    this.#changed()
  }

  remove(): void {
    this.powerOff()
    this.#chip = undefined
    this.#changed()
  }

  /** Calls `listener` whenever a card comes or goes. Returns what ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Plans a fault: the card is pulled out during the `exchanges`-th exchange from now (1 is the next). */
  pullOutAfter(exchanges: number, when: PullOut = 'before'): void {
    this.#pullOut = { exchanges, when }
  }

  /** From now on every answer takes so many milliseconds longer; 0 ends that. */
  answerSlowly(milliseconds: number): void {
    this.#delay = milliseconds
  }

  /** Plans a fault: the answer of the `exchanges`-th exchange from now comes garbled. */
  garble(exchanges: number, how: Garbling = 'data'): void {
    this.#garbling = { exchanges, how }
  }

  async powerOn(): Promise<Uint8Array | undefined> {
    this.powerOff()
    const atr = await this.#chip?.powerOn()
    this.#powered = atr !== undefined
    this.#time++
    return atr
  }

  powerOff(): void {
    if (this.#powered) this.#chip?.powerOff()
    this.#powered = false
    this.#time++
  }

  /** One APDU. `undefined`: there is no powered card, or it went away before its answer came. */
  async exchange(command: Uint8Array): Promise<Uint8Array | undefined> {
    const fault = this.#faultOfThisExchange()
    if (fault === 'before') this.remove()
    const { time } = this
    if (!this.#powered || this.#chip === undefined) return undefined
    const garbling = this.#garblingOfThisExchange()
    const answer = await this.#chip.exchange(command)
    if (this.#delay > 0) await new Promise((resolve) => setTimeout(resolve, this.#delay))
    if (fault === 'answer-lost' && this.time === time) this.remove()
    if (this.time !== time) return undefined
    return garbling === undefined ? answer : garbled(answer, garbling)
  }

  #garblingOfThisExchange(): Garbling | undefined {
    const plan = this.#garbling
    if (plan === undefined || --plan.exchanges > 0) return undefined
    this.#garbling = undefined
    return plan.how
  }

  #faultOfThisExchange(): PullOut | undefined {
    const plan = this.#pullOut
    if (plan === undefined || --plan.exchanges > 0) return undefined
    this.#pullOut = undefined
    return plan.when
  }

  #changed(): void {
    this.#time++
    for (const listener of this.#listeners) listener()
  }
}

function garbled(answer: Uint8Array, how: Garbling): Uint8Array {
  if (how === 'cut-off') return answer.slice(0, 1)
  const at = how === 'data' ? 0 : answer.length - 2 // without data it is the status word's first byte
  return answer.map((byte, index) => (index === at ? byte ^ 0x10 : byte))
}
