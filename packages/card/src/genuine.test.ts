// Cards whose issuer is made here, with real keys: what is genuine, and each way in which it is not.
import { decodeCommand, encodeResponse, cardOver, type Card } from '@myna/apdu'
import { base64url, encodeTlv, hex, join } from '@myna/bytes'
import { beforeAll, describe, expect, test } from 'vitest'
import { readAgeRecord, readFaceRecord } from './face'
import type { CvAnchor, Genuine } from './genuine'
import { readVerifiedAttributes } from './verified-attributes'

const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

interface Key {
  readonly modulus: Uint8Array
  readonly sign: (...parts: Uint8Array[]) => Promise<Uint8Array>
  /** The private operation on a padded block: what the card does with any DigestInfo. */
  readonly raw: (payload: Uint8Array) => Uint8Array
}

async function newKey(): Promise<Key> {
  const { privateKey } = await crypto.subtle.generateKey(
    { ...RS256, modulusLength: 2048, publicExponent: hex('010001') },
    true,
    ['sign', 'verify'],
  )
  const { n, d } = await crypto.subtle.exportKey('jwk', privateKey)
  const [modulus, exponent] = [base64url(n!), base64url(d!)]
  return {
    modulus,
    async sign(...parts) {
      return new Uint8Array(await crypto.subtle.sign(RS256, privateKey, join(...parts)))
    },
    raw: (payload) => {
      const block = join(
        hex('0001'),
        new Uint8Array(253 - payload.length).fill(0xff),
        hex('00'),
        payload,
      )
      return octets(power(number(block), number(exponent), number(modulus)))
    },
  }
}

const number = (bytes: Uint8Array) =>
  BigInt(`0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`)
const octets = (value: bigint) => hex(value.toString(16).padStart(512, '0'))
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus
    if (bit === '1') result = (result * base) % modulus
  }
  return result
}

let anchorKey: Key
let issuerKey: Key
let cardKey: Key
let otherKey: Key
beforeAll(async () => {
  ;[anchorKey, issuerKey, cardKey, otherKey] = await Promise.all([
    newKey(),
    newKey(),
    newKey(),
    newKey(),
  ])
}, 60_000)

const utf8 = (text: string) => new TextEncoder().encode(text)
const publicKey = ({ modulus }: Key) =>
  join(encodeTlv(0x90, hex('010001')), encodeTlv(0x91, modulus))
const KEY_ID = utf8('6000033'.padEnd(16, '0'))
const anchors = (): CvAnchor[] => [{ keyId: KEY_ID, modulus: anchorKey.modulus }]

async function issuerFile(signer = anchorKey): Promise<Uint8Array> {
  const body = join(KEY_ID, utf8('6000034'.padEnd(16, '0')), publicKey(issuerKey))
  const signature = encodeTlv(0x5f37, await signer.sign(body))
  return encodeTlv(0x7f21, encodeTlv(0x5f4e, body), signature)
}

const sha256 = async (...parts: Uint8Array[]) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', join(...parts)))

/** A card with these files and a key that signs for anybody. */
function cardWith(files: Readonly<Record<number, Uint8Array>>, key = cardKey): Card {
  let current: Uint8Array | undefined
  return cardOver({
    reader: 'test',
    async exchange(bytes) {
      const { ins, p1, p2, data, expect: most = 0 } = decodeCommand(bytes)
      const answer = (status: number, content = hex('')) =>
        encodeResponse({ data: content, status })
      if (ins === 0x2a && p2 === 0) return answer(0x9000, key.raw(data!) as Uint8Array<ArrayBuffer>)
      if (ins === 0xa4) current = files[(data![0]! << 8) | data![1]!]
      if (current === undefined) return answer(0x6a82)
      const offset = (p1 << 8) | p2
      return ins === 0xa4
        ? answer(0x9000)
        : answer(0x9000, current.slice(offset, offset + most) as Uint8Array<ArrayBuffer>)
    },
    powerOff: async () => {},
  })
}

const filler = (object: Uint8Array) => join(object, hex('ffffffff'))

