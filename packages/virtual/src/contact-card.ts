import { contactFacts } from './contact-atr'
import { contactT0 } from './contact-t0'
import { contactT1, type CardBlock } from './contact-t1'

/** How a card takes PPS: as asked, without the speed, or not at all. */
export type PpsManners = 'agrees' | 'keeps-usual-speed' | 'refuses'

const USUAL = 0x11

/**
 * A card with contacts, from its ATR on: what comes out of it when bytes go in (ISO 7816-3).
 *
 * @param run carries an APDU out
 */
export function contactCard(
  atr: Uint8Array,
  run: (command: Uint8Array) => Promise<Uint8Array | undefined>,
  manners: PpsManners,
  wtx: () => readonly number[],
) {
  const facts = contactFacts(atr)
  const t1 = contactT1(facts, run, wtx)
  const t0 = contactT0(run)
  let protocol = facts.protocols[0]!
  let rates = facts.rates
  let hasBegun = false
  let isLost = false // after a PPS it did not agree to it waits for a reset

  /** §9: it echoes what it agrees to, and is silent about what it does not understand. */
  const pps = (request: Uint8Array): Uint8Array | undefined => {
    const [, pps0 = 0, pps1 = USUAL] = request
    const hasSpeed = (pps0 & 0x10) !== 0
    const isWhole =
      request.length === (hasSpeed ? 4 : 3) && request.reduce((sum, byte) => sum ^ byte) === 0
    const wanted = pps0 & 0x0f
    if (!isWhole || manners === 'refuses' || !facts.protocols.includes(wanted)) return undefined
    protocol = wanted
    if (!hasSpeed) return request
    if (pps1 !== facts.fastest || manners === 'keeps-usual-speed')
      return Uint8Array.of(0xff, wanted, 0xff ^ wanted)
    rates = pps1
    return request
  }

  return {
    facts,
    get protocol() {
      return protocol
    },
    get rates() {
      return rates
    },
    /** `undefined`: the card says nothing. */
    async received(bytes: Uint8Array): Promise<CardBlock | undefined> {
      if (isLost) return undefined
      if (!hasBegun && facts.negotiable && bytes[0] === 0xff) {
        const answer = pps(bytes)
        isLost = answer === undefined
        return answer && { bytes: answer, waits: 1 }
      }
      hasBegun = true
      if (protocol === 1) return t1.received(bytes)
      const answer = await t0.received(bytes)
      return answer && { bytes: answer, waits: 1 }
    },
  }
}

export type ContactCard = ReturnType<typeof contactCard>
