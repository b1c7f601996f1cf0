import { hex, join, sameBytes, toHex } from '@myna/bytes'
import { testCvAnchors } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import { digits, isSignedBy, meet, partsOf, SELECT, sha256, verifies, verifyAt } from './talk'

const PIN = 0x11
const NUMBER_A = 0x14
const NUMBER_B = 0x15

// 照合番号A is told by nobody but the card: it is what the PIN reads in file 0001
async function opened() {
  const met = await meet('hanako')
  await met.say(SELECT.inputSupport, verifyAt(PIN, '5678'))
  const number = await met.read(0x01)
  const numberA = new TextDecoder().decode((number as Uint8Array).slice(3, 15))
  await met.say(SELECT.inputSupport)
  return {
    ...met,
    values: { [PIN]: '5678', [NUMBER_A]: numberA, [NUMBER_B]: met.person.secrets['number-b'] },
  }
}

describe('who may read what (card.md §5)', () => {
  const everything = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08]

  test.each([
    ['nothing', undefined, [0x04, 0x05]],
    ['the PIN', PIN, [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07]],
    ['照合番号A', NUMBER_A, [0x01, 0x03, 0x04, 0x05, 0x06, 0x07]],
    ['照合番号B', NUMBER_B, [0x02, 0x03, 0x04, 0x05, 0x06, 0x07]],
  ] as const)('with %s', async (_, secret, readable) => {
    const { say, read, values } = await opened()
    if (secret) expect(await say(verifyAt(secret, values[secret]))).toBe('9000')

    for (const file of everything) {
      const found = await read(file)
      if ((readable as readonly number[]).includes(file)) expect(found).toBeInstanceOf(Uint8Array)
      else expect(found, `file ${digits(file)}`).toBe('6982')
    }
  })

  test.each([PIN, 0x12, 0x13, NUMBER_A, NUMBER_B])('%i is no file to read', async (file) => {
    const { say, read } = await meet('hanako')
    await say(SELECT.inputSupport, verifyAt(PIN, '5678'))

    expect(await read(file)).toBe('6981')
  })

  test('selecting the application again, or another one, takes back what was presented', async () => {
    const { say, read } = await meet('hanako')
    await say(SELECT.inputSupport, verifyAt(PIN, '5678'), SELECT.inputSupport)
    expect(await read(0x02)).toBe('6982')

    await say(verifyAt(PIN, '5678'), SELECT.jpki, SELECT.inputSupport)
    expect(await read(0x02)).toBe('6982')
  })

  test('the number’s file is 17 bytes, and it is nobody’s number', async () => {
    const { say, read } = await meet('hanako')
    await say(SELECT.inputSupport, verifyAt(PIN, '5678'))

    expect(toHex((await read(0x01)) as Uint8Array)).toMatch(/^ff100c30303030(3\d){8}ffff$/)
  })
})

describe('counters', () => {
  test('the key that is delivered blocked', async () => {
    const { say } = await meet('hanako')

    expect(await say(SELECT.inputSupport, '00a4020c 02 0012', '00200080')).toBe('63c0')
    expect(await say('00200080 04 30303030')).toBe('6984')
  })

  test('照合番号B here and in the card face application count apart', async () => {
    const { say, card } = await meet('hanako')

    expect(await say(SELECT.inputSupport, verifyAt(NUMBER_B, '00000000000000'))).toBe('63c2')
    expect(await say(SELECT.face, '00200092')).toBe('63ca')

    expect([card.triesLeft('number-b'), card.triesLeft('face-number-b')]).toEqual([2, 10])
  })

  test('the PIN changes by CHANGE REFERENCE DATA, and 照合番号 by nothing', async () => {
    const { say, person } = await meet('hanako')
    await say(SELECT.inputSupport, verifyAt(PIN, '5678'))

    expect(await say('80320080 04 39393939'), 'the form of the other applications').toBe('6985')
    expect(await say('80320180 04 39393939')).toBe('6a86')
    expect(await say('00240180 04 39393939')).toBe('9000')
    expect(await say(verifyAt(PIN, '5678'))).toBe('63c2')
    const numberB = person.secrets['number-b']
    await say(verifyAt(NUMBER_B, numberB))
    expect(await say('00240180 0e 3131313131313131313131313131')).toBe('6985')
  })
})

