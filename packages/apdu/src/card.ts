import type { CommandApdu } from './command'
import type { ResponseApdu } from './response'

/** A wait that its owner can end. On abort the call rejects with the code `cancelled`. */
export interface Waiting {
  readonly signal?: AbortSignal | undefined
}

/**
 * A powered card. One command at a time: `transmit` may only be called when the call before it has
 * ended.
 */
export interface Card {
  /**
   * Sends a command and waits for the answer, however long the card asks for.
   *
   * An abort ends the wait and not the card's work: the command may have been carried out.
   *
   * @throws CardError `card-removed`, `reader-gone`, `reader-fault`, `cancelled`
   * @throws RangeError for a command that would read the 12-digit 個人番号
   */
  transmit(command: CommandApdu, waiting?: Waiting): Promise<ResponseApdu>
  /** Takes power from the card, so that it forgets a verified PIN. Never throws, may be repeated. */
  powerOff(): Promise<void>
}

/** Somewhere to put a card. */
export interface Reader {
  /** For the person and the log, as the device calls itself. */
  readonly name: string
  /**
   * Waits for a card, gives it power and returns it. There is no time limit: people need time.
   * `onAbsent` is called once if there is no card yet.
   *
   * @throws CardError `card-mute`, `reader-gone`, `reader-fault`, `cancelled`
   */
  connect(waiting?: Waiting & { readonly onAbsent?: () => void }): Promise<Card>
  /** Lets the device go, for other pages and programs. Never throws, may be repeated. */
  close(): Promise<void>
}
