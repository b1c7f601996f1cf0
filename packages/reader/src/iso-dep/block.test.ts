import { hex, toHex } from '@myna/bytes'
import { describe, expect, test } from 'vitest'
import {
  acknowledgement,
  deselection,
  grant,
  informationBlock,
  readBlock,
  refusal,
  type Block,
} from './block'

describe('blocks we send (readers.md §3.3)', () => {
  test.each([
    ['I(0)', informationBlock(0, false, hex('00a4')), '0200a4'],
    ['I(1)', informationBlock(1, false, hex('')), '03'],
    ['I(0), more follows', informationBlock(0, true, hex('aa')), '12aa'],
    ['I(1), more follows', informationBlock(1, true, hex('aa')), '13aa'],
    ['R(ACK) 0', acknowledgement(0), 'a2'],
    ['R(ACK) 1', acknowledgement(1), 'a3'],
    ['R(NAK) 0', refusal(0), 'b2'],
    ['R(NAK) 1', refusal(1), 'b3'],
    ['S(WTX) 1', grant(1), 'f201'],
    ['S(DESELECT)', deselection(), 'c2'],
  ])('%s', (_, block, bytes) => {
    expect(toHex(block)).toBe(bytes)
  })
})

describe('blocks of the card', () => {
  test.each<[string, string, Block]>([
    ['I(0)', '029000', { is: 'information', number: 0, chained: false, data: hex('9000') }],
    [
      'I(1), more follows',
      '13aa',
      { is: 'information', number: 1, chained: true, data: hex('aa') },
    ],
    ['an empty I(0)', '02', { is: 'information', number: 0, chained: false, data: hex('') }],
    [
      'I(0) with our CID',
      '0a009000',
      { is: 'information', number: 0, chained: false, data: hex('9000') },
    ],
    ['R(ACK) 1', 'a3', { is: 'acknowledgement', number: 1 }],
    ['R(ACK) 0 with our CID and a power level', 'aac0', { is: 'acknowledgement', number: 0 }],
    ['S(WTX) 59', 'f23b', { is: 'wait', multiplier: 59 }],
    ['S(WTX) 1, saying that its power is low', 'f241', { is: 'wait', multiplier: 1 }],
    ['S(WTX) 2 with our CID', 'fa0002', { is: 'wait', multiplier: 2 }],
    ['S(DESELECT)', 'c2', { is: 'deselect' }],
  ])('%s', (_, bytes, block) => {
    expect(readBlock(hex(bytes))).toEqual(block)
  })

  test.each([
    ['nothing', ''],
    ['I with bit 2 clear', '009000'],
    ['I with bit 6 set', '229000'],
    ['I with a NAD', '06009000'],
    ['I for another CID', '0a019000'],
    ['I whose CID is missing', '0a'],
    ['R(NAK), which only a reader sends', 'b2'],
    ['R(ACK) with bytes', 'a200'],
    ['R(ACK) with bit 2 clear', 'a0'],
    ['an R-block of the wrong kind', '80'],
    ['S(WTX) without a multiplier', 'f2'],
    ['S(WTX) with two', 'f20101'],
    ['S(WTX) 0, reserved', 'f200'],
    ['S(WTX) 60, reserved', 'f23c'],
    ['S(WTX) with a block number', 'f301'],
    ['S(PARAMETERS), which we did not offer', 'f0'],
    ['S with other bits', 'd2'],
    ['S(DESELECT) with bytes', 'c200'],
  ])('%s is not one', (_, bytes) => {
    expect(readBlock(hex(bytes))).toBeUndefined()
  })
})
