// The test card's file that was published byte by byte (`card.md` §13); its holder does not exist.
import { hex, join, toHex } from '@myna/bytes'
import { transcriptCard } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import { dateFrom, digestedPart, readAttributeRecord, readAttributes } from './attributes'
import { sha256 } from './genuine'

const FILE =
  'ff2065 df2108000e002000590064 df220fe9bb92e6a190e38080e5b9b9e4b99f ' +
  'df2336e69db1e4baace983bde6b885e780ace5b882e8a6b3e5b883e5ad90e58d97efbc91efbc92efbc8defbc97efbc8defbc92efbc90efbc92 ' +
  'df24083139383030323137 df250131'

const cardWith = (content: string) =>
  transcriptCard(`
    > 00b08200 00
    < ${content} 9000
  `)

describe('the four attributes', () => {
  test('of the published test card', async () => {
    const attributes = await readAttributes(cardWith(FILE))

    expect(attributes).toEqual({
      name: '黒桐　幹也',
      address: '東京都清瀬市観布子南１２－７－２０２',
      birthDate: { year: 1980, month: 2, day: 17 },
      sex: 'male',
    })
  })

  test('have the published digest, taken from the name to the end', async () => {
    const record = await readAttributeRecord(cardWith(FILE), {})
    expect(toHex(await sha256(digestedPart(record)))).toBe(
      'b9e0d09427b23b1d4beda2848512b4103752dc2667e51f9712872d65f472cb3b',
    )
  })

  test('with filler behind them, and with lengths in any BER form', async () => {
    const content = hex('df22 8103 e5b1b1 df23 820000 df24 08 3139383030323137 df25 01 39')
    const bytes = join(hex('ff20 820000'), content)
    bytes[4] = content.length
    const { name, address, sex } = await readAttributes(cardWith(`${toHex(bytes)}ffffff`))
    expect({ name, address, sex }).toEqual({ name: '山', address: '', sex: 'not-told' })
  })

  test.each([
    ['another object', FILE.replace('ff20', 'ff21')],
    ['no name', FILE.replace('df220f', 'df2a0f')],
    ['two names', FILE.replace('df2408', 'df2208')],
    ['a name that is no UTF-8', FILE.replace('e9bb92', 'e9bbff')],
    ['a birth date that is none', FILE.replace('3139383030323137', '3139383030323330')],
    ['an object longer than the record', FILE.replace('df250131', 'df250231')],
  ])('%s: unreadable, and nothing of it is told', async (_, content) => {
    const reading = readAttributes(cardWith(content))
    await expect(reading).rejects.toMatchObject({
      code: 'record-unreadable',
      facts: { record: 'attributes' },
    })
    await expect(reading).rejects.not.toThrow(/1980|3139|黒/)
  })

  test('without the secret the card refuses them', async () => {
    const card = transcriptCard('> 00b08200 00\n< 6982')
    await expect(readAttributes(card)).rejects.toMatchObject({
      code: 'card-refused',
      facts: { status: '6982' },
    })
  })
})

test.each(['6a86', '6b00', '6a82', '9000'])(
  'a card that takes no short identifier (%s) is asked by SELECT',
  async (status) => {
    const card = transcriptCard(`
      > 00b08200 00
      < ${status}
      > 00a4020c 02 0002
      < 9000
      > 00b00000 00
      < ${FILE} 9000
    `)
    expect((await readAttributes(card)).sex).toBe('male')
  },
)

describe('dates of the card', () => {
  test.each([
    ['20240229', { year: 2024, month: 2, day: 29 }],
    ['20000229', { year: 2000, month: 2, day: 29 }],
    ['19800200', { year: 1980, month: 2 }],
    ['19800000', { year: 1980 }],
    ['00000000', {}],
  ])('%s', (text, date) => {
    expect(dateFrom(text)).toEqual(date)
  })

  test.each([
    '20230229',
    '19000229',
    '20231301',
    '20230431',
    '20230001',
    '00000101',
    '2023010',
    'x',
  ])('%s is none', (text) => {
    expect(() => dateFrom(text)).toThrow('a date is none')
  })
})
