import type { CommandApdu } from './command'
import type { ResponseApdu } from './response'

/** A wait that its owner can end. On abort the call rejects with the code `cancelled`. */
export interface Waiting {
  readonly signal?: AbortSignal | undefined
}

/** A PIN the person types at the reader's own keys. */
export interface PinEntry {
  /** VERIFY without its data: the reader puts the digits in. */
  readonly command: CommandApdu
  /** Keys have digits and no letters, so it can only be one of the four-digit PINs. */
  readonly digits: 4
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
  /**
   * There if the reader has keys of its own: neither page nor computer sees what is typed there. Whoever
   * verifies a PIN calls this in the place of `transmit`, after the same questions: the tries left are
   * asked first, and one confirmation is one call.
   *
   * @throws CardError `cancelled` (also by the reader's red key), `pin-not-typed`, and what `transmit` throws
   */
  enterPin?(entry: PinEntry, waiting?: Waiting): Promise<ResponseApdu>
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
