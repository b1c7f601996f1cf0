import { join, layout, MalformedBytes, rest, restLength, u16be } from '@myna/bytes'
import type { Chip } from './chip'

// The protocol of vsmartcard's virtual reader for pcscd (vpcd.c of vsmartcard 0.8): the reader
// listens, the card connects. Each message is a length and a payload, both ways.

const HEADER = 2

const vpcdMessage = layout('vpcd message', {
  length: restLength(u16be),
  payload: rest,
})

/** A payload of one byte is for the reader's contacts, a longer one is an APDU. */
const controls = { 0: 'power-off', 1: 'power-on', 2: 'reset', 4: 'give-atr' } as const

/**
 * Puts a chip into the virtual reader at the other end of `received` and `send`, and answers until
 * that end hangs up. The reader asks for the ATR again and again to see whether the card is still
 * there; that neither costs the card its power nor gives it any.
 *
 * @throws MalformedBytes for what is no message of the protocol; nothing is answered after it.
 */
export async function putIntoVpcd(
  chip: Chip,
  received: AsyncIterable<Uint8Array>,
  send: (message: Uint8Array) => void,
): Promise<void> {
  const atr = (await chip.powerOn()) ?? new Uint8Array(0)
  chip.powerOff()
  let powered = false
  try {
    for await (const payload of payloadsIn(received)) {
      const request = requestIn(payload)
      if (request === 'give-atr') send(vpcdMessage.encode({ payload: atr }))
      else if (request === 'power-off') {
        chip.powerOff()
        powered = false
      } else if (request !== 'apdu') powered = (await chip.powerOn()) !== undefined
      else if (!powered) throw new MalformedBytes('vpcd message: an APDU for a card without power')
      else send(vpcdMessage.encode({ payload: await chip.exchange(payload) }))
    }
  } finally {
    chip.powerOff()
  }
}

function requestIn(payload: Uint8Array) {
  if (payload.length === 0) throw new MalformedBytes('vpcd message: it is empty')
  if (payload.length > 1) return 'apdu'
  const control = controls[payload[0] as keyof typeof controls]
  if (control === undefined)
    throw new MalformedBytes(`vpcd message: ${payload[0]} is no control byte`)
  return control
}

/** The messages in a stream that cuts them anywhere. */
async function* payloadsIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes: Uint8Array = new Uint8Array(0)
  for await (const chunk of chunks) {
    bytes = join(bytes, chunk)
    while (bytes.length >= HEADER) {
      const end = HEADER + bytes[0]! * 0x100 + bytes[1]!
      if (bytes.length < end) break
      yield vpcdMessage.decode(bytes.subarray(0, end)).payload
      bytes = bytes.subarray(end)
    }
  }
  if (bytes.length > 0) throw new MalformedBytes('vpcd message: the stream ends inside it')
}
