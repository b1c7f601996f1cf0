import { hex, join, MalformedBytes, toHex } from '@myna/bytes'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Chip } from './chip'
import { deadChip } from './card/other-cards'
import { putIntoVpcd } from './vpcd'

const ATR = '3be000ff8131fe4514'

/** A chip that answers every command with it and 9000, and remembers what happened to it. */
function parrot() {
  const seen: string[] = []
  const chip: Chip = {
    powerOn: async () => (seen.push('on'), hex(ATR)),
    powerOff: () => void seen.push('off'),
    exchange: async (command) => (seen.push(toHex(command)), join(command, hex('9000'))),
  }
  return { chip, seen }
}

async function* stream(chunks: readonly Uint8Array[]) {
  for (const chunk of chunks) yield chunk
}

/** What the card says to these bytes, and what its chip went through after its ATR was taken. */
async function converse(...chunks: readonly Uint8Array[]) {
  const { chip, seen } = parrot()
  const said: Uint8Array[] = []
  const error = await putIntoVpcd(chip, stream(chunks), (message) => said.push(message)).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return { said: toHex(join(...said)), seen: seen.slice(2).join(' '), error }
}

const ON = '0001 01'
const GIVE_ATR = '0001 04'
const atrMessage = `0009${ATR}`

describe('the reader asks', () => {
  test.each([
    ['for the ATR of a card without power', GIVE_ATR, atrMessage, 'off'],
    ['for power', ON, '', 'on off'],
    ['for a reset', `${ON} 0001 02`, '', 'on on off'],
    ['to take the power', `${ON} 0001 00`, '', 'on off off'],
    ['for an APDU', `${ON} 0004 00200080`, '0006002000809000', 'on 00200080 off'],
    ['for the ATR in between', `${ON} ${GIVE_ATR}`, atrMessage, 'on off'],
    ['for an APDU too short to be one', `${ON} 0002 0020`, '000400209000', 'on 0020 off'],
    ['nothing', '', '', 'off'],
  ])('%s', async (_, bytes, answer, seen) => {
    expect(await converse(hex(bytes))).toEqual({ said: answer, seen, error: undefined })
  })

  test('a mute chip: the ATR is empty, which a reader takes for no card', async () => {
    const said: string[] = []

    await putIntoVpcd(deadChip(), stream([hex(GIVE_ATR)]), (message) => said.push(toHex(message)))

    expect(said).toEqual(['0000'])
  })
})

describe('what is no message ends the conversation by name, and the card loses its power', () => {
  test.each([
    ['an empty message', `${ON} 0000`, 'vpcd message: it is empty'],
    ['an unknown control byte', `${ON} 0001 03`, 'vpcd message: 3 is no control byte'],
    ['half a length', `${ON} 00`, 'vpcd message: the stream ends inside it'],
    ['half a message', `${ON} 0004 0020`, 'vpcd message: the stream ends inside it'],
    ['more promised than comes', `${ON} ffff 00`, 'vpcd message: the stream ends inside it'],
    ['an APDU without power', '0004 00200080', 'vpcd message: an APDU for a card without power'],
    [
      'an APDU after the power went',
      `${ON} 0001 00 0004 00200080`,
      'vpcd message: an APDU for a card without power',
    ],
  ])('%s', async (_, bytes, message) => {
    const { error, seen } = await converse(hex(bytes))

    expect(error).toBeInstanceOf(MalformedBytes)
    expect(error).toHaveProperty('message', message)
    expect(seen).toMatch(/off$/)
  })

  test('nothing is answered after it', async () => {
    expect((await converse(hex(`${GIVE_ATR} 0000 ${GIVE_ATR}`))).said).toBe(atrMessage)
  })
})

describe('however the stream is cut', () => {
  const apdu = fc.uint8Array({ minLength: 2, maxLength: 300 })
  const framed = (payload: Uint8Array) =>
    join(Uint8Array.of(payload.length >> 8, payload.length & 0xff), payload)

  test('the same messages are answered, in their order', async () => {
    const cuts = fc.array(fc.nat({ max: 3000 }), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(fc.array(apdu, { maxLength: 8 }), cuts, async (apdus, places) => {
        const bytes = join(hex(ON), ...apdus.map(framed))
        const ends = [0, ...places.map((at) => at % bytes.length), bytes.length]
        const sorted = ends.toSorted((a, b) => a - b)
        const chunks = sorted.slice(1).map((end, index) => bytes.slice(sorted[index], end))

        const { said, error } = await converse(...chunks)

        const answers = apdus.map((command) => framed(join(command, hex('9000'))))
        expect(error).toBeUndefined()
        expect(said).toBe(toHex(join(...answers)))
      }),
    )
  })

  test('any bytes at all end in silence or in a named error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 })), async (chunks) => {
        const { error } = await converse(hex(ON), ...chunks)

        if (error !== undefined) expect(error).toBeInstanceOf(MalformedBytes)
      }),
      { numRuns: 500 },
    )
  })
})
