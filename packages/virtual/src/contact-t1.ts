import { join } from '@myna/bytes'

/** An answer of the card's, and how many block waiting times it takes to come. */
export interface CardBlock {
  readonly bytes: Uint8Array
  readonly waits: number
}

const OTHER = 2 // why an R-block is sent (ISO 7816-3 §11.3.2.2)
const EDC = 1
const RESYNCH = 0xc0
const IFS = 0xc1
const ABORT = 0xc2
const WTX = 0xc3
const RESPONSE = 0x20
const MORE = 0x20
const NOTHING: Uint8Array = new Uint8Array(0)

/**
 * The card's side of T=1 (ISO 7816-3 §11), written from the standard and apart from the driver. It
 * repeats what it said and never what it did: a command is carried out once, whatever gets lost.
 *
 * @param run carries a command out; `undefined`: the card lost its power meanwhile
 * @param wtx takes what is planned: how often, and for how long, the card asks for more time
 */
export function contactT1(
  facts: { readonly ifsc: number; readonly crc: boolean },
  run: (command: Uint8Array) => Promise<Uint8Array | undefined>,
  wtx: () => readonly number[],
) {
  let ns = 0 // of the next I-block to send
  let nr = 0 // expected of the next I-block to come
  let ifsd = 32
  let command: Uint8Array[] = []
  let answer = NOTHING // what has not been sent yet
  let extensions: number[] = []
  let last = NOTHING // the block sent last
  let lastI: Uint8Array | undefined // the I-block that nobody has acknowledged

  const reset = (): void => {
    ns = nr = 0
    ifsd = 32
    command = []
    answer = NOTHING
    extensions = []
    lastI = undefined
  }
  const edc = (body: Uint8Array): number[] => {
    if (!facts.crc) return [body.reduce((a, b) => a ^ b)]
    let crc = 0xffff
    for (const byte of body)
      for (let bit = 0; bit < 8; bit++) {
        const isOdd = ((crc ^ (byte >> bit)) & 1) === 1
        crc = (crc >> 1) ^ (isOdd ? 0x8408 : 0)
      }
    return [crc >> 8, crc & 0xff]
  }
  const say = (pcb: number, inf: Uint8Array = NOTHING, waits = 1): CardBlock => {
    const body = join(Uint8Array.of(0, pcb, inf.length), inf)
    last = join(body, Uint8Array.from(edc(body)))
    return { bytes: last, waits }
  }
  const refuse = (why: number) => {
    const isRequest = (last[1]! & 0xe0) === 0xc0 && last.length > 0
    // an S-request is repeated until it is answered (rule 7.3), everything else asks for the other side
    return isRequest ? { bytes: last, waits: 1 } : say(0x80 | (nr << 4) | why)
  }
  const sayAnswer = (waits: number): CardBlock => {
    const inf = answer.slice(0, ifsd)
    answer = answer.slice(ifsd)
    const block = say((ns << 6) | (answer.length > 0 ? MORE : 0), inf, waits)
    lastI = block.bytes
    return block
  }
  const sayWhenReady = (waits: number): CardBlock => {
    const [multiplier] = extensions
    return multiplier === undefined ? sayAnswer(waits) : say(WTX, Uint8Array.of(multiplier), waits)
  }
  const acknowledged = (): void => {
    if (lastI !== undefined) ns ^= 1
    lastI = undefined
  }

  const heardI = async (pcb: number, inf: Uint8Array): Promise<CardBlock | undefined> => {
    const isExpected = ((pcb >> 6) & 1) === nr
    const isMine = answer.length > 0 || extensions.length > 0 // it is the card that has to speak
    if (!isExpected || isMine || (pcb & 0x1f) !== 0 || inf.length > facts.ifsc) return refuse(OTHER)
    acknowledged()
    nr ^= 1
    command.push(inf)
    if (pcb & MORE) return say(0x80 | (nr << 4))
    const whole = join(...command)
    command = []
    const done = await run(whole)
    if (done === undefined) return undefined
    answer = done
    extensions = [...wtx()]
    return sayWhenReady(1)
  }

  const heardR = (pcb: number, inf: Uint8Array): CardBlock => {
    if ((pcb & 0x2c) !== 0 || inf.length > 0) return refuse(OTHER)
    const wanted = (pcb >> 4) & 1
    if (extensions.length > 0) return refuse(OTHER)
    if (lastI === undefined) return say(0x80 | (nr << 4) | OTHER)
    if (wanted === ns) {
      last = lastI
      return { bytes: lastI, waits: 1 } // once more
    }
    if (answer.length === 0) return say(0x80 | (nr << 4) | OTHER) // all was said; it is their turn
    acknowledged()
    return sayAnswer(1)
  }

  const heardS = (pcb: number, inf: Uint8Array): CardBlock => {
    if (pcb === RESYNCH && inf.length === 0) {
      reset()
      return say(RESYNCH | RESPONSE)
    }
    if (pcb === IFS && inf.length === 1 && inf[0]! > 0 && inf[0]! < 255) {
      ifsd = inf[0]!
      return say(IFS | RESPONSE, inf)
    }
    if (pcb === ABORT && inf.length === 0) {
      command = []
      answer = NOTHING
      extensions = []
      return say(ABORT | RESPONSE)
    }
    if (pcb === (WTX | RESPONSE) && inf.length === 1 && inf[0] === extensions[0]) {
      const multiplier = extensions.shift()!
      return sayWhenReady(multiplier) // and it takes the time it asked for
    }
    return refuse(OTHER)
  }

  return {
    async received(block: Uint8Array): Promise<CardBlock | undefined> {
      const size = block.length - (facts.crc ? 5 : 4)
      if (size < 0 || block[2] !== size) return refuse(OTHER)
      const body = block.subarray(0, 3 + size)
      if (edc(body).some((byte, index) => byte !== block[body.length + index])) return refuse(EDC)
      const [nad, pcb] = block as unknown as [number, number]
      if (nad !== 0) return refuse(OTHER)
      const inf = block.slice(3, 3 + size)
      if ((pcb & 0x80) === 0) return heardI(pcb, inf)
      return (pcb & 0x40) === 0 ? heardR(pcb, inf) : heardS(pcb, inf)
    },
  }
}
