import { join } from '@myna/bytes'

// ISO/IEC 14443-4 §7 from the card's side, by the letters of rules C to E and 9 to 13. The driver's
// tables are another reading of the same pages, and neither is made from the other.

/** A frame of the card, and how long it took to say it. */
export interface Said {
  readonly frame: Uint8Array
  readonly after: number // milliseconds
}

export interface Work {
  /** The answer to a whole command; `undefined`: the card lost its power meanwhile. */
  execute(command: Uint8Array): Promise<Uint8Array | undefined>
  slowness(): { readonly multipliers: readonly number[]; readonly milliseconds: number }
}

/** FSD by FSDI, and FSC by FSCI. */
export const FRAME_SIZES = [16, 24, 32, 40, 48, 64, 96, 128, 256]
const AROUND_INF = 1 + 2 // PCB and CRC

export interface PiccProtocol {
  /** One block with a right CRC. `undefined`: the card stays silent, as it must to anything wrong. */
  heard(block: Uint8Array): Promise<Said | 'halt' | undefined>
}

/** One activation: from the answer to ATTRIB to DESELECT or the loss of power. */
export function piccProtocol(fsdi: number, fsci: number, work: Work): PiccProtocol {
  const largestOut = FRAME_SIZES[Math.min(fsdi, 8)]! - AROUND_INF
  const largestIn = FRAME_SIZES[fsci]!
  let number = 1 // rule C
  let last: Uint8Array | undefined
  let command: Uint8Array[] = []
  let answer: Uint8Array | undefined // what of it is still to be sent
  let asking: { left: readonly number[]; milliseconds: number } | undefined

  const say = (frame: Uint8Array, after = 0): Said => ((last = frame), { frame, after })
  const again = (): Said | undefined => last && { frame: last, after: 0 }
  const toggle = () => (number ^= 1)

  const information = (after = 0): Said => {
    const whole = answer!
    const piece = whole.subarray(0, largestOut)
    const isMore = whole.length > largestOut
    answer = isMore ? whole.subarray(largestOut) : undefined
    return say(join(Uint8Array.of((isMore ? 0x12 : 0x02) + number), piece), after)
  }
  const askOrAnswer = (): Said => {
    const { milliseconds } = asking!
    const [multiplier] = asking!.left
    if (multiplier !== undefined) return say(Uint8Array.of(0xf2, multiplier), milliseconds)
    asking = undefined
    return information(milliseconds)
  }

  const ofInformation = async (pcb: number, inf: Uint8Array): Promise<Said | undefined> => {
    if (asking !== undefined || answer !== undefined) return undefined // not its turn
    toggle() // rule D: whatever its number is
    command.push(inf.slice())
    if (pcb & 0x10) return say(Uint8Array.of(0xa2 + number)) // rule 2
    const whole = join(...command)
    command = []
    answer = await work.execute(whole)
    if (answer === undefined) return undefined
    const { multipliers, milliseconds } = work.slowness()
    asking = { left: multipliers, milliseconds }
    return askOrAnswer() // rules 9 and 10
  }

  const ofReady = (pcb: number): Said | undefined => {
    const isSame = (pcb & 1) === number
    const isNak = (pcb & 0x10) !== 0
    if (isSame) return again() // rule 11
    if (isNak) return { frame: Uint8Array.of(0xa2 + number), after: 0 } // rule 12; `last` stays what it was
    if (answer === undefined || asking !== undefined) return undefined
    toggle() // rule E
    return information() // rule 13
  }

  const ofSupervision = (pcb: number, inf: Uint8Array): Said | 'halt' | undefined => {
    if (pcb === 0xc2) return inf.length === 0 ? 'halt' : undefined
    const [multiplier] = asking?.left ?? []
    if (multiplier === undefined || inf.length !== 1 || inf[0] !== (multiplier & 0x3f))
      return undefined
    asking = { ...asking!, left: asking!.left.slice(1) }
    return askOrAnswer()
  }

  return {
    async heard(block) {
      const [pcb] = block
      if (pcb === undefined || block.length + 2 > largestIn) return undefined
      const inf = block.subarray(1)
      // no CID was given and no NAD agreed on, so a block with either is not for this card
      if (pcb === 0x02 || pcb === 0x03 || pcb === 0x12 || pcb === 0x13)
        return ofInformation(pcb, inf)
      if ((pcb & 0xee) === 0xa2) return inf.length === 0 ? ofReady(pcb) : undefined
      if (pcb === 0xc2 || pcb === 0xf2) return ofSupervision(pcb, inf)
      return undefined
    },
  }
}
