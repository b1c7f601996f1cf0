// Fi and Di by their place in TA1 (ISO 7816-3 §8.3, tables 7 and 8). Places left out are reserved.
const clockRates: Readonly<Record<number, number>> = {
  0: 372,
  1: 372,
  2: 558,
  3: 744,
  4: 1116,
  5: 1488,
  6: 1860,
  9: 512,
  10: 768,
  11: 1024,
  12: 1536,
  13: 2048,
}
const baudRates: Readonly<Record<number, number>> = {
  1: 1,
  2: 2,
  3: 4,
  4: 8,
  5: 16,
  6: 32,
  7: 64,
  8: 12,
  9: 20,
}

/** The speed before anything was agreed: Fd 372, Dd 1. */
export const USUAL_RATES = 0x11

/** bit/s at a clock of so many kHz; `undefined` for a reserved Fi or Di. */
export function bitRate(rates: number, clock: number): number | undefined {
  const [fi, di] = factors(rates)
  return fi === undefined || di === undefined ? undefined : (clock * 1000 * di) / fi
}

/**
 * Block waiting time in milliseconds: how long a card may take before the first byte of its answer
 * (ISO 7816-3 §11.4.3): 11 etu + 2^BWI · 960 · Fd/f.
 */
export function blockWaitingTime(waitingIntegers: number, rates: number, clock: number): number {
  const etu = 1000 / (bitRate(rates, clock) ?? bitRate(USUAL_RATES, clock)!)
  return 11 * etu + (2 ** (waitingIntegers >> 4) * 960 * 372) / clock
}

const factors = (rates: number) => [clockRates[rates >> 4], baudRates[rates & 0x0f]] as const
