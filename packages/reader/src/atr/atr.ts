import { MalformedBytes } from '@myna/bytes'

/** What a card says of itself after a reset (ISO 7816-3 §8). Integers keep their names there. */
export interface Atr {
  readonly convention: 'direct' | 'inverse'
  /** T of each protocol it offers, in its order; the first is the one it uses unless told otherwise. */
  readonly protocols: readonly number[]
  /** TA1: Fi and Di, as the byte stands there. */
  readonly rates: number
  /** TC1: extra guard time N. */
  readonly guardTime: number
  /** TA2: it speaks one protocol, at once, and cannot be asked for another. */
  readonly specific:
    | {
        readonly protocol: number
        readonly mayChange: boolean
        /** Bit 5: the speed is not the one in TA1 but agreed somewhere else. */
        readonly ratesElsewhere: boolean
      }
    | undefined
  /** TC2: WI of T=0. */
  readonly waitingInteger: number
  readonly t1: {
    /** TA3: bytes of INF the card takes in one block. */
    readonly ifsc: number
    /** TB3: BWI in the high half, CWI in the low one. */
    readonly waitingIntegers: number
    /** TC3 */
    readonly check: 'LRC' | 'CRC'
  }
  readonly historical: Uint8Array
}

const LONGEST = 33 // TS and 32 characters
const conventions: Readonly<Record<number, Atr['convention']>> = { 0x3b: 'direct', 0x3f: 'inverse' }
const GLOBAL = 15 // T=15 is no protocol: interface bytes after it are about the card
const USUAL_RATES = 0x11
const USUAL_WAITING = 0x4d
const USUAL_IFSC = 32

/** TAi, TBi and TCi behind one TDi. */
interface Group {
  /** T of the TD before it; `undefined` for the first, which T0 announces. */
  readonly protocol: number | undefined
  readonly a: number | undefined
  readonly b: number | undefined
  readonly c: number | undefined
}

/**
 * Reads an answer to reset, strictly: what breaks a rule of ISO 7816-3 was not received well.
 *
 * @throws MalformedBytes that names the character
 */
export function readAtr(bytes: Uint8Array): Atr {
  const convention = conventions[bytes[0] ?? -1]
  if (convention === undefined) throw new MalformedBytes('ATR.TS is neither 3B nor 3F')
  if (bytes.length > LONGEST) throw new MalformedBytes(`ATR of ${bytes.length} characters`)
  let at = 1
  const next = (name: string): number => {
    const byte = bytes[at++]
    if (byte === undefined) throw new MalformedBytes(`ATR ends before ${name}`)
    return byte
  }

  const groups: Group[] = []
  let follows = next('T0')
  const historicalSize = follows & 0x0f
  for (let protocol: number | undefined, isLast = false; !isLast;) {
    const place = groups.length + 1
    const character = (bit: number, name: string) =>
      (follows & bit) === 0 ? undefined : next(`${name}${place}`)
    groups.push({
      protocol,
      a: character(0x10, 'TA'),
      b: character(0x20, 'TB'),
      c: character(0x40, 'TC'),
    })
    const d = character(0x80, 'TD')
    isLast = d === undefined
    follows = d ?? 0
    protocol = follows & 0x0f
    if (protocol === GLOBAL && place === 1) throw new MalformedBytes('ATR.TD1 offers T=15')
  }

  if (at + historicalSize > bytes.length)
    throw new MalformedBytes('ATR ends in its historical bytes')
  const historical = bytes.slice(at, at + historicalSize)
  at += historicalSize
  const offered = groups.slice(1).map(({ protocol }) => protocol!)
  checkTail(bytes, at, offered)
  return { convention, historical, ...meaning(groups, offered) }
}

/** TCK is there if any protocol but T=0 is, and nothing comes after it (§8.2.5). */
function checkTail(bytes: Uint8Array, at: number, offered: readonly number[]): void {
  const hasCheck = offered.some((protocol) => protocol !== 0)
  if (bytes.length < at + (hasCheck ? 1 : 0)) throw new MalformedBytes('ATR ends before TCK')
  if (bytes.length > at + (hasCheck ? 1 : 0)) throw new MalformedBytes('ATR goes on after its end')
  const sum = bytes.subarray(1).reduce((check, byte) => check ^ byte, 0)
  if (hasCheck && sum !== 0) throw new MalformedBytes('ATR.TCK does not fit')
}

function meaning(
  groups: readonly Group[],
  offered: readonly number[],
): Omit<Atr, 'convention' | 'historical'> {
  const [first, second] = groups
  const protocols = [...new Set(offered.filter((protocol) => protocol !== GLOBAL))]
  // the first group behind T=1, from the third on: TA2 and TC2 have meanings of their own
  const t1 = groups.find(({ protocol }, index) => index >= 2 && protocol === 1)
  const ifsc = t1?.a ?? USUAL_IFSC
  if (ifsc === 0 || ifsc === 0xff) throw new MalformedBytes(`ATR announces an IFSC of ${ifsc}`)
  const waitingIntegers = t1?.b ?? USUAL_WAITING
  if (waitingIntegers >> 4 > 9)
    throw new MalformedBytes(`ATR announces a BWI of ${waitingIntegers >> 4}`)
  return {
    protocols: protocols.length === 0 ? [0] : protocols,
    rates: first?.a ?? USUAL_RATES,
    guardTime: first?.c ?? 0,
    specific:
      second?.a === undefined
        ? undefined
        : {
            protocol: second.a & 0x0f,
            mayChange: (second.a & 0x80) === 0,
            ratesElsewhere: (second.a & 0x10) !== 0,
          },
    waitingInteger: second?.c ?? 10,
    t1: { ifsc, waitingIntegers, check: (t1?.c ?? 0) & 1 ? 'CRC' : 'LRC' },
  }
}
