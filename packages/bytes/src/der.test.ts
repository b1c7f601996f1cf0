import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requireDer } from './der'
import { hex } from './hex'
import { MalformedBytes } from './malformed'
import { encodeTlv } from './tlv'

test.each([
  ['an empty SEQUENCE', '3000'],
  ['INTEGERs', '300a 020100 020200ff 0201ff'],
  ['BOOLEANs', '3006 0101ff 010100'],
  ['a BIT STRING with unused bits', '030205a0'],
  ['an empty BIT STRING', '030100'],
  ['an OBJECT IDENTIFIER', '06092a864886f70d01010b'],
  ['a SET in order', '3106 020101 020102'],
  [
    'times',
    '3021 170d3236313132343030303030305a 180f32303530303130313030303030305a 0500'.replace(
      '3021',
      '3022',
    ),
  ],
  ['strings', '300b 0c03e381af 13024a50 1600'],
  ['the last character of Unicode', '1c04 0010ffff'],
  ['context tags, primitive and constructed', '3008 8001ff a1030201 01'],
  ['a length of two bytes', `308180${'0500'.repeat(64)}`],
])('%s is DER', (_, bytes) => {
  expect(() => requireDer(hex(bytes))).not.toThrow()
})

test.each([
  ['nothing', '', 'a header that breaks off'],
  ['bytes after it', '300000', '1 bytes after the object'],
  ['an indefinite length', '30800000', 'an indefinite length'],
  ['a length longer than need be', '308100', 'shortest form'],
  ['a length with a leading zero', `30820080${'0500'.repeat(64)}`, 'shortest form'],
  ['a length of four bytes', '308400000000', 'too many bytes'],
  ['more promised than there', '30030201', '3 bytes promised, 2 there'],
  ['a child that leaves its parent', '3003 0202 01', 'promised'],
  ['a header that breaks off', '30013002', 'a header that breaks off'],
  ['a long tag', '1f8101 00', 'a tag of several bytes'],
  ['a BOOLEAN that is 01', '010101', 'an impossible BOOLEAN'],
  ['a BOOLEAN of two bytes', '0102ffff', 'an impossible BOOLEAN'],
  ['an INTEGER with a leading zero', '0202007f', 'an impossible INTEGER'],
  ['an INTEGER with a leading FF', '0202ff80', 'an impossible INTEGER'],
  ['an empty INTEGER', '0200', 'an impossible INTEGER'],
  ['unused bits that are set', '030205bf', 'an impossible BIT STRING'],
  ['eight unused bits', '03020800', 'an impossible BIT STRING'],
  ['unused bits of nothing', '030101', 'an impossible BIT STRING'],
  ['a constructed BIT STRING', '23 04 03020000', 'a type DER does not have'],
  ['a constructed OCTET STRING', '24 03 040100', 'a type DER does not have'],
  ['a primitive SEQUENCE', '1000', 'a type DER does not have'],
  ['a NULL with content', '050100', 'an impossible NULL'],
  ['an OID that pads', '06032a8001', 'an impossible OBJECT IDENTIFIER'],
  ['an OID that breaks off', '06022a81', 'an impossible OBJECT IDENTIFIER'],
  ['a SET out of order', '3106 020102 020101', 'a SET out of order'],
  ['UTF-8 that is none', '0c02c0af', 'an impossible UTF8String'],
  ['a character behind the last of Unicode', '1c04 00110000', 'an impossible UniversalString'],
  ['a UniversalString of five bytes', '1c05 0000006100', 'an impossible UniversalString'],
  ['a PrintableString with an underscore', '13015f', 'an impossible PrintableString'],
  ['a UTCTime without seconds', '170b323631313234303030305a', 'an impossible UTCTime'],
  ['a UTCTime in a zone', '1711323631313234303030303030 2b30393030', 'an impossible UTCTime'],
  ['a month thirteen', '170d3236313332343030303030305a', 'an impossible UTCTime'],
  [
    'a fraction of a second',
    '181132303530303130313030303030302e355a',
    'an impossible GeneralizedTime',
  ],
])('%s is not', (_, bytes, message) => {
  expect(() => requireDer(hex(bytes))).toThrow(MalformedBytes)
  expect(() => requireDer(hex(bytes))).toThrow(message)
})

describe('hostile sizes', () => {
  test('deep nesting ends with a name, not with the stack', () => {
    let bytes: Uint8Array = hex('3000')
    for (let i = 0; i < 5000; i++) bytes = encodeTlv(0x30, bytes)
    expect(() => requireDer(bytes)).toThrow('nested too deeply')
  })

  test('whatever bytes come, they are DER or MalformedBytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (bytes, wrapped) => {
        try {
          requireDer(wrapped ? encodeTlv(0x30, bytes) : bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedBytes)
        }
      }),
      { numRuns: 5000 },
    )
  })
})
