import { encodeTlv, hex, join } from '@myna/bytes'
import { askTries, openJpki, present, secretFrom, signDigest } from '@myna/card'
import { signatureVerifier, staticChecker } from '@myna/verifier'
import { cardOf, issuePerson, testAnchors, virtualReader, VirtualSlot } from '@myna/virtual'
import { beforeAll, describe, expect, test } from 'vitest'
import { keysFor, objectId, signWith, type Keys } from './certificate-factory'
import {
  attribute,
  ATTRIBUTES as ARC,
  otherName as other,
  signingCa,
  signingCertificate,
  utf8,
} from './signing-factory'
import { issuedNow, testClock } from './world'

let keys: Keys
beforeAll(async () => {
  keys = await keysFor()
})

/** The attributes of a certificate that is believed, with these general names. */
async function attributesOf(...names: Uint8Array[]) {
  const verifier = await signatureVerifier({
    role: 'test',
    use: 'signing',
    anchors: [await signingCa(keys)],
    revocation: 'notChecked',
    now: testClock().now,
  })
  const signedBytes = new Uint8Array(10)
  const signed = await verifier.verify({
    unverifiedCertificate: await signingCertificate(keys, names),
    signature: await signWith(keys.leaf, signedBytes),
    signedBytes,
    purpose: 'contract',
  })
  return signed.attributes()
}

const codeOf = (...names: Uint8Array[]) =>
  attributesOf(...names).then(
    () => 'read',
    ({ code }) => code,
  )

describe('the attributes of a signing certificate', () => {
  const hanako = [
    attribute(1, '見本　花子'),
    attribute(4, '419900102'),
    attribute(3, '2'),
    attribute(5, '東京都架空市'),
    attribute(2, '00000'),
    attribute(6, '000100'),
  ]

  test('are found by identifier, in any order', async () => {
    for (const names of [hanako, hanako.toReversed()]) {
      const { name, birthDate, sex, address } = await attributesOf(...names)
      expect(name?.reveal()).toEqual({ text: '見本　花子', substitutes: 'none', substitutedAt: [] })
      expect(birthDate?.reveal()).toEqual({
        year: 1990,
        month: 1,
        day: 2,
        era: 'heisei',
        eraFits: true,
      })
      expect(sex?.reveal()).toEqual({ code: '2', meaning: 'female' })
      expect(address?.reveal()).toMatchObject({ substitutes: 'some', substitutedAt: [3] })
    }
  })

  test('are read from what a card signed', async () => {
    const person = await issuePerson('hanako', issuedNow)
    const slot = new VirtualSlot()
    slot.insert(cardOf(person))
    const card = await virtualReader(slot).connect()
    await openJpki(card)
    const signedBytes = new TextEncoder().encode('a document')
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', signedBytes))
    const digestInfo = join(hex('3031300d060960864801650304020105000420'), digest)
    const counter = await askTries(card, 'signing-pin')
    await present(card, counter, secretFrom('signing-pin', 'ABC123'))
    const signature = await signDigest(card, 'signing', digestInfo)
    const { signing: anchors } = await testAnchors(issuedNow)
    const verifier = await signatureVerifier({
      role: 'test',
      use: 'signing',
      anchors,
      revocation: staticChecker([]),
      now: testClock().now,
    })

    const signed = await verifier.verify({
      unverifiedCertificate: person.signing.certificate!,
      signature,
      signedBytes,
      purpose: 'contract',
    })

    expect(signed.checks.revocation).toBe('good')
    const { name, birthDate, sex, address } = signed.attributes()
    expect(name?.reveal()).toMatchObject({ text: '見本　花子', substitutes: 'none' })
    expect(birthDate?.reveal()).toMatchObject({ year: 1995, month: 6, day: 15, eraFits: true })
    expect(sex?.reveal().meaning).toBe('female')
    expect(address?.reveal().text).toBe('東京都架空市見本町１丁目２番３号')
  })

  test('do not show in logs, JSON or messages', async () => {
    const attributes = await attributesOf(...hanako)
    const { inspect } = await import('node:util')
    const printed = [
      JSON.stringify(attributes),
      `${attributes.name} ${attributes.birthDate}`,
      inspect(attributes, { depth: 9, showHidden: true }),
    ].join()
    for (const secret of ['見本', '花子', '1990', '東京', 'female'])
      expect(printed).not.toContain(secret)
    expect(printed).toContain('[sensitive]')
  })

  test('that nobody knows of are passed over, and so are other kinds of names', async () => {
    const furigana = attribute(7, 'ミホン　ハナコ')
    const mail = encodeTlv(0x81, hex('61'))
    const bytes = other('1.2.3.4', encodeTlv(0x04, hex('61')))
    const { name } = await attributesOf(furigana, mail, bytes, ...hanako)
    expect(name?.reveal().text).toBe('見本　花子')
  })

  test('may be missing one by one', async () => {
    const { name, birthDate } = await attributesOf(attribute(1, '見本'))
    expect(name?.reveal().substitutes).toBe('absent')
    expect(birthDate).toBeUndefined()
  })

  test('of flags alone are no name', async () => {
    expect(await attributesOf(attribute(2, '0'))).toEqual({})
  })

  // prettier-ignore
  test.each<[string, string, Uint8Array[]]>([
    ['none', 'attributes-missing', []],
    ['names of other kinds only', 'attributes-missing', [encodeTlv(0x82, hex('61'))]],
    ['an unknown one only', 'attributes-missing', [attribute(7, 'a')]],
    ['a name twice', 'attribute-duplicate', [...hanako, attribute(1, '見本　花子')]],
    ['an unknown one twice', 'attribute-duplicate', [attribute(7, 'a'), attribute(7, 'a')]],
    ['a name as bytes', 'attribute-malformed', [other(`${ARC}.1`, encodeTlv(0x04, hex('61')))]],
    ['two texts in one', 'attribute-malformed', [encodeTlv(0xa0, objectId(`${ARC}.1`), encodeTlv(0xa0, utf8('a'), utf8('b')))]],
    ['a name without a value', 'attribute-malformed', [encodeTlv(0xa0, objectId(`${ARC}.1`))]],
    ['a sex of two digits', 'attribute-malformed', [attribute(3, '12')]],
    ['a sex that is a word', 'attribute-malformed', [attribute(3, 'female')]],
  ])('%s → %s', async (_, code, names) => {
    expect(await codeOf(...names)).toBe(code)
  })

  test('that are no list of names are refused when they are asked for', async () => {
    expect(await codeOf(hex('0500'), hex('0203'))).toBe('attribute-malformed')
  })
})