describe('what is genuine', () => {
  test('digests over the whole number file and over the attributes from the name on, signed', async () => {
    const { say, object, read } = await meet('hanako')
    await say(SELECT.inputSupport, verifyAt(PIN, '5678'))
    const certificate = partsOf(await object(0x04))
    const certified = certificate.get(0x5f4e)!.value
    const integrity = await object(0x03)
    const parts = partsOf(integrity)
    const attributes = (await read(0x02)) as Uint8Array

    expect(integrity.encoded).toHaveLength(336)
    expect(parts.get(0xdf31)!.value).toEqual(await sha256((await read(0x01)) as Uint8Array))
    const offset = attributes[6]! * 0x100 + attributes[7]!
    expect(toHex(attributes.slice(offset, offset + 2))).toBe('df22')
    expect(parts.get(0xdf32)!.value).toEqual(await sha256(attributes.slice(offset)))
    const signed = join(parts.get(0xdf31)!.encoded, parts.get(0xdf32)!.encoded)
    const signature = parts.get(0xdf33)!.value
    expect(await isSignedBy(certified.slice(32), signature, signed)).toBe(true)
    expect(await isSignedBy(certified.slice(32), signature, signed.slice(1))).toBe(false)
  })

  test('under a certificate of a CA of ours, whose name is no real test CA’s', async () => {
    const { say, object } = await meet('hanako')
    await say(SELECT.inputSupport)
    const certificate = await object(0x04)
    const parts = partsOf(certificate)
    const body = parts.get(0x5f4e)!.value
    const anchor = testCvAnchors().find(({ keyId }) => sameBytes(keyId, body.slice(0, 16)))!

    expect(certificate.encoded).toHaveLength(568)
    expect(body).toHaveLength(297)
    expect(new TextDecoder().decode(anchor.keyId.slice(0, 7))).toBe('6000033')
    expect(toHex(anchor.keyId.slice(7))).not.toBe('080530303100000000') // the real test CA's
    expect(await verifies(anchor.modulus, parts.get(0x5f37)!.value, body)).toBe(true)
  })

  test('the card proves that it is there, without a secret, and two people’s cards are two', async () => {
    const challenge = new TextEncoder().encode('challenge')
    const info = `3031300d060960864801650304020105000420${toHex(await sha256(challenge))}`
    const [one, other] = [await meet('hanako'), await meet('expired')]
    const keys: Uint8Array[] = []
    for (const { say, object } of [one, other]) {
      const signature = hex((await say(SELECT.inputSupport, `802a0000 33 ${info} 00`)).slice(0, -4))
      await say(verifyAt(PIN, '5678'))
      const parts = partsOf(await object(0x07))
      const key = parts.get(0xdf51)!.value
      const certified = partsOf(await object(0x04))
        .get(0x5f4e)!
        .value.slice(32)
      expect(await isSignedBy(key, signature, challenge)).toBe(true)
      const own = parts.get(0xdf51)!.encoded
      expect(await isSignedBy(certified, parts.get(0xdf52)!.value, own)).toBe(true)
      keys.push(key)
    }
    expect(sameBytes(keys[0]!, keys[1]!)).toBe(false)
  })

  test.each([
    ['another P1', '802a0100 33', '6a86'],
    ['the key by its short identifier', '802a0093 33', '6985'],
    ['no DigestInfo of a SHA-256', '802a0000 32', '6985'],
    ['no place for the answer', '802a0000 33', '6700'],
  ])('a proof with %s is refused', async (_, start, status) => {
    const { say } = await meet('hanako')
    const info = `3031300d060960864801650304020105000420${'ab'.repeat(32)}`
    const data = start.endsWith('32') ? info.slice(2) : info

    expect(await say(SELECT.inputSupport, `${start} ${data}${status === '6700' ? '' : '00'}`)).toBe(
      status,
    )
  })
})

test('AP information has lengths with more bytes than they need', async () => {
  const { say, object } = await meet('hanako')
  await say(SELECT.inputSupport)
  const information = await object(0x05)

  expect(toHex(information.encoded.slice(0, 5))).toBe('ff4082009f')
  expect(partsOf(information).get(0xdf43)!.value).toHaveLength(128)
})

test('session keys: refused, and otherwise once the PIN was presented', async () => {
  const { say } = await meet('hanako')

  expect(await say(SELECT.inputSupport, '80ae0000 01 00')).toBe('6982')
  expect(await say(verifyAt(PIN, '5678'), '80ae0000 01 00')).toBe('6a80')
  expect(await say('0cb0820000')).toBe('69fc')
  expect(await say('08b0820000')).toBe('69fc')
  for (const application of [SELECT.common, SELECT.face])
    expect(await say(application, '80ae0000 01 00')).toBe('66f1')
  for (const application of [SELECT.jpki, SELECT.residents])
    expect(await say(application, '80ae0000 01 00')).toBe('6982')
})
