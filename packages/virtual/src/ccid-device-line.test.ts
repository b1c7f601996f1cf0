import { hex, toHex } from '@myna/bytes'
import { describe, expect, test } from 'vitest'
import { virtualCard } from './card/card'
import { virtualCcidDevice, type CcidDeviceOptions } from './ccid-device'
import { issuePerson } from './people'
import { VirtualSlot } from './slot'

const hanako = await issuePerson('hanako', { now: new Date('2026-11-24T03:00:00Z') })

/** A TPDU reader, message by message: what is sent without its header's zeroes, and the whole answer. */
async function reader(
  options: CcidDeviceOptions = {},
  atr = '3bda13ff8131fb46801239 2f31c173c601c03b',
) {
  const slots = [new VirtualSlot(), new VirtualSlot()]
  for (const slot of slots) slot.insert(virtualCard(hanako, { atr: hex(atr) }))
  const device = virtualCcidDevice(slots, {
    level: 'tpdu',
    features: 0x30,
    protocols: 3,
    emptyPackets: 'not-needed',
    ...options,
  })
  let sequence = 0
  const tell = async (type: string, specific = '000000', data = '', slot = 0) => {
    const bytes = hex(data)
    const head = hex(`${type} ${bytes.length.toString(16).padStart(2, '0')}000000`)
    device.write(1, Uint8Array.of(...head, slot, ++sequence, ...hex(specific), ...bytes))
    const { data: answer } = await device.read(0x81, 576).done
    const [, , , , , , , status = 0, error = 0] = answer
    return (status & 0xc0) === 0x40 ? `error ${error}` : toHex(answer.slice(10))
  }
  return { tell, device, slots }
}

describe('a reader that leaves everything to the computer', () => {
  test('wants to be told a voltage', async () => {
    const { tell } = await reader()
    expect(await tell('62')).toBe('error 7')
    expect(await tell('62', '010000')).toMatch(/^3bda/)
  })

  test('and its card understand each other only at one speed and in one protocol', async () => {
    const { tell } = await reader()
    const SELECT = '000007 00a4020c02000a a5'
    await tell('62', '010000')
    expect(await tell('6f', '000000', '00a4020c00')).toBe('error 254') // the reader is still at T=0
    await tell('62', '010000')
    expect(await tell('6f', '000000', 'ff1113fd')).toBe('ff1113fd')
    await tell('61', '010000', '1110004d00fe00')
    expect(await tell('6f', '000000', SELECT)).toBe('error 254') // and the card at another speed
    await tell('61', '010000', '1310004d00fe00')
    expect(await tell('6f', '000000', SELECT)).toMatch(/^000002/)
  })

  test.each([
    ['protocol', '61', '020000', '1310004d00fe00', 'error 7'],
    ['length', '61', '010000', '1310004d00fe', 'error 1'],
    ['Fi', '61', '010000', '7110004d00fe00', 'error 10'],
    ['Di', '61', '010000', '1f10004d00fe00', 'error 10'],
    ['check', '61', '010000', '1120004d00fe00', 'error 11'],
    ['IFSC', '61', '010000', '1110004d000000', 'error 15'],
    ['wLevelParameter', '6f', '000100', '0000000000', 'error 8'],
  ])('refuses a wrong %s by its place', async (_, type, specific, data, error) => {
    const { tell } = await reader()
    await tell('62', '010000')
    expect(await tell(type, specific, data)).toBe(error)
  })

  test('has two slots and no third', async () => {
    const { tell } = await reader()
    expect(await tell('65', '000000', '', 1)).toBe('')
    expect(await tell('65', '000000', '', 2)).toBe('error 5')
  })
})

describe('its keys', () => {
  const verification = (change: Readonly<Record<number, number>> = {}) => {
    const bytes = hex('00 3c 82 04 00 04 04 02 00 1104 00 00 00 09 00200080 04 ffffffff')
    for (const [place, byte] of Object.entries(change)) bytes[Number(place)] = byte
    return toHex(bytes)
  }

  test.each([
    ['a change of PIN', { 0: 1 }, 'error 10'],
    ['another format', { 2: 0x81 }, 'error 12'],
    ['another size of block', { 3: 8 }, 'error 13'],
    ['fewest digits above most', { 6: 5 }, 'error 15'],
    ['a prologue that is wrong', { 14: 8 }, 'error 22'],
    ['a template that does not fit', { 19: 5 }, 'error 25'],
    ['nobody there', {}, 'error 240'],
  ])('%s', async (what, change, error) => {
    const { tell, device } = await reader({ hasPinPad: true, features: 0xba })
    await tell('62')
    await tell('61', '010000', '1310004d00fe00')
    if (what !== 'nobody there') device.typesPin('1234')
    expect(await tell('69', '000000', verification(change))).toBe(error)
  })

  test('a reader without keys does not know the message', async () => {
    const { tell } = await reader({ features: 0xba })
    await tell('62')
    expect(await tell('69', '000000', verification())).toBe('error 0')
  })
})