describe('substitute flags count code points', () => {
  const textOf = async (text: string, flags: string) =>
    (await attributesOf(attribute(1, text), attribute(2, flags))).name!.reveal()

  test.each([
    ['吉田', '00', 'none', []],
    ['𠮷田', '10', 'some', [0]], // one character, two UTF-16 units
    ['𠮷田', '100', 'length-differs', []],
    ['辻󠄀', '10', 'some', [0]], // with a variation selector, which is a code point of its own
    ['\ufeff吉', '00', 'none', []], // a byte order mark is a character like any other
    ['吉田', '1', 'length-differs', []],
    ['吉田', '', 'length-differs', []],
    ['吉田', '0x', 'malformed', []],
    ['吉田', '11', 'some', [0, 1]],
  ])('%s with %s: %s', async (text, flags, substitutes, substitutedAt) => {
    expect(await textOf(text, flags)).toEqual({ text, substitutes, substitutedAt })
  })
})

test.each([
  ['1', 'male'],
  ['2', 'female'],
  ['3', 'other'],
  ['9', 'other'],
  ['0', 'other'],
])('sex %s is %s', async (code, meaning) => {
  expect((await attributesOf(attribute(3, code))).sex!.reveal()).toEqual({ code, meaning })
})

describe('a date of birth', () => {
  const birthOf = async (text: string) =>
    (await attributesOf(attribute(4, text))).birthDate!.reveal()

  test.each<[string, object]>([
    ['118680125', { year: 1868, month: 1, day: 25, era: 'meiji', eraFits: true }],
    ['119120730', { era: 'meiji', eraFits: true }],
    ['219120730', { era: 'taisho', eraFits: true }],
    ['219120729', { era: 'taisho', eraFits: false }],
    ['219261225', { era: 'taisho', eraFits: true }],
    ['319261225', { era: 'showa', eraFits: true }],
    ['319261224', { era: 'showa', eraFits: false }],
    ['319890107', { era: 'showa', eraFits: true }],
    ['319890108', { era: 'showa', eraFits: false }],
    ['419890108', { era: 'heisei', eraFits: true }],
    ['419890107', { era: 'heisei', eraFits: false }],
    ['420190430', { era: 'heisei', eraFits: true }],
    ['420190501', { era: 'heisei', eraFits: false }],
    ['520190501', { era: 'reiwa', eraFits: true }],
    ['520190430', { era: 'reiwa', eraFits: false }],
    ['019900102', { year: 1990, era: undefined, eraFits: undefined }],
    ['319500000', { year: 1950, month: undefined, day: undefined, eraFits: true }],
    ['319890000', { year: 1989, eraFits: true }], // a year of two eras
    ['419890000', { year: 1989, eraFits: true }],
    ['519890000', { year: 1989, eraFits: false }],
    ['319000000', { year: 1900, eraFits: false }],
    ['319890100', { month: 1, day: undefined, eraFits: true }],
    ['319890200', { month: 2, eraFits: false }],
    ['300000405', { year: undefined, month: 4, day: 5, eraFits: undefined }],
    ['300000229', { year: undefined, month: 2, day: 29 }],
    ['000000000', { year: undefined, month: undefined, day: undefined, era: undefined }],
    ['420000229', { year: 2000, month: 2, day: 29, eraFits: true }],
  ])('%s', async (text, date) => {
    expect(await birthOf(text)).toMatchObject(date)
  })

  test.each([
    '619900102',
    '919900102',
    '41990010',
    '4199001022',
    '4199O0102',
    '419901302',
    '419900132',
    '419900230',
    '420010229',
    '319000229', // 1900 was no leap year
    '419900005', // a day of no month
    '118671231',
    '100010101',
    '',
  ])('%s is impossible', async (text) => {
    expect(await codeOf(attribute(4, text))).toBe('attribute-malformed')
  })

  test.each([
    ['419901302', 'a date that does not exist'],
    ['419900005', 'a day without a month'],
    ['1990-01-02', 'not EYYYYMMDD'],
  ])('%s is %s in the log, and not repeated there', async (text, why) => {
    const error = await attributesOf(attribute(4, text)).catch((thrown: Error) => thrown)
    expect((error as Error).message).toBe(`attribute-malformed: birthDate: ${why}`)
  })
})
