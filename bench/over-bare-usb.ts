import { hex } from '@myna/bytes'
import { virtualCcidDevice, VirtualSlot, type Chip } from '@myna/virtual'
import { createServer } from 'node:http'
import { freePort } from '../test/demo/browser'
import { startRig } from '../test/chromium/rig'
import { bundledScript } from './bundled-script'
import { median, rounded, type Figure } from './figure'
import type { PairTimes } from './over-bare-usb-page'

declare const measurePairs: () => Promise<readonly PairTimes[]>

/** Answers at once: what is measured is the way, not a card's work. */
const quickChip: Chip = {
  powerOn: async () => hex('3b80800101'),
  powerOff() {},
  exchange: async (command) => {
    const answer = new Uint8Array(command[1] === 0xb0 ? 258 : 2)
    answer.set([0x90, 0x00], answer.length - 2)
    return answer
  },
}

/** One APDU through the driver in a real Chromium, against the bare transfers of the same bytes. */
export async function overBareUsb(): Promise<readonly Figure[]> {
  const [script, port] = await Promise.all([
    bundledScript('bench/over-bare-usb-page.ts'),
    freePort(),
  ])
  const server = createServer((_, response) => {
    response.writeHead(200, {
      'content-type': 'text/html',
      // isolated pages have a clock of 5 µs instead of 100
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    })
    response.end(`<!doctype html><title>bench</title><script type="module">${script}</script>`)
  })
  await new Promise<void>((listening) => server.listen(port, 'localhost', listening))
  const slot = new VirtualSlot()
  slot.insert(quickChip)
  const origin = `http://localhost:${port}`
  const rig = await startRig({ devices: [virtualCcidDevice(slot)], origin })
  try {
    const page = await rig.context.newPage()
    await page.goto(origin)
    const times = await page.evaluate(() => measurePairs())
    // of the kinds of commands, the one that comes off worst
    const ratios = times.map(({ driver, bare }) => median(driver) / median(bare))
    const value = rounded(Math.max(...ratios), 3)
    return [{ name: 'driver.overBareUsb', value, unit: '×', limit: 1.15, better: 'less' }]
  } finally {
    await rig.stop()
    server.close()
    server.closeAllConnections()
  }
}
