import { X509Certificate } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { hex, toHex } from '@myna/bytes'
import {
  cardOf,
  contactAtrs,
  contactlessAnswers,
  issuePerson,
  people,
  revokedSerials,
  virtualCard,
  virtualPicc,
  VirtualSlot,
  type CardSecret,
  type PersonName,
  type ProfileName,
} from '@myna/virtual'
import { describe, expect, test, vi } from 'vitest'
import { meet, now, partsOf, SELECT, talkTo, verifyAt } from './talk'

const names = Object.keys(people) as PersonName[]
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('everybody', () => {
  test.each(names.filter((name) => name !== 'phone'))(
    '%s: what is printed, what the secrets open and what the certificate says agree',
    async (name) => {
      const person = await issuePerson(name, { now })
      const everyTry = Object.fromEntries(secretNames.map((secret) => [secret, 3]))
      const talk = await talkTo(cardOf(person, { triesLeft: everyTry, times: noTime }))
      const { printed, secrets } = person

      await talk.say(SELECT.inputSupport)
      expect(await talk.say(verifyAt(0x15, secrets['number-b']))).toBe('9000')
      const attributes = partsOf(await talk.object(0x02))
      expect(
        [0xdf22, 0xdf23, 0xdf24, 0xdf25].map((tag) => text(attributes.get(tag)!.value)),
      ).toEqual([printed.name, printed.address, printed.birthDate, printed.sex])
      await talk.say(SELECT.face)
      expect(await talk.say(verifyAt(0x11, secrets['birth-date-key']))).toBe('9000')
      expect(await talk.say(verifyAt(0x12, secrets['number-b']))).toBe('9000')
      const face = partsOf(await talk.object(0x02))
      expect(text(face.get(0xdf22)!.value)).toBe(printed.birthDate)
      expect(text(face.get(0xdf29)!.value)).toBe(printed.expiry)
      expect(secrets['number-b']).toMatch(/^\d{14}$/)
      expect(secrets['number-b'].slice(6)).toBe(printed.expiry.slice(0, 4) + printed.securityCode)
      for (const tag of [0xdf25, 0xdf26]) expect(isOneBitPng(face.get(tag)!.value)).toBe(true)

      const { certificate } = person.signing
      if (certificate === undefined) return
      const said = text(certificate)
      expect(said).toContain(printed.name)
      expect(said).toContain(printed.birthDate)
      if (name !== 'moved') expect(said).toContain(printed.address)
    },
  )

  test.each(names)(
    '%s: certificates end before the card, and only one pair has ended',
    async (name) => {
      const { authentication, signing, printed } = await issuePerson(name, { now })
      for (const { certificate } of [authentication, signing]) {
        if (certificate === undefined) continue
        const { validTo } = new X509Certificate(certificate)
        const end = new Date(new Date(validTo).getTime() + 9 * 3_600_000).toISOString()
        expect(end.slice(0, 10).replaceAll('-', '') <= printed.expiry).toBe(true)
        expect(new Date(validTo) < now).toBe(name === 'expired')
      }
      expect(signing.certificate === undefined).toBe(name === 'under15')
    },
  )
})

const noTime = { command: 0, signature: 0 }

const secretNames: readonly CardSecret[] = [
  ...(['authentication-pin', 'signing-pin', 'input-support-pin', 'number-a', 'number-b'] as const),
  ...(['birth-date-key', 'face-number-a', 'face-number-b', 'common-pin', 'residents-pin'] as const),
]
const most = [3, 5, 3, 3, 3, 3, 10, 10, 3, 3]

/** PNG (ISO 15948 §11.2.2): greyscale, one bit, and rows that are all there. */
function isOneBitPng(bytes: Uint8Array): boolean {
  const png = Buffer.from(bytes)
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const start = png.indexOf('IDAT')
  const pixels = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)))
  return (
    png[24] === 1 &&
    png[25] === 0 &&
    pixels.length === height * (1 + Math.ceil(width / 8)) &&
    height > 0
  )
}

