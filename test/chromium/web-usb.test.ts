// Why this exists: every test without a browser believes virtualWebUsb. Here the same page says the
// same things to it and to a real Chromium, and must hear the same.
import { virtualWebUsb, type VirtualUsbDevice } from '@myna/virtual'
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { oddDevice } from './odd-device'
import { startRig, type Rig } from './rig'
import { webUsbConversation, type Deed, type Outcome } from './web-usb-conversation'

const PORT = 18091
const server = createServer((_, response) =>
  response.setHeader('content-type', 'text/html').end('<!doctype html><title>WebUSB</title>'),
)
let rig: Rig
const realDevice = oddDevice()

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(PORT, 'localhost', resolve))
  rig = await startRig({ devices: [realDevice], origin: `http://localhost:${PORT}` })
})
afterAll(async () => {
  await rig.stop()
  await new Promise((resolve) => server.close(resolve))
})

const deeds = (device: VirtualUsbDevice): Readonly<Record<Deed, () => void>> => ({
  unplug: () => device.unplug(),
  plug: () => device.plug(),
  hold: () => void (device.heldElsewhere = true),
  'let go': () => void (device.heldElsewhere = false),
})

test('virtualWebUsb says what Chromium says, word for word', async () => {
  const real = await inChromium()
  const virtual = await inMemory()

  expect(real.length).toBeGreaterThan(200)
  expect(virtual).toEqual(real)
})

async function inMemory(): Promise<readonly Outcome[]> {
  const device = oddDevice()
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  return webUsbConversation(usb, async (deed) => deeds(device)[deed]())
}

async function inChromium(): Promise<readonly Outcome[]> {
  const page = await rig.context.newPage()
  await page.goto(`http://localhost:${PORT}`)
  await page.exposeFunction('actOutside', (deed: Deed) => deeds(realDevice)[deed]())
  return page.evaluate(
    `(${webUsbConversation.toString()})(navigator.usb, async (deed) => {
      const event = { plug: 'onconnect', unplug: 'ondisconnect' }[deed]
      const known = event && new Promise((resolve) => (navigator.usb[event] = () => resolve()))
      await actOutside(deed)
      await known
    })`,
  )
}
