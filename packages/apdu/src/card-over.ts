import { stopIfCancelled } from './cancel'
import type { Card, PinEntry, Waiting } from './card'
import { encodeCommand, type CommandApdu } from './command'
import { numberGuard } from './number-guard'
import { CardError } from './error'
import { decodeResponse, type ResponseApdu } from './response'
import { join } from '@myna/bytes'

/** The bytes below a card: what a reader provides. */
export interface CardLink {
  /** The reader's name, for errors. */
  readonly reader: string
  /**
   * One command APDU in, one response APDU out. Rejects with CardErrors only.
   *
   * @param once it carries a secret, which a second sending would cost a second try: whatever the reader
   *   says of it ("busy", too), it must not be sent again
   */
  exchange(command: Uint8Array, signal: AbortSignal | undefined, once: boolean): Promise<Uint8Array>
  /** For readers with keys: the header of a VERIFY in, the card's answer out. */
  enterPin?(
    header: Uint8Array,
    digits: number,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array>
  powerOff(): Promise<void>
}

/**
 * Makes a `Card` over a link of bytes. Every reader hands out its cards through here, so that the
 * number guard and these two courtesies of ISO 7816-4 §5.3.4 hold everywhere:
 * `61xx` fetches the rest of the answer, `6Cxx` repeats the question with the right length.
 * A command that carries a secret is never repeated: a repeated VERIFY costs a second try.
 */
export function cardOver(link: CardLink): Card {
  const guard = numberGuard()

  const once = async (
    command: CommandApdu,
    signal: AbortSignal | undefined,
  ): Promise<ResponseApdu> => {
    stopIfCancelled(signal)
    const sent = encodeCommand(command)
    const bytes = await link.exchange(sent, signal, command.secret === true).finally(() => {
      if (command.secret) sent.fill(0)
    })
    return responseIn(command, bytes)
  }

  const responseIn = (command: CommandApdu, bytes: Uint8Array): ResponseApdu => {
    if (bytes.length < 2) throw tooShort(link.reader, bytes.length)
    const response = decodeResponse(bytes)
    guard.answered(command, response.status)
    return response
  }

  const enterPin = async (
    { command, digits }: PinEntry,
    { signal }: Waiting = {},
  ): Promise<ResponseApdu> => {
    if (command.data !== undefined || command.expect !== undefined)
      throw new RangeError('a PIN entry begins with the header alone')
    guard.check(command)
    stopIfCancelled(signal)
    return responseIn(command, await link.enterPin!(encodeCommand(command), digits, signal))
  }

  return {
    async transmit(command: CommandApdu, { signal }: Waiting = {}) {
      guard.check(command)
      let response = await once(command, signal)
      if (command.secret || command.expect === undefined) return response

      const [sw1, sw2] = [response.status >> 8, response.status & 0xff]
      if (sw1 === 0x6c) response = await once({ ...command, expect: sw2 || 256 }, signal)

      const parts = [response.data]
      let received = response.data.length
      while (response.status >> 8 === 0x61 && received <= command.expect) {
        response = await once(getResponse(command.cla, response.status & 0xff), signal)
        parts.push(response.data)
        received += response.data.length
        if (response.data.length === 0) break // an answer without end is no answer
      }
      return { data: join(...parts), status: response.status }
    },
    ...(link.enterPin === undefined ? {} : { enterPin }),
    powerOff: () => link.powerOff(),
  }
}

const tooShort = (reader: string, length: number) =>
  new CardError('reader-fault', {
    reader,
    detail: `an answer of ${length} bytes`,
    attempt: 'none',
  })

const getResponse = (cla: number, length: number): CommandApdu => ({
  cla,
  ins: 0xc0,
  p1: 0x00,
  p2: 0x00,
  expect: length || 256,
})
