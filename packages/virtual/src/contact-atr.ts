/** What a contact card's own ATR commits it to; read here once more and apart from the driver. */
export interface ContactFacts {
  /** In the order of the ATR. */
  readonly protocols: readonly number[]
  /** Can be asked for another protocol or speed by PPS. */
  readonly negotiable: boolean
  readonly fastest: number // TA1
  /** Fi and Di at which it begins to talk. */
  readonly rates: number
  readonly ifsc: number
  readonly crc: boolean
}

const TA = 0x10
const TB = 0x20
const TC = 0x40
const TD = 0x80

/** Walks the interface characters of a well-made ATR (ISO 7816-3 §8.2). */
export function contactFacts(atr: Uint8Array): ContactFacts {
  const found = new Map<string, number>()
  const protocols: number[] = []
  let at = 2
  let y = atr[1]!
  let t: number | undefined
  let firstT1: number | undefined
  for (let i = 1; ; i++) {
    if (i > 2 && t === 1) firstT1 ??= i
    if (y & TA) found.set(`TA${i}`, atr[at++]!)
    if (y & TB) found.set(`TB${i}`, atr[at++]!)
    if (y & TC) found.set(`TC${i}`, atr[at++]!)
    if ((y & TD) === 0) break
    y = atr[at++]!
    t = y & 0x0f
    if (t !== 15 && !protocols.includes(t)) protocols.push(t)
  }
  const ta1 = found.get('TA1') ?? 0x11
  const ta2 = found.get('TA2')
  return {
    protocols: ta2 !== undefined ? [ta2 & 0x0f] : protocols.length > 0 ? protocols : [0],
    negotiable: ta2 === undefined,
    fastest: ta1,
    rates: ta2 !== undefined && (ta2 & 0x10) === 0 ? ta1 : 0x11,
    ifsc: found.get(`TA${firstT1}`) ?? 32,
    crc: ((found.get(`TC${firstT1}`) ?? 0) & 1) === 1,
  }
}
