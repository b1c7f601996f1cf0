import { hex, join, toHex } from '@myna/bytes'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foreignCard } from './card'
import { vpcdCard } from './vpcd'

/** A connection that remembers what the card said. */
async function connection() {
  const said: string[] = []
  const card = await vpcdCard(foreignCard(), (bytes) => said.push(toHex(bytes)))
  return { card, said, hear: (...parts: string[]) => card.received(join(...parts.map(hex))) }
}

const ATR = '000b3b6700002920006f789000'
const ON = '000101'
const SELECT = '000500a4040c00'

test('the ATR can be asked for at any time; power and reset are not answered', async () => {
  const { hear, said } = await connection()

  await hear('000104', ON, '000104', '000102', '000100', '000104')

  expect(said).toEqual([ATR, ATR, ATR])
})

test('commands are answered in their order, however the bytes are cut', async () => {
  const whole = join(...[ON, SELECT, '000600ca00f00001', '000104'].map(hex))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 8 }), async (cuts) => {
      const { card, said } = await connection()
      const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length]
      const parts = places.slice(1).map((place, i) => whole.subarray(places[i]!, place))

      await Promise.all(parts.map((part) => card.received(part)))

      expect(said).toEqual(['00026a82', '00026d00', ATR])
    }),
  )
})

test.each([
  ['a command before power', [SELECT]],
  ['a command after power was taken', [ON, '000100', SELECT]],
  ['an unknown control', ['000103']],
  ['an empty message', ['0000']],
])('%s ends the connection with a reason', async (_, parts) => {
  const { hear, said } = await connection()

  await expect(hear(...parts)).rejects.toMatchObject({
    name: 'MalformedBytes',
    message: expect.stringMatching(/^vpcd: /),
  })

  expect(said).toEqual([])
})

test('any bytes at all: answers, or a named error', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 })), async (parts) => {
      const { card } = await connection()
      for (const part of parts) {
        const error = await card.received(part).then(
          () => undefined,
          (reason: Error) => reason,
        )
        if (error === undefined) continue
        expect(error.name).toBe('MalformedBytes')
        return
      }
    }),
  )
})

test('when the connection ends the card has no power', async () => {
  const { card, hear } = await connection()
  await hear(ON, SELECT)
  card.end()
  await expect(hear(SELECT)).rejects.toThrow('without power')
})
