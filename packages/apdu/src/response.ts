import { MalformedBytes } from '@myna/bytes'

/** The card's answer: data and the status word SW1SW2 as one number (ISO 7816-4 §5.1). */
export interface ResponseApdu {
  readonly data: Uint8Array
  readonly status: number
}

/** Reads an answer. @throws MalformedBytes when not even a status word came. */
export function decodeResponse(bytes: Uint8Array): ResponseApdu {
  if (bytes.length < 2) throw new MalformedBytes(`response APDU of ${bytes.length} bytes`)
  return { data: bytes.slice(0, -2), status: bytes.at(-2)! * 0x100 + bytes.at(-1)! }
}

/** Writes an answer, as a card does. */
export function encodeResponse({ data, status }: ResponseApdu): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(data.length + 2)
  bytes.set(data)
  bytes[data.length] = status >> 8
  bytes[data.length + 1] = status & 0xff
  return bytes
}
