import { join } from '@myna/bytes'

const GET_RESPONSE = 0xc0

/** Instructions of the My Number card whose data goes to the card; the others bring data from it. */
const TAKES_DATA = [0x20, 0x24, 0x2a, 0xa4, 0x88, 0xc2]
/** Those of them that answer with data. */
const ANSWERS_TOO = [0x2a, 0x88]
const NOTHING: Uint8Array = new Uint8Array(0)

/**
 * The card's side of T=0 (ISO 7816-3 §10, §12.2): it knows from the instruction alone which way data
 * goes, gives exactly the P3 bytes it was asked for, and has answers fetched by GET RESPONSE.
 *
 * @param run carries an APDU out; `undefined`: the card lost its power meanwhile
 */
export function contactT0(run: (command: Uint8Array) => Promise<Uint8Array | undefined>) {
  let waiting = NOTHING // data to be fetched
  let status = NOTHING
  let classAsked = 0 // GET RESPONSE belongs to the command before it (ISO 7816-4 §11.6.1)
  let lengthAsked: { header: string; answer: Uint8Array } | undefined // 6Cxx was said

  const fetch = (p3: number): Uint8Array => {
    const size = p3 || 256
    if (waiting.length === 0) return Uint8Array.of(0x69, 0x85)
    if (size > waiting.length) return Uint8Array.of(0x6c, waiting.length & 0xff)
    const part = waiting.slice(0, size)
    waiting = waiting.slice(size)
    return join(part, waiting.length > 0 ? Uint8Array.of(0x61, waiting.length & 0xff) : status)
  }

  return {
    /** One TPDU. `undefined`: the card is mute. */
    async received(tpdu: Uint8Array): Promise<Uint8Array | undefined> {
      const [cla = 0, ins = 0, , , p3 = 0] = tpdu
      const header = tpdu.subarray(0, 4)
      const data = tpdu.subarray(5)
      if (ins === GET_RESPONSE) {
        if (cla !== classAsked) return Uint8Array.of(0x6e, 0x00)
        return data.length === 0 ? fetch(p3) : undefined
      }
      classAsked = cla
      waiting = NOTHING
      const repeated = lengthAsked?.header === header.join() ? lengthAsked : undefined
      lengthAsked = undefined

      if (TAKES_DATA.includes(ins)) {
        if (data.length !== p3) return undefined // it waits for data that does not come
        const body = p3 === 0 ? header : join(header, Uint8Array.of(p3), data)
        const le = ANSWERS_TOO.includes(ins) && p3 > 0 ? Uint8Array.of(0) : NOTHING
        const answer = await run(join(body, le))
        if (answer === undefined || answer.length === 2) return answer
        waiting = answer.slice(0, -2)
        status = answer.slice(-2)
        return Uint8Array.of(0x61, waiting.length & 0xff)
      }

      if (data.length > 0) return undefined
      const answer = repeated?.answer ?? (await run(join(header, Uint8Array.of(p3))))
      if (answer === undefined || answer.length === 2) return answer
      const size = answer.length - 2
      if (size === (p3 || 256)) return answer
      lengthAsked = { header: header.join(), answer }
      return Uint8Array.of(0x6c, size & 0xff)
    },
  }
}
