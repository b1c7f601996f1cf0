import { MalformedBytes } from '@myna/bytes'
import { USUAL_RATES } from './rates'

const PPSS = 0xff
const HAS_PPS1 = 0x10

/** Asks the card for a protocol and a speed (ISO 7816-3 §9). The usual speed needs no PPS1. */
export function ppsRequest(protocol: number, rates: number): Uint8Array {
  const body = rates === USUAL_RATES ? [PPSS, protocol] : [PPSS, protocol | HAS_PPS1, rates]
  return Uint8Array.from([...body, checkOf(body)])
}

/**
 * The speed the card has agreed to: the one asked for, or the usual one if it left PPS1 out (§9.3).
 *
 * @throws MalformedBytes for anything else: then nothing is agreed
 */
export function agreedRates(request: Uint8Array, response: Uint8Array): number {
  const [start, pps0 = 0, pps1] = response
  const isWhole = response.length === ((pps0 & HAS_PPS1) !== 0 ? 4 : 3)
  if (start !== PPSS || !isWhole || checkOf([...response]) !== 0)
    throw new MalformedBytes('PPS response is none')
  const asked = request[1]!
  if ((pps0 & 0x0f) !== (asked & 0x0f))
    throw new MalformedBytes('PPS response names another protocol')
  if ((pps0 & 0xf0) === 0) return USUAL_RATES
  if (pps0 !== asked || pps1 !== request[2])
    throw new MalformedBytes('PPS response names another speed')
  return pps1!
}

/** PCK: everything together is zero (§9.2). */
const checkOf = (bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum ^ byte, 0)
