import { CardError, type Card, type RecordName, type Waiting } from '@myna/apdu'
import { MalformedBytes, readTlv, readTlvs, type Tlv } from '@myna/bytes'
import { readObjectIn } from './read-file'

/** A record of the card: one constructed object, and what is in it by tag. */
export interface CardRecord {
  readonly name: RecordName
  /** The object as it stands in the file, header included. */
  readonly encoded: Uint8Array
  /** The bytes of the content, as they stand in the file. */
  readonly content: Uint8Array
  /** @throws CardError `record-unreadable` when the record has no such object */
  get(tag: number): Tlv
}

/**
 * Reads the record in a file of the open application.
 *
 * @throws CardError `record-unreadable` for bytes that are none; by the status word
 */
export async function readRecord(
  card: Card,
  name: RecordName,
  file: number,
  tag: number,
  waiting: Waiting,
): Promise<CardRecord> {
  const doing = { doing: `read the ${name}` }
  return readable(name, async () => {
    const object = readTlv(await readObjectIn(card, file, doing, waiting))
    if (object.tag !== tag) throw new MalformedBytes('another object than expected')
    return recordOf(name, object)
  })
}

/** The objects in another one. @throws MalformedBytes */
function recordOf(name: RecordName, { encoded, value: content }: Tlv): CardRecord {
  const objects = readTlvs(content)
  return {
    name,
    encoded,
    content,
    get(tag) {
      const found = objects.filter((object) => object.tag === tag)
      const [object] = found
      if (object === undefined || found.length > 1)
        throw unreadable(name, `${found.length} objects ${tag.toString(16).toUpperCase()}`)
      return object
    },
  }
}

/** Runs a reading of a record; bytes that fit nothing become an error that tells none of them. */
export async function readable<T>(name: RecordName, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof MalformedBytes) throw unreadable(name, error.message, error)
    throw error
  }
}

export const unreadable = (record: RecordName, detail: string, cause?: unknown) =>
  new CardError('record-unreadable', { record, detail }, { cause })