describe('the four attributes', () => {
  const person = () =>
    join(
      encodeTlv(0xdf22, utf8('見本　花子')),
      encodeTlv(0xdf23, utf8('東京都架空市')),
      encodeTlv(0xdf24, utf8('19960615')),
      encodeTlv(0xdf25, utf8('2')),
    )

  async function files(change: { signer?: Key; keySigner?: Key; anchor?: Key } = {}) {
    const numberDigest = encodeTlv(0xdf31, new Uint8Array(32).fill(7))
    const digest = encodeTlv(0xdf32, await sha256(person()))
    const signature = await (change.signer ?? issuerKey).sign(numberDigest, digest)
    const key = encodeTlv(0xdf51, publicKey(cardKey))
    const keySignature = await (change.keySigner ?? issuerKey).sign(key)
    return {
      0x0002: filler(encodeTlv(0xff20, encodeTlv(0xdf21, hex('000e001a002b0036')), person())),
      0x0003: encodeTlv(0xff30, numberDigest, digest, encodeTlv(0xdf33, signature)),
      0x0004: await issuerFile(change.anchor),
      0x0007: encodeTlv(0xff50, key, encodeTlv(0xdf52, keySignature)),
    }
  }
  const verdict = async (card: Card, trusted = anchors()): Promise<Genuine> =>
    (await readVerifiedAttributes(card, { anchors: trusted })).genuine

  test('are genuine under a configured key, and EF 0003 does not come out', async () => {
    const read = await readVerifiedAttributes(cardWith(await files()), { anchors: anchors() })
    expect(read).toEqual({
      attributes: {
        name: '見本　花子',
        address: '東京都架空市',
        birthDate: { year: 1996, month: 6, day: 15 },
        sex: 'female',
      },
      genuine: { genuine: true },
    })
  })

  test('nothing is trusted unless it was configured', async () => {
    expect(await verdict(cardWith(await files()), [])).toEqual({
      genuine: false,
      because: 'no-anchor',
    })
  })

  test('a key of the right name and another value vouches for nothing', async () => {
    const trusted = [{ keyId: KEY_ID, modulus: otherKey.modulus }]
    expect(await verdict(cardWith(await files()), trusted)).toMatchObject({ because: 'issuer' })
    expect(await verdict(cardWith(await files({ anchor: otherKey })))).toMatchObject({
      because: 'issuer',
    })
  })

  test('data that was changed, or signed by somebody else', async () => {
    const good = await files()
    const changed = good[0x0002].slice()
    changed[changed.length - 5] = 0x31 // another sex
    expect(await verdict(cardWith({ ...good, 0x0002: changed }))).toMatchObject({ because: 'data' })
    expect(await verdict(cardWith(await files({ signer: otherKey })))).toMatchObject({
      because: 'data',
    })
  })

  test('a card key the issuer has not signed', async () => {
    expect(await verdict(cardWith(await files({ keySigner: otherKey })))).toMatchObject({
      because: 'card-key',
    })
  })

  test('a copy of the files, without the key', async () => {
    expect(await verdict(cardWith(await files(), otherKey))).toMatchObject({ because: 'presence' })
  })
})

describe('the age record', () => {
  async function files(signer = issuerKey, born = '20060401') {
    const birth = encodeTlv(0xdf11, utf8(born))
    const key = encodeTlv(0xdf12, publicKey(cardKey))
    const signature = encodeTlv(0xdf13, await signer.sign(birth, key))
    return { 0x0001: encodeTlv(0xff10, birth, key, signature), 0x0004: await issuerFile() }
  }
  const read = async (card: Card) => readAgeRecord(card, { anchors: anchors() })

  test('gives the birth date and whether it is genuine, and no key to know the card by', async () => {
    expect(await read(cardWith(await files()))).toEqual({
      birthDate: { year: 2006, month: 4, day: 1 },
      genuine: { genuine: true },
    })
  })

  test('signed by somebody else, or copied', async () => {
    expect(await read(cardWith(await files(otherKey)))).toMatchObject({
      genuine: { because: 'data' },
    })
    expect(await read(cardWith(await files(), otherKey))).toMatchObject({
      genuine: { because: 'presence' },
    })
  })
})

describe('the face record', () => {
  const THREE = hex('3071300d060960864801650304020105000460')

  async function files(change: { photo?: Uint8Array; digests?: Uint8Array } = {}) {
    const [birth, sex] = [encodeTlv(0xdf22, utf8('19960600')), encodeTlv(0xdf23, utf8('1'))]
    const key = encodeTlv(0xdf24, publicKey(cardKey))
    const [name, address] = [encodeTlv(0xdf25, hex('89')), encodeTlv(0xdf26, hex('8950'))]
    const photo = encodeTlv(0xdf27, new Uint8Array(700).fill(9))
    const digests = join(
      await sha256(birth, sex, key),
      await sha256(name, address),
      await sha256(photo),
    )
    const signature = issuerKey.raw(join(THREE, change.digests ?? digests))
    return {
      0x0002: encodeTlv(
        0xff20,
        encodeTlv(0xdf21, new Uint8Array(18)),
        ...[birth, sex, key, name, address],
        change.photo ? encodeTlv(0xdf27, change.photo) : photo,
        encodeTlv(0xdf28, signature),
        encodeTlv(0xdf29, utf8('20350615')),
        encodeTlv(0xdf2a, hex('89')),
      ),
      0x0004: await issuerFile(),
    }
  }
  const read = async (card: Card) => readFaceRecord(card, { anchors: anchors() })

  test('is genuine by one signature over three digests', async () => {
    const record = await read(cardWith(await files()))
    expect(record).toMatchObject({
      birthDate: { year: 1996, month: 6 },
      sex: 'male',
      expiry: { year: 2035, month: 6, day: 15 },
      genuine: { genuine: true },
    })
    expect(record.photo).toHaveLength(700)
  })

  test('with another photo it is not', async () => {
    const { genuine } = await read(cardWith(await files({ photo: new Uint8Array(700) })))
    expect(genuine).toEqual({ genuine: false, because: 'data' })
  })

  test('a signature over other digests, or over more than them, is none', async () => {
    for (const digests of [new Uint8Array(96), new Uint8Array(97), new Uint8Array(95)]) {
      const { genuine } = await read(cardWith(await files({ digests })))
      expect(genuine).toMatchObject({ because: 'data' })
    }
  })
})
