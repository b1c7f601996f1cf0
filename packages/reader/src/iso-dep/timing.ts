const CARRIER = 13_560 // fc: cycles in a millisecond
const UNIT = 4096 / CARRIER // 256 × 16 / fc, 0.302 ms

/** What is added to a frame waiting time before silence counts: ΔFWT (ISO/IEC 14443-4 §7.2). */
export const WAITING_MARGIN = 49_152 / CARRIER
/** FWT is never longer than this, however much more time a card asks for. */
export const LONGEST_WAITING = UNIT * 2 ** 14

/** FWT in milliseconds: the longest time from our frame to the card's. The reserved FWI 15 counts as 4. */
export const waitingTime = (fwi: number): number => UNIT * 2 ** (fwi === 15 ? 4 : fwi)

/** SFGT in milliseconds: what the card needs after its activation before it can hear a block. */
export const guardTime = (sfgi: number): number =>
  sfgi === 0 || sfgi === 15 ? 0 : (UNIT + 384 / CARRIER) * 2 ** sfgi // SFGT and ΔSFGT

const sizes = [16, 24, 32, 40, 48, 64, 96, 128, 256] as const

/**
 * Bytes of the longest frame the card takes, its CRC included (FSC). Larger ones than 256 exist since
 * 2016; readers carry no longer frames, so those cards get 256.
 */
export const frameSize = (fsci: number): number => sizes[fsci] ?? 256
