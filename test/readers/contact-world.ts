// A contact card in a virtual reader, and what a sign-in asks of it.
import type { Card, CommandApdu } from '@myna/apdu'
import { hex, toHex } from '@myna/bytes'
import { openUsbReader } from '@myna/reader'
import {
  issuePerson,
  virtualCard,
  virtualCcidDevice,
  VirtualSlot,
  virtualWebUsb,
  type CcidDeviceOptions,
  type Chip,
} from '@myna/virtual'

export const hanako = await issuePerson('hanako', { now: new Date('2026-11-24T03:00:00Z') })

export const SELECT_JPKI: CommandApdu = {
  cla: 0,
  ins: 0xa4,
  p1: 4,
  p2: 0x0c,
  data: hex('d392f000260100000001'),
}
export const selectFile = (id: string): CommandApdu => ({
  cla: 0,
  ins: 0xa4,
  p1: 2,
  p2: 0x0c,
  data: hex(id),
})
export const READ: CommandApdu = { cla: 0, ins: 0xb0, p1: 0, p2: 0, expect: 256 }
export const TRIES: CommandApdu = { cla: 0, ins: 0x20, p1: 0, p2: 0x80 }
export const verify = (pin: string): CommandApdu => ({
  ...TRIES,
  data: new TextEncoder().encode(pin),
  secret: true,
})
export const SIGN: CommandApdu = {
  cla: 0x80,
  ins: 0x2a,
  p1: 0,
  p2: 0x80,
  data: hex(`3031300d060960864801650304020105000420${'ab'.repeat(32)}`),
  expect: 256,
}

/** Contact ATRs of the My Number card (`card.md` §1.1), and two made up for T=0 and for a CRC. */
export const atrs = {
  'no historical bytes': '3be000ff8131fe4514',
  'TA1 13': '3bda13ff8131fb46801239 2f31c173c601c03b',
  'no extended length': '3bc5ff8131fb45807 3c6010000',
  'specific mode': '3bf5910 0ff918171fe4000420001 00d1d6',
  'specific mode, another mask': '3bf59100ff918171fe40004200 01b3a115',
  'CRC and blocks of 32': '3b808171 204501 14',
  'T=0 alone': '3b104 8',
} as const
export const atrOf = (name: keyof typeof atrs) => hex(atrs[name].replaceAll(' ', ''))

/** A chip that remembers what it was made to do. */
export function recording(chip: Chip): Chip & { readonly done: string[] } {
  const done: string[] = []
  return {
    done,
    powerOn: () => chip.powerOn(),
    powerOff: () => chip.powerOff(),
    exchange(command) {
      done.push(toHex(command))
      return chip.exchange(command)
    },
  }
}

export const SCR3310 = 0xba // dwFeatures of the SCR3310-NTTCom without its level
export const TWIN = 0x30 // and of readers that leave everything to the computer

export async function setUp(options: CcidDeviceOptions = {}, atr = atrOf('no historical bytes')) {
  const slot = new VirtualSlot()
  const chip = recording(virtualCard(hanako, { atr }))
  slot.insert(chip)
  const device = virtualCcidDevice(slot, {
    level: 'tpdu',
    features: SCR3310,
    protocols: 3,
    ...options,
  })
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  const [handle] = await usb.getDevices()
  return { slot, chip, device, reader: await openUsbReader(handle!) }
}
export const powered = async (options?: CcidDeviceOptions, atr?: Uint8Array<ArrayBuffer>) => {
  const world = await setUp(options, atr)
  return { ...world, card: await world.reader.connect() }
}

/** A whole sign-in's worth of commands. */
export async function signIn(card: Card) {
  const statuses = []
  for (const command of [SELECT_JPKI, selectFile('000a')])
    statuses.push((await card.transmit(command)).status)
  const certificate = (await card.transmit(READ)).data
  await card.transmit(selectFile('0018'))
  const tries = (await card.transmit(TRIES)).status
  statuses.push((await card.transmit(verify('1234'))).status)
  statuses.push((await card.transmit(selectFile('0017'))).status)
  const signature = await card.transmit(SIGN)
  return {
    statuses,
    certificate,
    tries,
    signature: signature.data.length,
    signed: signature.status,
  }
}
export const right = () => ({
  statuses: [0x9000, 0x9000, 0x9000, 0x9000],
  certificate: hanako.authentication.certificate!.slice(0, 256),
  tries: 0x63c3,
  signature: 256,
  signed: 0x9000,
})
