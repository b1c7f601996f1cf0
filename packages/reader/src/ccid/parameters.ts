import { CardError } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import type { Atr } from '../atr/atr'
import { agreedRates, ppsRequest } from '../atr/pps'
import { bitRate, USUAL_RATES } from '../atr/rates'
import type { Protocol } from './descriptor'
import { setParameters, t0Parameters, t1Parameters } from './more-messages'
import type { PoweredSlot } from './powered-slot'

const numbers: Readonly<Record<Protocol, number>> = { 'T=0': 0, 'T=1': 1 }
const LONGEST_PPS = 6
const NOT_SUPPORTED = 0x00 // bError of CMD_NOT_SUPPORTED

/**
 * T=1 where both can: it checks and repairs, and contactless cards offer T=0 in their ATR only because
 * PC/SC part 3 §3.1.3 writes it there. A card in specific mode has chosen already.
 *
 * @throws CardError `reader-fault` when they have none in common
 */
export function chooseProtocol({ reader, facts }: PoweredSlot, atr: Atr): Protocol {
  const offered = atr.specific === undefined ? atr.protocols : [atr.specific.protocol]
  const both = (['T=1', 'T=0'] as const).filter(
    (name) => offered.includes(numbers[name]) && facts.protocols.includes(name),
  )
  if (both[0] !== undefined) return both[0]
  const detail = `the card speaks T=${offered.join(', ')}, the reader ${facts.protocols.join(', ')}`
  throw new CardError('reader-fault', { reader, detail, attempt: 'none' })
}

/**
 * Makes reader and card agree on protocol and speed, as far as the reader does not do so itself
 * (features 40 and 80). The speed is the card's own if the reader can do it, else the usual one.
 *
 * @returns Fi and Di that hold from now on
 */
export async function agree(slot: PoweredSlot, atr: Atr, protocol: Protocol): Promise<number> {
  const { features } = slot.facts
  const wanted = wantedRates(slot, atr)
  if (features.negotiatesParameters) return wanted
  const needsPps =
    atr.specific === undefined && (wanted !== USUAL_RATES || numbers[protocol] !== atr.protocols[0])
  const rates = needsPps && !features.sendsPps ? await askCard(slot, protocol, wanted, atr) : wanted
  if (await tellReader(slot, atr, protocol, rates)) return rates

  // below its highest speed a reader has steps of its own, and this is none of them
  await slot.restart()
  if (needsPps && !features.sendsPps && numbers[protocol] !== atr.protocols[0])
    await askCard(slot, protocol, USUAL_RATES, atr)
  await tellReader(slot, atr, protocol, USUAL_RATES)
  return USUAL_RATES
}

function wantedRates({ facts }: PoweredSlot, { rates, specific }: Atr): number {
  if (specific?.ratesElsewhere) return USUAL_RATES
  const speed = bitRate(rates, facts.clock.usual)
  return speed !== undefined && speed <= facts.rate.highest ? rates : USUAL_RATES
}

/** PPS. A card that answers anything else is started anew and stays at the usual speed (§9). */
async function askCard(
  slot: PoweredSlot,
  protocol: Protocol,
  rates: number,
  atr: Atr,
): Promise<number> {
  const request = ppsRequest(numbers[protocol], rates)
  const answer = await slot.transferBlock(request, { atMost: 10 + LONGEST_PPS })
  try {
    if (answer.status.command === 'done') return agreedRates(request, answer.data)
  } catch (error) {
    if (!(error instanceof MalformedBytes)) throw error
  }
  await slot.restart()
  if (numbers[protocol] === atr.protocols[0]) return USUAL_RATES
  const detail = `the card offers ${protocol} and refuses it`
  throw new CardError('reader-fault', { reader: slot.reader, detail, attempt: 'none' })
}

/** False: the reader cannot do this speed, and the usual one is still to be tried. */
async function tellReader(
  slot: PoweredSlot,
  atr: Atr,
  protocol: Protocol,
  rates: number,
): Promise<boolean> {
  const { convention, guardTime, waitingInteger, t1 } = atr
  const parameters =
    protocol === 'T=0'
      ? t0Parameters.encode({ rates, convention, guardTime, waitingInteger, clockStop: 0 })
      : t1Parameters.encode({
          rates,
          checks: `${t1.check}, ${convention}`,
          guardTime,
          waitingIntegers: t1.waitingIntegers,
          clockStop: 0,
          ifsc: t1.ifsc,
          nad: 0,
        })
  const answer = await slot.ask((number, sequence) =>
    setParameters.encode({ slot: number, sequence, protocol, parameters }),
  )
  if (answer.status.command === 'done') return true
  if (rates !== USUAL_RATES && atr.specific === undefined) return false
  // a reader that does not know the message has the ATR's parameters already, or only one speed
  if (answer.error === NOT_SUPPORTED) return true
  throw slot.failure(answer)
}
