// A real Chromium's own WebHID with an emulated device: APDUs in reports of 64 bytes.
import { cardOf, issuePerson, virtualHidDevice, VirtualSlot } from '@myna/virtual'
import { createServer } from 'node:http'
import { resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { bundledScript } from '../../bench/bundled-script'
import { freePort } from '../demo/browser'
import { root } from '../house/sources'
import { startRig, type Rig } from './rig'

declare const readThroughHid: () => Promise<{
  triesLeft: number | undefined
  certificate: number[]
}>

let rig: Rig | undefined
const server = createServer()
afterEach(async () => {
  await rig?.stop()
  server.close()
  server.closeAllConnections()
})

test('a card behind a HID device is read, twice in a row', async () => {
  const hanako = await issuePerson('hanako', { now: new Date() })
  const slot = new VirtualSlot()
  slot.insert(cardOf(hanako))
  const script = await bundledScript(resolve(root, 'test/chromium/hid-page.ts'))
  server.on('request', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(`<!doctype html><title>hid</title><script type="module">${script}</script>`)
  })
  const port = await freePort()
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  const origin = `http://localhost:${port}`
  rig = await startRig({ devices: [], hidDevice: virtualHidDevice(slot), origin })
  const page = await rig.context.newPage()
  await page.goto(origin)

  for (let time = 0; time < 2; time++) {
    const read = await page.evaluate(() => readThroughHid())

    expect(read.triesLeft).toBe(3)
    expect(Uint8Array.from(read.certificate)).toEqual(hanako.authentication.certificate)
  }
})
