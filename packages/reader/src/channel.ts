import type { Waiting } from '@myna/apdu'

/** Whole messages to and from one device. What a message is, the protocol above knows. */
export interface Channel {
  /** @throws CardError `reader-gone`, `reader-fault`, `cancelled` */
  send(message: Uint8Array, waiting?: Waiting): Promise<void>
  /**
   * The next whole message. A receive that was cancelled loses nothing: the message it was waiting
   * for goes to the next receive. `atMost` is the longest message that can come, in bytes.
   *
   * @throws CardError `reader-gone`, `reader-fault`, `cancelled`
   */
  receive(waiting?: Waiting & { readonly atMost?: number }): Promise<Uint8Array>
  /** Lets the device go. Never throws, may be repeated; waits of others end with `reader-gone`. */
  close(): Promise<void>
}
