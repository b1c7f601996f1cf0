// A whole signature through readers with a protocol of their maker: what it is all for.
import { isCardError } from '@myna/apdu'
import { toHex } from '@myna/bytes'
import { askTries, openJpki, present, readCertificate, secretFrom, signDigest } from '@myna/card'
import {
  cardOf,
  issuePerson,
  virtualRcS300,
  virtualRcS380,
  VirtualSlot,
  virtualWebUsb,
  type Person,
  type PiccFault,
  type VirtualPicc,
  type VirtualUsbDevice,
} from '@myna/virtual'
import { beforeAll, describe, expect, test } from 'vitest'
import { openUsbReader } from './open-usb'

let hanako: Person
beforeAll(async () => {
  hanako = await issuePerson('hanako', { now: new Date('2026-11-24T03:00:00Z') })
})

const DIGEST = new Uint8Array(51).fill(0x30)
type Device = VirtualUsbDevice & { readonly picc: VirtualPicc }
const devices: Record<string, (slot: VirtualSlot) => Device> = {
  'RC-S380': (slot) => virtualRcS380(slot),
  'RC-S300 that takes CCID': (slot) => virtualRcS300(slot, { ability: 'ccid' }),
  'RC-S300 that carries APDUs': (slot) => virtualRcS300(slot, { ability: 'apdu' }),
  'RC-S300 that carries frames': (slot) => virtualRcS300(slot, { ability: 'frame' }),
}

async function insert(deviceOf: (slot: VirtualSlot) => Device) {
  const slot = new VirtualSlot()
  const chip = cardOf(hanako)
  slot.insert(chip)
  const device = deviceOf(slot)
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  const [page] = await usb.getDevices()
  return { chip, device, reader: await openUsbReader(page!) }
}

describe.each(Object.entries(devices))('%s', (_, deviceOf) => {
  test('reads the certificate and signs, though the card takes its time', async () => {
    const { device, reader, chip } = await insert(deviceOf)
    const card = await reader.connect()
    await openJpki(card)
    const certificate = await readCertificate(card, 'authentication')
    const counter = await askTries(card, 'authentication-pin')
    device.picc.answerSlowly(Array.from({ length: 60 }, () => 1)) // at the next command
    await present(card, counter, secretFrom('authentication-pin', '1234'))
    const signature = await signDigest(card, 'authentication', DIGEST)
    await reader.close()

    expect(toHex(certificate)).toBe(toHex(hanako.authentication.certificate!))
    expect(signature).toHaveLength(256)
    expect(chip.triesLeft('authentication')).toBe(3)
  })
})

const faults: readonly PiccFault[] = [
  'lose-to-card',
  'garble-to-card',
  'lose-from-card',
  'garble-from-card',
  'repeat',
  'mute',
  'pull-out',
  'pull-out-late',
]

test.each(faults)(
  'a wrong PIN costs one try and no more, with "%s" at any frame around it',
  async (fault) => {
    for (let at = 0; at < 6; at++) {
      const { device, reader, chip } = await insert(
        (slot) => virtualRcS380(slot, { card: { protocolInfo: Uint8Array.of(0, 0x81, 0x41) } }), // FWI 4
      )
      const card = await reader.connect()
      await openJpki(card)
      const counter = await askTries(card, 'authentication-pin')
      device.picc.plan(...Array.from({ length: at }, () => 'none' as const), fault)
      const presenting = present(card, counter, secretFrom('authentication-pin', '0000'))
      const error = await presenting.catch((thrown: unknown) => thrown)
      await reader.close()

      if (!isCardError(error)) throw error
      expect(['pin-wrong', 'card-removed']).toContain(error.code)
      const left = chip.triesLeft('authentication')
      if (error.code === 'pin-wrong') expect([error.facts.triesLeft, left]).toEqual([2, 2])
      // what may have been counted is never called free
      else if (left === 2) expect(error.facts).toEqual({ attempt: 'perhaps' })
      expect(left).toBeGreaterThanOrEqual(2)
    }
  },
)