describe('tries left', () => {
  const lockedIn: Partial<Record<PersonName, readonly CardSecret[]>> = {
    locked: ['authentication-pin'],
    lockedSigning: ['signing-pin'],
    lockedInputSupport: ['input-support-pin'],
    lockedNumberA: ['number-a', 'face-number-a'],
    lockedNumberB: ['number-b', 'face-number-b'],
    lockedBirthDate: ['birth-date-key'],
    lockedCommon: ['common-pin', 'residents-pin'],
  }

  test.each(Object.entries(lockedIn))('%s: only that, and it stays so', async (name, locked) => {
    const { card } = await meet(name as PersonName)

    expect(secretNames.map((secret) => card.triesLeft(secret))).toEqual(
      secretNames.map((secret, index) => (locked.includes(secret) ? 0 : most[index])),
    )
  })

  test('lastTryEverywhere', async () => {
    const { card } = await meet('lastTryEverywhere')

    expect(secretNames.map((secret) => card.triesLeft(secret))).toEqual(most.map(() => 1))
  })

  test('the right secret does not open what is locked', async () => {
    const { say, read } = await meet('lockedNumberB')
    const { secrets } = await issuePerson('lockedNumberB', { now })

    expect(await say(SELECT.inputSupport, verifyAt(0x15, secrets['number-b']))).toBe('6984')
    expect(await read(0x02)).toBe('6982')
    expect(await say(verifyAt(0x11, '5678'))).toBe('9000')
    expect(await read(0x02)).toBeInstanceOf(Uint8Array)
  })

  test('a card without an application has none of its secrets', async () => {
    const { card } = await meet('phone')

    expect(card.triesLeft('signing')).toBe(5)
    expect(() => card.triesLeft('number-b')).toThrow(RangeError)
  })
})

describe('who is special', () => {
  test('moved: the chip has the new address, the revoked signing certificate the old one', async () => {
    const { signing, authentication, printed } = await issuePerson('moved', { now })

    expect([signing.revoked, authentication.revoked]).toEqual([true, undefined])
    expect(text(signing.certificate!)).not.toContain(printed.address)
    expect(text(signing.certificate!)).toContain(people.hanako.address)
  })

  test('renewed: the old pair is another one, and still good', async () => {
    const { former, authentication } = await issuePerson('renewed', { now })

    const [old, present] = [former!.authentication, authentication].map(
      ({ certificate }) => new X509Certificate(certificate!),
    )
    expect(new Date(old!.validTo) > now).toBe(true)
    expect(new Date(old!.validTo) < new Date(present!.validTo)).toBe(true)
    expect(old!.publicKey.equals(present!.publicKey)).toBe(false)
    expect(former!.authentication.serial).not.toBe(authentication.serial)
  })

  test('substitutes: one character of the name, by code points', async () => {
    const { signing } = await issuePerson('substitutes', { now })

    expect(text(signing.certificate!)).toContain('00001')
    expect([...people.substitutes.name]).toHaveLength(5)
    expect(people.substitutes.name).toHaveLength(6)
  })

  test('longAddress: lengths that take more than one byte, also in the number of offsets', async () => {
    const { say, read } = await meet('longAddress')
    await say(SELECT.inputSupport, verifyAt(0x11, '5678'))

    expect(toHex((await read(0x02)) as Uint8Array)).toMatch(/^ff2082....df2108/)
  })

  test('the address of some is longer than one byte of length, and within 255', async () => {
    const { say, read } = await meet('long')
    await say(SELECT.inputSupport, verifyAt(0x11, '5678'))

    expect(toHex((await read(0x02)) as Uint8Array)).toMatch(/^ff2081..df2108/)
  })
})

