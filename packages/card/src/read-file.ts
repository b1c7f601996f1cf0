import { dataOf, type Card, type Doing, type Waiting } from '@myna/apdu'
import { join, tlvLength } from '@myna/bytes'
import { readBinary } from './commands'

const MOST_READ = 256 // Le 00, the most a short APDU can ask for
const END_OF_FILE = 0x6282 // fewer bytes than asked for, and they are good
const MOST_FILE = 0x7fff // the offset has 15 bits

/**
 * Reads the selected file to the end of the one TLV object in it. The file itself may be longer
 * (filler FF), and an answer may be shorter than asked for.
 *
 * @throws MalformedBytes when the file holds no object or ends before it
 * @throws CardError by the status word
 */
export async function readObject(card: Card, doing: Doing, waiting: Waiting): Promise<Uint8Array> {
  let bytes: Uint8Array = new Uint8Array(0)
  let size = MOST_READ
  do {
    const ask = Math.min(size - bytes.length, MOST_READ)
    const response = await card.transmit(readBinary(bytes.length, ask), waiting)
    const data = response.status === END_OF_FILE ? response.data : dataOf(response, doing)
    if (data.length === 0) break
    bytes = join(bytes, data)
    size = tlvLength(bytes)
  } while (bytes.length < size && size <= MOST_FILE)
  return bytes.slice(0, size)
}
