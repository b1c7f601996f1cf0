import { expect, test } from 'vitest'
import { hex } from './hex'
import { readTlv, tlvLength } from './tlv'

test('a certificate promises its length in its first four bytes', () => {
  expect(tlvLength(hex('30820400'))).toBe(0x404)
  expect(readTlv(hex('df2101aa')).tag).toBe(0xdf21)
})
