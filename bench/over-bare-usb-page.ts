// Runs in the browser: the same USB transfers, once by the driver and once bare.
import type { Card, CommandApdu } from '@myna/apdu'
import { openUsbReader } from '@myna/reader'

/** Milliseconds of each pair, in the order they were taken. */
export interface PairTimes {
  readonly kind: string
  readonly driver: readonly number[]
  readonly bare: readonly number[]
}

const WARM_UP = 60
const PAIRS = 400

const command = (length: number): CommandApdu => ({
  cla: 0,
  ins: 0xa4,
  p1: 4,
  p2: 0x0c,
  data: new Uint8Array(length),
})
const kinds: Readonly<Record<string, CommandApdu>> = {
  select: command(10),
  'read 256 bytes': { cla: 0, ins: 0xb0, p1: 0, p2: 0, expect: 256 },
  'a message that fills its packet': command(49), // so that an empty packet follows
}

Object.assign(globalThis, { measurePairs })

export async function measurePairs(): Promise<readonly PairTimes[]> {
  const [device] = (await navigator.usb.getDevices()) as [USBDevice]
  const reader = await openUsbReader(device)
  const card = await reader.connect()
  const times: PairTimes[] = []
  for (const [kind, apdu] of Object.entries(kinds))
    times.push({ kind, ...(await alternate(card, apdu, await transfersOf(device, card, apdu))) })
  await reader.close()
  return times
}

/** The driver's own transfers for a command, to be done again without it. */
async function transfersOf(device: USBDevice, card: Card, apdu: CommandApdu) {
  const transfers: (() => Promise<unknown>)[] = []
  Object.assign(device, {
    transferOut(endpoint: number, data: Uint8Array<ArrayBuffer>) {
      const bytes = data.slice()
      transfers.push(() => device.transferOut(endpoint, bytes))
      return USBDevice.prototype.transferOut.call(device, endpoint, data)
    },
    transferIn(endpoint: number, length: number) {
      transfers.push(() => device.transferIn(endpoint, length))
      return USBDevice.prototype.transferIn.call(device, endpoint, length)
    },
  })
  await card.transmit(apdu)
  for (const name of ['transferOut', 'transferIn']) Reflect.deleteProperty(device, name)
  return transfers
}

/** One after the other, each first in turn, so that whatever slows the machine slows both. */
async function alternate(
  card: Card,
  apdu: CommandApdu,
  transfers: readonly (() => Promise<unknown>)[],
) {
  const works = {
    driver: async () => void (await card.transmit(apdu)),
    bare: async () => {
      for (const transfer of transfers) await transfer()
    },
  }
  const times = { driver: [] as number[], bare: [] as number[] }
  for (let pair = 0; pair < WARM_UP + PAIRS; pair++) {
    const order = pair % 2 === 0 ? (['driver', 'bare'] as const) : (['bare', 'driver'] as const)
    for (const who of order) {
      const begun = performance.now()
      await works[who]()
      const took = performance.now() - begun
      if (pair >= WARM_UP) times[who].push(took)
    }
  }
  return times
}
