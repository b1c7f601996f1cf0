import { hex, toHex, type Layout } from '@myna/bytes'
import { describe, expect, test } from 'vitest'
import { abort } from './messages'
import {
  escape,
  getParameters,
  iccClock,
  mechanical,
  pinVerification,
  rates,
  resetParameters,
  secure,
  setParameters,
  setRates,
  t0Apdu,
  t0Parameters,
  t1Parameters,
} from './more-messages'
import { hardwareError, isSlotChange, notifySlotChange, slotChanges } from './notifications'

describe('each message is the same as value and as bytes (CCID 1.1 §6)', () => {
  const encode = (layout: unknown, value: object) =>
    (layout as Layout<never>).encode(value as never)
  const decode = (layout: unknown, bytes: Uint8Array) => (layout as Layout<never>).decode(bytes)

  test.each([
    [getParameters, { slot: 1, sequence: 9 }, '6c 00000000 01 09 000000'],
    [resetParameters, { slot: 0, sequence: 9 }, '6d 00000000 00 09 000000'],
    [
      setParameters,
      { slot: 0, sequence: 3, protocol: 'T=1', parameters: hex('1810004d00fe00') },
      '61 07000000 00 03 01 0000 1810004d00fe00',
    ],
    [
      setParameters,
      { slot: 0, sequence: 3, protocol: 'T=0', parameters: hex('1100000a00') },
      '61 05000000 00 03 00 0000 1100000a00',
    ],
    [
      t0Parameters,
      { rates: 0x11, convention: 'inverse', guardTime: 2, waitingInteger: 10, clockStop: 0 },
      '11 02 02 0a 00',
    ],
    [
      t1Parameters,
      {
        rates: 0x18,
        checks: 'CRC, direct',
        guardTime: 255,
        waitingIntegers: 0x4d,
        clockStop: 3,
        ifsc: 254,
        nad: 0,
      },
      '18 11 ff 4d 03 fe 00',
    ],
    [escape, { slot: 0, sequence: 4, data: hex('a002') }, '6b 02000000 00 04 000000 a002'],
    [iccClock, { slot: 0, sequence: 4, clock: 'stop' }, '6e 00000000 00 04 01 0000'],
    [
      t0Apdu,
      { slot: 0, sequence: 4, changes: 3, classGetResponse: 0, classEnvelope: 0xff },
      '6a 00000000 00 04 03 00 ff',
    ],
    [
      secure,
      { slot: 0, sequence: 5, waitingTime: 0, chain: 'whole', data: hex('00') },
      '69 01000000 00 05 00 0000 00',
    ],
    [
      pinVerification,
      {
        timeOut: 30,
        format: 0x82,
        block: 0x04,
        lengthFormat: 0,
        mostDigits: 4,
        leastDigits: 4,
        complete: 2,
        messages: 1,
        language: 0x0411,
        message: 0,
        prologue: 0,
        prologuePcb: 0x40,
        prologueLength: 9,
        template: hex('0020008004ffffffff'),
      },
      '00 1e 82 04 00 04 04 02 01 1104 00 00 40 09 0020008004ffffffff',
    ],
    [mechanical, { slot: 0, sequence: 6, act: 'eject' }, '71 00000000 00 06 02 0000'],
    [abort, { slot: 2, sequence: 7 }, '72 00000000 02 07 000000'],
    [
      setRates,
      { slot: 0, sequence: 8, clock: 4000, rate: 10752 },
      '73 08000000 00 08 000000 a00f0000 002a0000',
    ],
    [rates, { clock: 4800, rate: 412903 }, 'c0120000 e74c0600'],
    [notifySlotChange, { slots: hex('03') }, '50 03'],
    [hardwareError, { slot: 1, sequence: 9, code: 1 }, '51 01 09 01'],
  ])('$0.name %#', (layout, value, bytes) => {
    expect(toHex(encode(layout, value))).toBe(toHex(hex(bytes)))
    expect(decode(layout, hex(bytes))).toEqual(value)
  })
})

describe('news of the interrupt endpoint', () => {
  test('has two bits for each slot', () => {
    expect(slotChanges(hex('0d01')).slice(0, 5)).toEqual([
      { present: true, changed: false },
      { present: true, changed: true },
      { present: false, changed: false },
      { present: false, changed: false },
      { present: true, changed: false },
    ])
  })

  test('is of cards or of the hardware, and nothing else', () => {
    expect(isSlotChange(hex('5003'))).toBe(true)
    expect(isSlotChange(hex('51000001'))).toBe(false)
    for (const bytes of ['', '50', '5100', '5203'])
      expect(() => isSlotChange(hex(bytes))).toThrow(/RDR_to_PC/)
  })
})
