import type { Card, CommandApdu } from '@myna/apdu'
import { hex } from '@myna/bytes'
import { openUsbReader } from '@myna/reader'
import { cardOf, virtualRcS380, VirtualSlot, virtualWebUsb } from '@myna/virtual'
import { personNamed } from '../test/flows/person'
import { median, rounded, type Figure } from './figure'

const RUNS = 9
const READS = 12
const AIR = 0.0944 // milliseconds a byte takes at 106 kbit/s: ten bits, start and stop among them
const PUPI = hex('11223344')
const INPUT = 1
const OUTPUT = 2
const ROOM = 320 // for the longest answer, in whole packets

const SELECT_JPKI: CommandApdu = {
  cla: 0,
  ins: 0xa4,
  p1: 4,
  p2: 0x0c,
  data: hex('d392f000260100000001'),
}
const SELECT_CERTIFICATE: CommandApdu = { cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: hex('000a') }
const READ: CommandApdu = { cla: 0, ins: 0xb0, p1: 0, p2: 0, expect: 256 }

/**
 * How near the RC-S380 driver with its ISO-DEP comes to the bare transfers it needs: the same bytes sent
 * to the same virtual reader by somebody who knows them by heart and looks at no answer. The card
 * answers at once, and the air takes its time.
 */
export async function isoDepOverBare(): Promise<readonly Figure[]> {
  const person = await personNamed('hanako')
  const ratios: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const driven = await drive(await plugIn())
    ratios.push((await replay(await plugIn(), driven)) / driven.time)
  }
  const value = rounded(median(ratios), 3)
  return [{ name: 'isoDep.overBare', value, unit: '×', limit: 0.9, better: 'more' }]

  async function plugIn(): Promise<USBDevice> {
    const slot = new VirtualSlot()
    slot.insert(cardOf(person))
    const device = virtualRcS380(slot, { byteTime: AIR, card: { pupi: () => PUPI } })
    const { usb } = virtualWebUsb([device], { permitted: [device] })
    const [page] = await usb.getDevices()
    return page!
  }
}

interface Driven {
  /** Everything written, and how much of it before the time began. */
  readonly writes: readonly Uint8Array<ArrayBuffer>[]
  readonly before: number
  /** Milliseconds from the first command to the last answer. */
  readonly time: number
}

async function drive(device: USBDevice): Promise<Driven> {
  const writes: Uint8Array<ArrayBuffer>[] = []
  const transferOut = device.transferOut.bind(device)
  device.transferOut = (endpoint, data) => {
    writes.push((data as Uint8Array<ArrayBuffer>).slice()) // the driver wipes its own
    return transferOut(endpoint, data)
  }
  const reader = await openUsbReader(device)
  const card = await reader.connect()
  const before = writes.length
  const began = performance.now()
  await readCertificate(card)
  const time = performance.now() - began
  const written = writes.slice()
  await reader.close()
  return { writes: written, before, time }
}

async function readCertificate(card: Card): Promise<void> {
  for (const command of [SELECT_JPKI, SELECT_CERTIFICATE]) await card.transmit(command)
  for (let read = 0; read < READS; read++) {
    const { status } = await card.transmit(READ)
    if (status !== 0x9000) throw new Error(`the card says ${status.toString(16)}`)
  }
}

/** Milliseconds the same transfers take alone. */
async function replay(device: USBDevice, { writes, before }: Driven): Promise<number> {
  await device.open()
  await device.claimInterface(0)
  let began = performance.now()
  let heard = 0
  for (const [index, bytes] of writes.entries()) {
    if (index === before) began = performance.now()
    await device.transferOut(OUTPUT, bytes)
    const isWhole = bytes.length % 64 !== 0 || bytes.length === 0
    const isCommand = bytes.length > 6 || bytes.length === 0 // an acknowledgement has no answer
    if (!isWhole || !isCommand) continue
    for (const _ of ['acknowledgement', 'answer']) {
      const { data } = await device.transferIn(INPUT, ROOM)
      heard += data!.byteLength
    }
  }
  const time = performance.now() - began
  await device.close()
  if (heard < READS * 256) throw new Error('the card did not answer the same bytes again')
  return time
}
