import { hex, join, toHex, type Tlv } from '@myna/bytes'
import { testCvAnchors } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import { digits, isSignedBy, meet, partsOf, SELECT, sha256, verifies, verifyAt } from './talk'

const BIRTH_DATE = 0x11
const NUMBER_B = 0x12
const NUMBER_A = 0x13

async function opened() {
  const met = await meet('hanako')
  await met.say(SELECT.inputSupport, verifyAt(0x11, '5678'))
  const number = (await met.read(0x01)) as Uint8Array
  await met.say(SELECT.face)
  const values = {
    [BIRTH_DATE]: met.person.secrets['birth-date-key'],
    [NUMBER_B]: met.person.secrets['number-b'],
    [NUMBER_A]: new TextDecoder().decode(number.slice(3, 15)),
  }
  return { ...met, values }
}

describe('who may read what (card.md §6)', () => {
  test.each([
    ['nothing', undefined, [0x03, 0x04]],
    ['the birth date', BIRTH_DATE, [0x01, 0x03, 0x04]],
    ['照合番号B', NUMBER_B, [0x02, 0x03, 0x04, 0x06]],
    ['照合番号A', NUMBER_A, [0x02, 0x03, 0x04, 0x05, 0x06]],
  ] as const)('with %s', async (_, secret, readable) => {
    const { say, read, values } = await opened()
    if (secret) expect(await say(verifyAt(secret, values[secret]))).toBe('9000')

    for (const file of [0x01, 0x02, 0x03, 0x04, 0x05, 0x06]) {
      const found = await read(file)
      if ((readable as readonly number[]).includes(file)) expect(found).toBeInstanceOf(Uint8Array)
      else expect(found, `file ${digits(file)}`).toBe('6982')
    }
  })

  test('no four-digit PIN opens anything, and no secret changes', async () => {
    const { say, values } = await opened()

    expect(await say(verifyAt(BIRTH_DATE, '5678'))).toBe('63c2')
    expect(await say(verifyAt(NUMBER_B, '5678'))).toBe('63c9')
    expect(await say(verifyAt(NUMBER_B, values[NUMBER_B]), '00240192 04 31313131')).toBe('6985')
    expect(await say('80320092 04 31313131')).toBe('6985')
  })
})

/** The key that the application's certificate certifies, after its CA was found among our anchors. */
async function certifiedKey(certificate: Tlv): Promise<Uint8Array> {
  const parts = partsOf(certificate)
  const body = parts.get(0x5f4e)!.value
  const anchor = testCvAnchors().find(({ keyId }) => toHex(keyId) === toHex(body.slice(0, 16)))!
  expect(new TextDecoder().decode(anchor.keyId.slice(0, 7))).toBe('6000023')
  expect(await verifies(anchor.modulus, parts.get(0x5f37)!.value, body)).toBe(true)
  return body.slice(32)
}

test('the age record: 542 bytes, the birth date and the card’s key, signed', async () => {
  const { say, object, values } = await opened()
  await say(verifyAt(BIRTH_DATE, values[BIRTH_DATE]))
  const record = await object(0x01)
  const parts = partsOf(record)
  const key = await certifiedKey(await object(0x04))

  expect(toHex(record.encoded.slice(0, 5))).toBe('ff1082021e')
  expect(new TextDecoder().decode(parts.get(0xdf11)!.value)).toBe('19950615')
  const signed = join(parts.get(0xdf11)!.encoded, parts.get(0xdf12)!.encoded)
  expect(await isSignedBy(key, parts.get(0xdf13)!.value, signed)).toBe(true)
})

test('the face record: offsets, images, and one signature over three digests', async () => {
  const { say, object, values, person } = await opened()
  await say(verifyAt(NUMBER_B, values[NUMBER_B]))
  const record = await object(0x02)
  const parts = partsOf(record)
  const encoded = (...tags: number[]) => join(...tags.map((tag) => parts.get(tag)!.encoded))
  const text = (tag: number) => new TextDecoder().decode(parts.get(tag)!.value)

  expect([...parts.keys()]).toEqual([
    0xdf21, 0xdf22, 0xdf23, 0xdf24, 0xdf25, 0xdf26, 0xdf27, 0xdf28, 0xdf29, 0xdf2a,
  ])
  const table = parts.get(0xdf21)!.value
  expect(table).toHaveLength(18)
  for (let index = 0; index < 9; index++) {
    const offset = table[2 * index]! * 0x100 + table[2 * index + 1]!
    expect(toHex(record.encoded.slice(offset, offset + 2))).toBe(`df${digits(0x22 + index)}`)
  }
  expect([text(0xdf22), text(0xdf23), text(0xdf29)]).toEqual([
    '19950615',
    '2',
    person.printed.expiry,
  ])
  for (const image of [0xdf25, 0xdf26, 0xdf2a])
    expect(toHex(parts.get(image)!.value.slice(0, 8))).toBe('89504e470d0a1a0a')
  expect(toHex(parts.get(0xdf27)!.value.slice(0, 12))).toBe('0000000c6a5020200d0a870a')

  const digests = await Promise.all(
    [encoded(0xdf22, 0xdf23, 0xdf24), encoded(0xdf25, 0xdf26), encoded(0xdf27)].map(sha256),
  )
  const key = await certifiedKey(await object(0x04))
  expect(recovered(key, parts.get(0xdf28)!.value)).toBe(
    `0001${'ff'.repeat(138)}003071300d060960864801650304020105000460${toHex(join(...digests))}`,
  )
})

/** RSAVP1 (RFC 8017 §5.2.2): WebCrypto cannot check a digest of 96 bytes. */
function recovered(key: Uint8Array, signature: Uint8Array): string {
  const number = (bytes: Uint8Array) => BigInt(`0x${toHex(bytes)}`)
  const modulus = number(key.slice(-256))
  let value = number(signature)
  for (let i = 0; i < 16; i++) value = (value * value) % modulus
  value = (value * number(signature)) % modulus
  return value.toString(16).padStart(512, '0')
}

test('the number image is for 照合番号A only, and signed', async () => {
  const { say, object, values } = await opened()
  await say(verifyAt(NUMBER_A, values[NUMBER_A]))
  const parts = partsOf(await object(0x05))

  const signed = join(parts.get(0xdf41)!.encoded, parts.get(0xdf42)!.encoded)
  const key = await certifiedKey(await object(0x04))
  expect(await isSignedBy(key, parts.get(0xdf43)!.value, signed)).toBe(true)
})

test('the key in all its records is the one that proves the card’s presence', async () => {
  const { say, object, values } = await opened()
  await say(verifyAt(BIRTH_DATE, values[BIRTH_DATE]), verifyAt(NUMBER_B, values[NUMBER_B]))
  const challenge = Uint8Array.of(1, 2, 3)
  const info = `3031300d060960864801650304020105000420${toHex(await sha256(challenge))}`

  const signature = hex((await say(`802a0000 33 ${info} 00`)).slice(0, -4))

  const inAge = partsOf(await object(0x01)).get(0xdf12)!.value
  const inFace = partsOf(await object(0x02)).get(0xdf24)!.value
  expect(toHex(inAge)).toBe(toHex(inFace))
  expect(await isSignedBy(inAge, signature, challenge)).toBe(true)
})

test('no key of this application answers INTERNAL AUTHENTICATE', async () => {
  const { say } = await opened()

  expect(await say('0088009a 01 aa 00')).toBe('6985')
})
