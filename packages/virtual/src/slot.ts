import type { Chip } from './chip'

/** When a planned removal happens: before the card has seen the command, or before its answer is out. */
export type PullOut = 'before' | 'answer-lost'

/**
 * Where a virtual card is put, as a reader's electronics see it: a card or none, with power or
 * without. Taking a card out takes its power, and an exchange that is under way loses its answer.
 */
export class VirtualSlot {
  #chip: Chip | undefined
  #powered = false
  #time = 0
  #pullOut: { exchanges: number; when: PullOut } | undefined
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
    const answer = await this.#chip.exchange(command)
    if (fault === 'answer-lost') this.remove()
    return this.time === time ? answer : undefined
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
