import { hex, sameBytes, toHex } from '@myna/bytes'
import { testCvAnchors } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import { isSignedBy, meet, SELECT, verifies, verifyAt } from './talk'

describe('the common application', () => {
  test('its own record, selected and by short identifier', async () => {
    const { say, person } = await meet('hanako')
    const { cardNumber, municipality, expiry } = person.printed
    const record = `011c${toHex(new TextEncoder().encode(`${cardNumber}${municipality}${expiry}`))}`

    expect(await say(SELECT.common, '00b2010c00')).toBe(`${record}9000`)
    expect(await say(SELECT.common, '00a4020c 02 0001', '00b2010400')).toBe(`${record}9000`)
  })

  test.each([
    ['a record that is not there', '00b2020c00', '6a83'],
    ['record 0', '00b2000c00', '6a83'],
    ['all records from the first', '00b2010d00', '6a81'],
    ['another mode', '00b2010a00', '6a86'],
    ['no place for the answer', '00b2010c', '6700'],
    ['too small a place', '00b2010c10', '6700'],
    ['READ BINARY of records', '00b0810000', '6981'],
    ['READ RECORD of a PIN', '00b201e400', '6981'],
    ['a record of no file', '00b201fc00', '6a82'],
    ['a record of no current file', '00b2010400', '6986'],
    ['signing with its key', '802a0099 01 30 00', '6985'],
    ['its own key by P2 = 00', '802a0000 01 30 00', '6a86'],
  ])('%s', async (_, command, status) => {
    const { say } = await meet('hanako')

    expect(await say(SELECT.common, command)).toBe(status)
  })

  test('the PIN changes by CHANGE KEY after it was presented', async () => {
    const { say } = await meet('hanako')

    expect(await say(SELECT.common, '00a4020c 02 001c', '80320080 04 39393939')).toBe('6982')
    expect(await say(verifyAt(0x1c, '2580'), '00240180 04 39393939')).toBe('6985')
    expect(await say('80320080 05 3939393939')).toBe('6700')
    expect(await say('80320080 04 39393939')).toBe('9000')
    expect(await say(verifyAt(0x1c, '2580'))).toBe('63c2')
    expect(await say(verifyAt(0x1c, '9999'))).toBe('9000')
    expect(await say(SELECT.residents, verifyAt(0x1c, '1379'))).toBe('9000') // another secret
  })

  test('INTERNAL AUTHENTICATE signs a challenge, the same each time, without a secret', async () => {
    const { say } = await meet('hanako')
    const first = await say(SELECT.common, '00880099 03 010203 00')

    expect(first).toMatch(/^[0-9a-f]{512}9000$/)
    expect(await say('00880099 03 010203 00')).toBe(first)
    expect(await say('00880099 03 010204 00')).not.toBe(first)
    expect(await say('00880099 03 010203')).toBe('6700')
    expect(await say('00880199 03 010203 00')).toBe('6a86')
    expect(await say('00a4020c 02 0019', '00880080 03 010203 00')).toBe('6985')
  })
})

test('the application of the residents’ register has the same key reference, and READ RECORD finds none', async () => {
  const { say } = await meet('hanako')
  const reference = await say(SELECT.common, '00b2011400')

  expect(reference).toMatch(/^[0-9a-f]{32}9000$/)
  expect(await say(SELECT.residents, '00b0820000')).toBe(reference)
  expect(await say('00b2011400')).toBe('6981')
})

describe('objects of the card itself', () => {
  test.each([
    ['municipality', '00ca00f000', /^31333939399000$/],
    ['expiry', '00ca00f200', /^(3\d){8}9000$/],
    ['card number', '00ca004500', /^(3\d){15}9000$/],
    ['issuer', '00ca004200', /^[0-9a-f]{32}9000$/],
    ['recognition', '00ca006600', /^660b7309.*9000$/],
    ['the intermediate’s name', '00ca00f700', /^[0-9a-f]{32}9000$/],
    ['the contact ATR', '00ca5f5100', /^e000ff8131fe45149000$/],
    ['an object that is not there', '00ca00f100', /^6a88$/],
    ['a certificate without the place for it', '00ca00f800', /^6700$/],
    ['another one', '00ca7f2100', /^6700$/],
    ['a certificate', '00ca00f8000000', /^7f218202335f4e820129.*9000$/],
  ])('%s', async (_, command, answer) => {
    const { say } = await meet('hanako')

    expect(await say(command)).toMatch(answer)
    expect(await say(SELECT.cardManager, command), 'after the card manager').toMatch(answer)
    expect(await say(SELECT.jpki, command), 'inside an application').toBe('6a88')
  })

  test('their certificates are a chain under a CA of ours', async () => {
    const { say } = await meet('hanako')
    const certificate = async (tag: string) => {
      const bytes = hex((await say(`00ca${tag}000000`)).slice(0, -4))
      return { body: bytes.slice(10, 307), signature: bytes.slice(312) }
    }
    const [upper, lower] = [await certificate('00f8'), await certificate('7f21')]
    const anchor = testCvAnchors().find(({ keyId }) => sameBytes(keyId, upper.body.slice(0, 16)))!

    expect(await verifies(anchor.modulus, upper.signature, upper.body)).toBe(true)
    expect(lower.body.slice(0, 16)).toEqual(upper.body.slice(16, 32))
    expect(await isSignedBy(upper.body.slice(32), lower.signature, lower.body)).toBe(true)
  })
})
