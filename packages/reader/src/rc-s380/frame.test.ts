import { hex, MalformedBytes, toHex } from '@myna/bytes'
import { describe, expect, test } from 'vitest'
import {
  codes,
  COMMAND_TYPE,
  DEFAULTS,
  exchangeRequest,
  RF_OFF,
  tenths,
  TYPE_B_106,
  TYPE_B_PROTOCOL,
} from './commands'
import { acknowledgement, commandFrame, frameLength, readFrame } from './frame'

const nothing = new Uint8Array(0)
const toCard = (milliseconds: number, frame: string) =>
  exchangeRequest.encode({ timeout: tenths(milliseconds), frame: hex(frame) })

describe('frames to the reader, byte for byte (readers.md §3.1 to §3.3)', () => {
  test.each([
    ['SetCommandType', codes.setCommandType, COMMAND_TYPE, '0000FFFFFF0300FDD62A01FF00'],
    ['GetFirmwareVersion', codes.getFirmwareVersion, nothing, '0000FFFFFF0200FED6200A00'],
    ['SwitchRF off', codes.switchRf, RF_OFF, '0000FFFFFF0300FDD606002400'],
    ['InSetRF 106B', codes.inSetRf, TYPE_B_106, '0000FFFFFF0600FAD60003070F070A00'],
    [
      'InSetProtocol, defaults',
      codes.inSetProtocol,
      DEFAULTS,
      '0000FFFFFF2800D8D60200180101020103000400050006000708080009000A000B000C000E040F0010001100120013064B00',
    ],
    [
      'InSetProtocol, Type B',
      codes.inSetProtocol,
      TYPE_B_PROTOCOL,
      '0000FFFFFF0C00F4D602001409010A010B010C01E600',
    ],
    ['REQB, 30 ms', codes.inCommRf, toCard(30, '050010'), '0000FFFFFF0700F9D6043601050010DA00'],
    [
      'ATTRIB, 30 ms',
      codes.inCommRf,
      toCard(30, '1d1122334400080100'),
      '0000FFFFFF0D00F3D60436011D11223344000801001F00',
    ],
    [
      'SELECT JPKI in I(0), 1 s',
      codes.inCommRf,
      toCard(1000, '0200a4040c0ad392f000260100000001'),
      '0000FFFFFF1400ECD6041A270200A4040C0AD392F000260100000001A800',
    ],
    ['R(ACK) 1, 1 s', codes.inCommRf, toCard(1000, 'a3'), '0000FFFFFF0500FBD6041A27A34200'],
    ['S(WTX) 1, 1 s', codes.inCommRf, toCard(1000, 'f201'), '0000FFFFFF0600FAD6041A27F201F200'],
    ['DESELECT, 100 ms', codes.inCommRf, toCard(100, 'c2'), '0000FFFFFF0500FBD604F203C26F00'],
  ])('%s', (_, code, data, frame) => {
    expect(toHex(commandFrame(code, data))).toBe(frame.toLowerCase())
  })

  test('an acknowledgement, a new one each time', () => {
    expect(toHex(acknowledgement())).toBe('0000ff00ff00')
    acknowledgement().fill(1)
    expect(toHex(acknowledgement())).toBe('0000ff00ff00')
  })

  test('a long one has both bytes of its length', () => {
    expect(toHex(commandFrame(4, new Uint8Array(260)).subarray(5, 8))).toBe('0601f9')
  })
})

test.each([
  [0, 10],
  [30, 310],
  [309.3, 3110], // never shorter than asked for
  [6551, 65_520],
  [6553, 0xffff],
  [60_000, 0xffff],
])('%f ms are %i tenths of a millisecond', (milliseconds, timeout) => {
  expect(tenths(milliseconds)).toBe(timeout)
})

describe('frames of the reader', () => {
  test.each([
    ['acknowledgement', '0000ff00ff00', { is: 'acknowledgement' }],
    ['error', '0000ffffff', { is: 'error' }],
    ['answer', '0000ffffff0400fcd72111 01 f6 00', { is: 'answer', code: 0x21, data: hex('1101') }],
    ['empty answer', '0000ffffff0200fed72108 00', { is: 'answer', code: 0x21, data: hex('') }],
  ])('%s', (_, bytes, frame) => {
    expect(readFrame(hex(bytes))).toEqual(frame)
    expect(frameLength(hex(bytes))).toBe(hex(bytes).length)
  })

  test.each([
    ['a wrong LCS', '0000ffffff0400fdd7211101f600'],
    ['a wrong DCS', '0000ffffff0400fcd7211101f700'],
    ['a wrong start', '0000fffffe0400fcd7211101f600'],
    ['a length that promises more', '0000ffffff0500fbd7211101f600'],
    ['a command in the place of an answer', '0000ffffff0200fed6200a00'],
    ['no code', '0000ffffff0100ffd72900'],
    ['nothing', ''],
  ])('%s is refused', (_, bytes) => {
    expect(() => readFrame(hex(bytes))).toThrow(MalformedBytes)
  })

  test.each([
    ['', undefined],
    ['0000ffff', undefined],
    ['0000ff00', undefined],
    ['0000ffffff01', undefined],
    ['0000ffffff0401fb', 0x104 + 10],
  ])('the length of %s…', (head, length) => {
    expect(frameLength(hex(head))).toBe(length)
  })
})
