import type {
  SmartCardDisposition,
  SmartCardReaderStateIn,
  SmartCardReaderStateOut,
  SmartCardResponseCode,
} from '@myna/reader'
import type { VirtualSlot } from './slot'

/** A SmartCardError: a DOMException with what PC/SC answered. */
export const smartCardError = (responseCode: SmartCardResponseCode): DOMException =>
  Object.assign(new DOMException(responseCode, 'SmartCardError'), { responseCode })

/** A reader as PC/SC knows it: who holds the card in it, and how often it came, went and was reset. */
export class SystemReader {
  readonly name: string
  readonly slot: VirtualSlot
  /** Whose transaction it is: a connection of the page, or `'other'` for another program. */
  transaction: unknown
  /** Another program has it to itself. */
  isExclusive = false
  isPlugged = true
  /** Grows with every reset: a connection from before one is told about it. */
  resets = 0
  /** Grows with every insertion and removal (`eventCount`). */
  events = 0
  readonly #listeners = new Set<() => void>()

  constructor(name: string, slot: VirtualSlot) {
    this.name = name
    this.slot = slot
    slot.onChange(() => {
      this.events++
      this.changed()
    })
  }

  /** Calls `listener` at every change of its state. Returns what ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  async dispose(disposition: SmartCardDisposition | undefined): Promise<void> {
    if (disposition === 'reset' && this.slot.present) {
      this.resets++
      await this.slot.powerOn()
    }
    if (disposition === 'unpower' || disposition === 'eject') this.slot.powerOff()
  }

  /** Its state, if it is not the one that is known already. */
  news({
    currentState,
    currentCount,
  }: SmartCardReaderStateIn): SmartCardReaderStateOut | undefined {
    const { name: readerName, slot, isPlugged } = this
    if (!isPlugged)
      return { readerName, eventState: { changed: true, unknown: true }, eventCount: this.events }
    const isPresent = slot.present
    const eventState = {
      ...(isPresent ? { present: true } : { empty: true }),
      ...(isPresent && this.isExclusive ? { exclusive: true } : {}),
      ...(isPresent && this.transaction !== undefined ? { inuse: true } : {}),
    }
    const isKnown =
      !currentState.unaware &&
      (currentCount === undefined || currentCount === this.events) &&
      Boolean(currentState.present) === isPresent &&
      Boolean(currentState.exclusive) === Boolean(eventState.exclusive)
    return isKnown
      ? undefined
      : { readerName, eventState: { ...eventState, changed: true }, eventCount: this.events }
  }
}
