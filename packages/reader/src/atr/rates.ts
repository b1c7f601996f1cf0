// Fi and Di of TA1 (ISO 7816-3 §8.3, tables 7 and 8). A place without a number is reserved.
const clockRates = [372, 372, 558, 744, 1116, 1488, 1860, , , 512, 768, 1024, 1536, 2048] as const
const baudRates = [, 1, 2, 4, 8, 16, 32, 64, 12, 20] as const

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
