import { dataOf, type Card, type Doing, type ResponseApdu, type Waiting } from '@myna/apdu'
import { join, tlvLength } from '@myna/bytes'
import { readBinary, readFileBeginning, selectFile } from './commands'

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
  return readOn(card, await card.transmit(readBinary(0, MOST_READ), waiting), doing, waiting)
}

const NEEDS_SECRET = 0x6982

/**
 * Selects a file of the open application and reads it as `readObject` does. The short identifier saves a
 * command; a card that answers it in another way than with the file, or by asking for its secret, is
 * asked by SELECT.
 */
export async function readObjectIn(
  card: Card,
  file: number,
  doing: Doing,
  waiting: Waiting,
): Promise<Uint8Array> {
  const first = await card.transmit(readFileBeginning(file, MOST_READ), waiting)
  if (first.data.length > 0 || first.status === NEEDS_SECRET)
    return readOn(card, first, doing, waiting)
  dataOf(await card.transmit(selectFile(file), waiting), doing)
  return readObject(card, doing, waiting)
}

async function readOn(
  card: Card,
  first: ResponseApdu,
  doing: Doing,
  waiting: Waiting,
): Promise<Uint8Array> {
  let bytes: Uint8Array = new Uint8Array(0)
  let size = MOST_READ
  for (let response = first; ;) {
    const data = response.status === END_OF_FILE ? response.data : dataOf(response, doing)
    bytes = join(bytes, data)
    if (data.length > 0) size = tlvLength(bytes)
    if (data.length === 0 || bytes.length >= size || size > MOST_FILE) return bytes.slice(0, size)
    const ask = Math.min(size - bytes.length, MOST_READ)
    response = await card.transmit(readBinary(bytes.length, ask), waiting)
  }
}
