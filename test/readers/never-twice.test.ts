// Why this exists: a reader that calls itself busy may have carried the command out all the same. What
// holds a PIN is sent once, whatever the reader says: each sending of a wrong one costs a try.
import type { CommandApdu } from '@myna/apdu'
import { askTries, openJpki } from '@myna/card'
import { openUsbReader } from '@myna/reader'
import {
  cardOf,
  issuePerson,
  virtualCcidDevice,
  virtualRcS300,
  VirtualSlot,
  virtualWebUsb,
  type CcidDeviceOptions,
  type VirtualUsbDevice,
} from '@myna/virtual'
import { expect, test } from 'vitest'

const hanako = await issuePerson('hanako', { now: new Date('2026-11-24T03:00:00Z') })

async function cardIn<D extends VirtualUsbDevice>(make: (slot: VirtualSlot) => D) {
  const slot = new VirtualSlot()
  const chip = cardOf(hanako)
  slot.insert(chip)
  const device = make(slot)
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  const reader = await openUsbReader((await usb.getDevices())[0]!)
  const card = await reader.connect()
  await openJpki(card)
  await askTries(card, 'authentication-pin') // its file is selected now
  return { chip, device, card, reader }
}

const wrongPin: CommandApdu = {
  cla: 0x00,
  ins: 0x20,
  p1: 0x00,
  p2: 0x80,
  data: new TextEncoder().encode('9999'),
  secret: true,
}

const levels: readonly CcidDeviceOptions[] = [
  { level: 'short-apdu' },
  { level: 'extended-apdu', longestMessage: 512 },
]

test.each(levels)(
  '$level: “busy” to a PIN that was passed on is not asked again',
  async (options) => {
    const { chip, device, card, reader } = await cardIn((slot) => virtualCcidDevice(slot, options))
    const before = device.messages
    device.busyThoughDone(50)

    await expect(card.transmit(wrongPin)).rejects.toMatchObject({ code: 'reader-fault' })

    expect(device.messages - before).toBe(1)
    expect(chip.triesLeft('authentication')).toBe(2)
    device.mend()
    await reader.close()
  },
)

test('an RC-S300 that calls itself busy is not sent a PIN again either', async () => {
  const { chip, device, card, reader } = await cardIn((slot) =>
    virtualRcS300(slot, { ability: 'apdu' }),
  )
  device.busyAnswers(50)

  await expect(card.transmit(wrongPin)).rejects.toMatchObject({ code: 'reader-fault' })

  device.busyAnswers(0)
  expect(chip.triesLeft('authentication')).toBe(3)
  await reader.close()
})

test('what holds no secret is asked again, and gets through', async () => {
  const { device, card, reader } = await cardIn((slot) => virtualCcidDevice(slot))
  device.busyAnswers(3)
  const { status } = await card.transmit({ cla: 0, ins: 0x20, p1: 0, p2: 0x80 })
  expect(status).toBe(0x63c3)
  await reader.close()
})
