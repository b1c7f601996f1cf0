import type { Waiting } from '@myna/apdu'

/**
 * Why no frame came: nothing was heard in time, or something was that is not a frame (a wrong CRC, a
 * collision, broken bits).
 */
export type NoFrame = 'timeout' | 'garbled'

/**
 * The air between a reader and one card: a frame goes out, at most one comes back (ISO/IEC 14443-3).
 * The CRC is the link's business in both directions.
 */
export interface FrameLink {
  /**
   * Sends a frame and listens for `milliseconds`. The caller zero-fills its frame afterwards, so a
   * link that has made copies of it does the same.
   *
   * @throws CardError `reader-gone`, `reader-fault`, `cancelled`; what the card does is never thrown
   */
  exchange(frame: Uint8Array, milliseconds: number, waiting: Waiting): Promise<Uint8Array | NoFrame>
}
