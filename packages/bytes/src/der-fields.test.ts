import { describe, expect, test } from 'vitest'
import {
  derAny,
  derBitBytes,
  derEnumerated,
  derExplicit,
  derGeneralizedTime,
  derImplicit,
  derImplicitList,
  derImplicitSequence,
  derInteger,
  derList,
  derObjectId,
  derOctets,
  derOptional,
  derSequence,
  derSet,
  derTagged,
  derTime,
  derTrueOrAbsent,
  readDerAs,
  type DerField,
} from './der-fields'
import { hex, toHex } from './hex'
import { MalformedBytes } from './malformed'

const read = <T>(field: DerField<T>, bytes: string) => readDerAs(hex(bytes), field, 'value')

describe('a SEQUENCE is a table', () => {
  const person = derSequence('Person', {
    number: derInteger,
    isAdult: derTrueOrAbsent,
    note: derOptional(derExplicit(0, derOctets)),
    tail: derOptional(derImplicit(1)),
  })

  test.each([
    ['3003 020107', { number: hex('07') }],
    ['3006 020107 0101ff', { number: hex('07'), isAdult: true }],
    ['300b 020107 a003040161 810162', { number: hex('07'), note: hex('61'), tail: hex('62') }],
    ['3006 020107 810162', { number: hex('07'), tail: hex('62') }],
  ])('%s', (bytes, value) => {
    expect(read(person, bytes)).toEqual(value)
  })

  test.each([
    ['3000', 'Person.number: missing'],
    ['3003 040107', 'Person.number: tag 4 where 2 is due'],
    ['3006 020107 010100', 'Person.isAdult: FALSE, the default, written out'],
    ['3006 020107 020108', 'Person: more than its fields'],
    ['3009 020107 810162 0101ff', 'Person: more than its fields'], // out of order
    ['3005 020107 a000', 'Person.note: not one object in its tag'],
    ['300b 020107 a006 040161 040162', 'Person.note: not one object in its tag'],
    ['3008 020107 a003 020161', 'Person.note: tag 2 where 4 is due'],
    ['020107', 'value: tag 2 where 48 is due'],
  ])('%s: %s', (bytes, message) => {
    expect(() => read(person, bytes)).toThrow(MalformedBytes)
    expect(() => read(person, bytes)).toThrow(message)
  })
})

test('lists have members of one kind, one at least unless told otherwise', () => {
  expect(read(derList(derInteger), '3006 020101 020102')).toEqual([hex('01'), hex('02')])
  expect(read(derSet(derInteger), '3106 020101 020102')).toEqual([hex('01'), hex('02')])
  expect(read(derImplicitList(2, derInteger), 'a203 020101')).toEqual([hex('01')])
  expect(read(derList(derInteger, 0), '3000')).toEqual([])
  expect(() => read(derList(derInteger), '3000')).toThrow('value: empty')
  expect(() => read(derList(derInteger), '3006 020101 040102')).toThrow('tag 4 where 2 is due')
})

test('a SEQUENCE may carry another tag', () => {
  const field = derImplicitSequence(1, 'Info', { a: derInteger })
  expect(read(field, 'a103 020101')).toEqual({ a: hex('01') })
  expect(() => read(field, '3003 020101')).toThrow('tag 48 where 161 is due')
})

test('what is only passed on is a view of the bytes that stand there', () => {
  const source = hex('3006 020101 040161')
  const [, second] = readDerAs(source, derList(derAny), 'value')
  expect(toHex(second!.encoded)).toBe('040161')
  expect(toHex(second!.content)).toBe('61')
  expect(second!.encoded.buffer).toBe(source.buffer)
  expect(second!.children()).toEqual([])
  expect(read(derTagged(0x04), '040161').tag).toBe(0x04)
})

test('bits are whole bytes, an ENUMERATED is one', () => {
  expect(read(derBitBytes, '0302 00ff')).toEqual(hex('ff'))
  expect(() => read(derBitBytes, '0302 07 80')).toThrow('not whole bytes')
  expect(read(derEnumerated, '0a0103')).toBe(3)
  expect(() => read(derEnumerated, '0a020103')).toThrow('an ENUMERATED no table has')
})

test.each([
  ['06032a0304', '1.2.3.4'],
  ['06092a864886f70d01010b', '1.2.840.113549.1.1.11'],
  ['060355040a', '2.5.4.10'],
  ['060388370a', '2.999.10'],
  ['060127', '0.39'],
  ['060128', '1.0'],
  ['06014f', '1.39'],
  ['060150', '2.0'],
])('%s is %s', (bytes, dotted) => {
  expect(read(derObjectId, bytes)).toBe(dotted)
})

describe('times', () => {
  const time = (tag: string, text: string) =>
    `${tag}${text.length.toString(16).padStart(2, '0')}${toHex(new TextEncoder().encode(text))}`

  test.each([
    ['17', '490101000000Z', '2049-01-01T00:00:00.000Z'],
    ['17', '500101000000Z', '1950-01-01T00:00:00.000Z'],
    ['17', '240229235959Z', '2024-02-29T23:59:59.000Z'],
    ['18', '20500101000000Z', '2050-01-01T00:00:00.000Z'],
  ])('%s %s', (tag, text, date) => {
    expect(read(derTime, time(tag, text)).toJSON()).toBe(date)
  })

  test.each([
    ['17', '230229000000Z', 'a date that does not exist'],
    ['17', '230431000000Z', 'a date that does not exist'],
    ['18', '20490101000000Z', 'GeneralizedTime before 2050'],
  ])('%s %s: %s', (tag, text, message) => {
    expect(() => read(derTime, time(tag, text))).toThrow(message)
  })

  test('a GeneralizedTime by itself may be of any year but those Date takes for others', () => {
    expect(read(derGeneralizedTime, time('18', '20261124030000Z')).getUTCFullYear()).toBe(2026)
    expect(() => read(derGeneralizedTime, time('18', '00330403000000Z'))).toThrow('does not exist')
    expect(() => read(derTime, '020101')).toThrow('no time')
  })
})
