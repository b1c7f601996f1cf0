import type { CommandApdu } from '@myna/apdu'
import { hex } from '@myna/bytes'
import { openUsbReader } from '@myna/reader'
import { virtualCard, virtualCcidDevice, VirtualSlot, virtualWebUsb } from '@myna/virtual'
import { personNamed } from '../test/flows/person'
import { median, rounded, type Figure } from './figure'

const ROUNDS = 5
const READS = 6

// A full-speed reader answers a frame of one millisecond later, and its card talks at 43 kbit/s (TA1
// 13 at 4 MHz): twelve bits a byte.
const TIMING = { perMessage: 1, perByte: 0.28 }
const ATR = hex('3bda13ff8131fb46801239' + '2f31c173c601c03b')

const commands: readonly CommandApdu[] = [
  { cla: 0, ins: 0xa4, p1: 4, p2: 0x0c, data: hex('d392f000260100000001') },
  { cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: hex('000a') },
  ...Array.from({ length: READS }, () => ({ cla: 0, ins: 0xb0, p1: 0, p2: 0, expect: 231 })),
]

/** One bulk transfer as the driver made it. */
type Transfer = { readonly out: Uint8Array<ArrayBuffer> } | { readonly size: number }

/**
 * How near the driver's own T=1 comes to the transfers it needs: the same bulk transfers are made
 * once by the driver and once without it, as fast as the reader answers. 1 would be a driver that
 * costs nothing.
 */
export async function t1OverBare(): Promise<readonly Figure[]> {
  const ratios = []
  const person = await personNamed('long')
  for (let round = 0; round < ROUNDS; round++) {
    const slot = new VirtualSlot()
    slot.insert(virtualCard(person, { atr: ATR }))
    const device = virtualCcidDevice(slot, {
      level: 'tpdu',
      features: 0xba,
      protocols: 3,
      timing: TIMING,
    })
    const { usb } = virtualWebUsb([device], { permitted: [device] })
    const [handle] = await usb.getDevices()
    const transfers: Transfer[] = []
    const reader = await openUsbReader(recorded(handle!, transfers))
    const card = await reader.connect()

    transfers.length = 0
    const driven = await time(async () => {
      for (const command of commands) await card.transmit(command)
    })
    // one block out and one in for each command: nothing here is longer than a block
    if (transfers.length !== 2 * commands.length)
      throw new Error(`${transfers.length} transfers for ${commands.length} commands`)
    const bare = await time(() => replay(handle!, transfers.slice()))
    ratios.push(bare / driven)
    await reader.close()
  }
  const value = rounded(median(ratios), 3)
  return [{ name: 't1.overBare', value, unit: '×', limit: 0.9, better: 'more' }]
}

async function time(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function recorded(device: USBDevice, transfers: Transfer[]): USBDevice {
  return new Proxy(device, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (key === 'transferOut')
        return (endpoint: number, data: Uint8Array<ArrayBuffer>) => {
          transfers.push({ out: data.slice() })
          return target.transferOut(endpoint, data)
        }
      if (key === 'transferIn')
        return (endpoint: number, size: number) => {
          if (endpoint === 1) transfers.push({ size }) // the other one brings news of cards
          return target.transferIn(endpoint, size)
        }
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** The same bytes again; the card answers the same, as its blocks are numbered on. */
async function replay(device: USBDevice, transfers: readonly Transfer[]): Promise<void> {
  for (const transfer of transfers)
    if ('out' in transfer) await device.transferOut(1, transfer.out)
    else await device.transferIn(1, transfer.size)
}
