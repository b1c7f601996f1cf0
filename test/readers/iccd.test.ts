import { hex, join } from '@myna/bytes'
import { openUsbReader } from '@myna/reader'
import { expect, test } from 'vitest'
import { knownInterfaces, type KnownInterface } from './known-readers'

/** A browser's view of a device with one interface, as far as opening it goes. */
function deviceWith({ interfaceClass, interfaceProtocol, descriptor }: KnownInterface): USBDevice {
  const head = Uint8Array.of(9, 4, 0, 0, 0, interfaceClass, 0, interfaceProtocol, 0)
  const size = 9 + head.length + descriptor.length
  const configuration = join(
    hex('0902'),
    Uint8Array.of(size, 0),
    hex('0101008032'),
    head,
    descriptor,
  )
  const alternate = { interfaceClass, interfaceProtocol, endpoints: [] }
  const active = {
    configurationValue: 1,
    interfaces: [{ interfaceNumber: 0, alternate, alternates: [alternate] }],
  }
  const device = {
    productName: 'ICCD',
    configuration: active,
    configurations: [active],
    open: async () => {},
    close: async () => {},
    controlTransferIn: async (_: unknown, length: number) => ({
      status: 'ok',
      data: new DataView(configuration.slice(0, length).buffer),
    }),
  }
  return device as unknown as USBDevice
}

const iccd = knownInterfaces.filter(({ endpoints }) => !endpoints.includes('i'))

test('eight of the known interfaces have no bulk endpoints', () => {
  expect(iccd).toHaveLength(8)
  expect(iccd.every(({ interfaceProtocol }) => interfaceProtocol > 0)).toBe(true)
})

test.each(iccd.map((one) => [one.name, one] as const))('%s is refused by name', async (_, one) => {
  await expect(openUsbReader(deviceWith(one))).rejects.toMatchObject({
    code: 'reader-unknown',
    facts: { reader: 'ICCD', reason: 'it speaks ICCD, without bulk endpoints' },
  })
})