describe('phones and older cards (card.md §10)', () => {
  test.each([
    ['card', 'JPKIAPICCTOKEN2', '3082'],
    ['android', 'JPKIAPGPSETOKEN', '6982'],
    ['iphone', 'JPKIAPIOSTOKEN', '6982'],
    ['residentCard', 'JPKIAPICCTOKEN', '3082'],
  ] as const satisfies readonly (readonly [ProfileName, string, string])[])(
    '%s is %s',
    async (profile, label, certificate) => {
      const person = await issuePerson('hanako', { now })
      const talk = await talkTo(virtualCard({ ...person, profile }))

      await talk.say(SELECT.jpki)
      const token = (await talk.read(0x06)) as Uint8Array
      expect(token).toHaveLength(160)
      expect(text(token.slice(0, 32))).toBe(label.padEnd(32))
      expect(await talk.say('00b08a0002')).toMatch(new RegExp(`^${certificate}`))
      expect(await talk.say(verifyAt(0x18, '1234'), '00b08a0002')).toBe('30829000')
    },
  )

  test('a phone has no application beside JPKI, and no objects of a card', async () => {
    const { say } = await meet('phone')

    expect(await say('00ca00f000')).toBe('6a88')
    for (const application of [SELECT.inputSupport, SELECT.face, SELECT.common, SELECT.residents])
      expect(await say(application)).toBe('6a82')
  })
})

describe('with contacts and without', () => {
  test.each([1, 2, 3, 4, 5] as const)('contact ATR %i has a right check byte', async (contact) => {
    const card = cardOf(await issuePerson('hanako', { now }), { contact })

    const atr = (await card.powerOn())!

    expect(atr).toEqual(contactAtrs[contact].atr)
    expect(atr.slice(1).reduce((sum, byte) => sum ^ byte)).toBe(0)
    expect(toHex(await card.exchange(hex('00ca5f5100')))).toBe(`${toHex(atr.slice(1))}9000`)
  })

  test.each([
    [1, '9000'],
    [2, '9000'],
    [3, '6700'],
  ] as const)('card %i answers a command of extended length with %s', async (contact, status) => {
    const card = cardOf(await issuePerson('hanako', { now }), { contact })
    const { say } = await talkTo(card)

    expect((await say(SELECT.jpki, '00b08a00 000000')).slice(-4)).toBe(status)
    expect((await say('00b08a0000')).slice(-4)).toBe('9000')
  })

  test.each([1, 2, 3, 4] as const)('contactless answer %i is what a reader hears', async (row) => {
    const slot = new VirtualSlot()
    slot.insert(cardOf(await issuePerson('hanako', { now }), { contactless: row }))
    const picc = virtualPicc(slot)
    await picc.fieldOn()

    const heard = await picc.hear(hex('050000'))

    const { application, protocolInfo } = contactlessAnswers[row]
    const frame = toHex(heard?.frame as Uint8Array)
    expect(frame).toMatch(/^50[0-9a-f]{8}/)
    expect(frame.slice(10)).toBe(`${toHex(application)}${toHex(protocolInfo)}`)
  })

  test('a slow card takes its time, most of it for a signature', async () => {
    vi.useFakeTimers()
    const card = cardOf(await issuePerson('slow', { now }))
    await card.powerOn()
    const timeOf = async (command: string) => {
      const start = Date.now()
      const answer = card.exchange(hex(command))
      await vi.runAllTimersAsync()
      await answer
      return Date.now() - start
    }

    expect(await timeOf(SELECT.jpki)).toBe(150)
    expect(await timeOf(verifyAt(0x18, '1234'))).toBe(150)
    expect(await timeOf('802a0097 01 30 00')).toBe(1500)
    vi.useRealTimers()
  })
})

test('the people whose certificates are revoked are revoked by the test CA, and nobody else', async () => {
  const serials = await revokedSerials({ now })
  const [{ authentication }, { signing }] = await Promise.all([
    issuePerson('revoked', { now }),
    issuePerson('moved', { now }),
  ])
  expect(serials.toSorted()).toEqual([authentication.serial, signing.serial].toSorted())
})
