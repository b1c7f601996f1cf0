// Why this exists: most readers on sale are of the smart card class, which no ordinary page may claim. An
// Isolated Web App may, and the same driver has to work there without a special case.
import { cardOf, issuePerson, virtualCcidDevice, VirtualSlot } from '@myna/virtual'
import { resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { bundledScript } from '../../bench/bundled-script'
import { root } from '../house/sources'
import { APP_FEATURES, APP_ORIGIN, openApp, serveApp } from './isolated-app'
import { startRig, type Rig } from './rig'

declare const readThroughReader: () => Promise<{
  triesLeft: number | undefined
  certificate: number[]
}>

let rig: Rig | undefined
let app: Awaited<ReturnType<typeof serveApp>> | undefined
afterEach(async () => {
  await rig?.stop()
  app?.stop()
})

test.each(['short-apdu', 'extended-apdu'] as const)(
  'a reader of the smart card class, %s level, works in an isolated app',
  async (level) => {
    const hanako = await issuePerson('hanako', { now: new Date() })
    const slot = new VirtualSlot()
    slot.insert(cardOf(hanako))
    const device = virtualCcidDevice(slot, { interfaceClass: 0x0b, level })
    app = await serveApp(await bundledScript(resolve(root, 'test/chromium/app-page.ts')))
    rig = await startRig({ devices: [device], origin: APP_ORIGIN, flags: APP_FEATURES })

    const page = await openApp(rig.context, app.url)
    await page.waitForFunction(() => 'readThroughReader' in globalThis)
    const read = await page.evaluate(() => readThroughReader())

    expect(read.triesLeft).toBe(3)
    expect(Uint8Array.from(read.certificate)).toEqual(hanako.authentication.certificate)
  },
)
