// What a reader announces as its longest message is not always what it sends: some announce less than a
// short APDU needs, and carry it all the same. What nobody can work with is refused when it is opened.
import { openUsbReader } from '@myna/reader'
import { cardOf, virtualCcidDevice, VirtualSlot, virtualWebUsb } from '@myna/virtual'
import { expect, test } from 'vitest'
import { hanako, READ, SELECT_JPKI, selectFile } from './contact-world'

async function open(level: 'short-apdu' | 'extended-apdu' | 'tpdu', longestMessage: number) {
  const slot = new VirtualSlot()
  slot.insert(cardOf(hanako))
  const device = virtualCcidDevice(slot, { level, longestMessage })
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  return openUsbReader((await usb.getDevices())[0]!)
}

test.each([261, 263, 264, 271])(
  'short APDUs, %i bytes announced: 256 bytes are read',
  async (size) => {
    const reader = await open('short-apdu', size)
    const card = await reader.connect()
    for (const command of [SELECT_JPKI, selectFile('000a')]) await card.transmit(command)
    expect((await card.transmit(READ)).data).toHaveLength(256)
    await reader.close()
  },
)

test.each([
  ['short-apdu', 0],
  ['short-apdu', 20],
  ['extended-apdu', 0],
  ['extended-apdu', 10],
  ['extended-apdu', 11],
  ['tpdu', 10],
] as const)(
  '%s, %i bytes announced: unknown at once, and no loop without end',
  async (level, size) => {
    await expect(open(level, size)).rejects.toMatchObject({
      code: 'reader-unknown',
      facts: { reason: `it announces messages of ${size} bytes` },
    })
  },
)
