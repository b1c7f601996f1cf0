// The published traces (`card.md` §13) against a virtual card with the content of that test card. Its
// holder does not exist; the bytes were published by who read it.
import { hex, toHex } from '@myna/bytes'
import { issuePerson, virtualCard, type CardHolder, type VirtualCard } from '@myna/virtual'
import { beforeAll, describe, expect, test } from 'vitest'
import { now, partsOf, SELECT, talkTo, verifyAt, type Talk } from './talk'

const nothing = new Uint8Array(0)
const content: Omit<CardHolder, 'keys'> = {
  name: '黒桐　幹也',
  address: '東京都清瀬市観布子南１２－７－２０２',
  birthDate: '19800217',
  sex: '1',
  expiry: '20350217',
  municipality: '13221',
  cardNumber: '400000012719843',
  numberA: '537686677188',
  numberB: '55021720352285',
  inputSupportPin: '1234',
  commonPin: '1234',
  residentsPin: '1234',
  images: {
    name: nothing,
    address: nothing,
    securityCode: nothing,
    number: nothing,
    photo: nothing,
  },
}

let card: VirtualCard
let talk: Talk
beforeAll(async () => {
  const { authentication, signing } = await issuePerson('hanako', { now })
  const keys = {
    inputSupport: authentication.key,
    face: authentication.key,
    common: authentication.key,
  }
  card = virtualCard({ authentication, signing, holder: { ...content, keys } })
  talk = await talkTo(card)
})

test.each([
  ['GET DATA of the municipality', ['00ca00f000'], '31333232319000'],
  ['GET DATA of a large object, short', ['00ca00f800'], '6700'],
  ['SELECT of nothing, cold', ['00a40000'], '6a86'],
  ['SELECT of 3F00', ['00a4000c 02 3f00'], '6a82'],
  ['SELECT of 2F10', ['00a4020c 02 2f10'], '6a82'],
  ['SELECT of 2F11', ['00a4020c 02 2f11'], '6a82'],
  ['SELECT of JPKI', [SELECT.jpki], '9000'],
  ['SELECT of nothing, with an application', [SELECT.jpki, '00a40000'], '9000'],
  ['SELECT of 001E', [SELECT.jpki, '00a4020c 02 001e'], '9000'],
  ['READ BINARY of 001E', [SELECT.jpki, '00a4020c 02 001e', '00b0000000'], '6981'],
  ['the tries after the right PIN', [SELECT.jpki, verifyAt(0x18, '1234'), '00200080'], '63c3'],
  ['READ BINARY of 0001 without its PIN', [SELECT.jpki, '00a4020c 02 0001', '00b0000004'], '6982'],
  ['JPKI 0008', [SELECT.jpki, '00b0880000'], '8f8f009000'],
  ['a signature with P1 = 06', [SELECT.jpki, '802a0697 01 aa 00'], '6a86'],
  ['80 FC', ['80fc0000'], '6700'],
  ['another channel', ['01a4040c 0a d392f000260100000001'], '6881'],
  [
    'the card’s own record',
    [SELECT.common, '00b2010c00'],
    '011c343030303030303132373139383433313332323132303335303231379000',
  ],
  [
    '照合番号B',
    [SELECT.inputSupport, '00a4020c 02 0015', '00200080 0e 3535303231373230333532323835'],
    '9000',
  ],
  ['the birth date', [SELECT.face, '00a4020c 02 0011', '00200080 06 353530323137'], '9000'],
  ['the blocked key, asked', [SELECT.inputSupport, '00a4020c 02 0012', '00200080'], '63c0'],
  ['the blocked key', [SELECT.inputSupport, '00a4020c 02 0012', '00200080 04 30303030'], '6984'],
])('%s', async (_, commands, answer) => {
  await card.powerOn()

  expect(await talk.say(...commands)).toBe(answer)
})

describe('券面事項入力補助', () => {
  test('the files and digests are the published ones, to the byte', async () => {
    await talk.say(SELECT.inputSupport, verifyAt(0x11, '1234'))

    expect(toHex((await talk.read(0x01)) as Uint8Array)).toBe('ff100c353337363836363737313838ffff')
    expect(toHex((await talk.read(0x02)) as Uint8Array)).toBe(
      toHex(
        hex(`
          FF2065 DF2108 000E002000590064 DF220F E9BB92E6A190E38080E5B9B9E4B99F
          DF2336 E69DB1E4BAACE983BDE6B885E780ACE5B882E8A6B3E5B883E5AD90E58D97
          EFBC91EFBC92EFBC8DEFBC97EFBC8DEFBC92EFBC90EFBC92
          DF2408 3139383030323137 DF2501 31
        `),
      ),
    )
    const digests = partsOf(await talk.object(0x03))
    expect(toHex(digests.get(0xdf31)!.value)).toBe(
      '6d5a4c1ef9ab15bf506862d7e66b9c0f179ca065bc936c8e634e9e57449ca9cd',
    )
    expect(toHex(digests.get(0xdf32)!.value)).toBe(
      'b9e0d09427b23b1d4beda2848512b4103752dc2667e51f9712872d65f472cb3b',
    )
  })
})
