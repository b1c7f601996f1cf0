// Why this exists: at a shared computer one person's answer must not be there for the next, also not when
// it arrives after they have left.
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build, launch } from '../demo/browser'
import { root } from '../house/sources'

const SITE = 'https://shop.example/'
let browser: Browser

beforeAll(async () => {
  build('test/states/build-states.ts')
  browser = await launch()
})
afterAll(() => browser.close())

interface Widget extends HTMLElement {
  readonly step: { readonly at: string }
  readonly value: string | null
  server: { verify(...all: unknown[]): Promise<unknown> }
  start(): Promise<void>
  reset(): void
}
interface Here {
  heard: string[]
  arrive(): void
  running: Promise<void>
  stage: { begin(tag: string, name: string, lang: string): Promise<Widget> }
}
declare const globalThis: Here

/** An age check whose answer is on its way from the server until `arrive` is called. */
async function checking() {
  const page = await (await browser.newContext({ locale: 'ja' })).newPage()
  await page.route(`${SITE}**`, (route) => {
    const file = new URL(route.request().url()).pathname.slice(1) || 'index.html'
    return route.fulfill({ path: join(root, 'test/states/dist', file) })
  })
  await page.goto(SITE)
  await page.waitForFunction(() => 'stage' in globalThis)
  await page.evaluate(async () => {
    const widget = await globalThis.stage.begin('myna-age-check', 'yes-by-signature', 'ja')
    const { server } = widget
    const late = new Promise<void>((resolve) => (globalThis.arrive = resolve))
    const verify = async (...all: unknown[]) => (await late, server.verify(...all))
    widget.server = { ...server, verify }
    globalThis.heard = []
    for (const type of ['myna-age-checked', 'myna-failed'])
      widget.addEventListener(type, () => globalThis.heard.push(type))
    globalThis.running = widget.start()
  })
  const widget = page.locator('myna-age-check')
  await widget.locator('.actions button').first().click()
  await widget.locator('#pin').fill('ABC123')
  await page.keyboard.press('Enter')
  await page.waitForFunction(
    () => document.querySelector<Widget>('myna-age-check')!.step.at === 'checking',
  )
  const end = () =>
    page.evaluate(async () => {
      globalThis.arrive()
      await globalThis.running
      const { step, value } = document.querySelector<Widget>('myna-age-check')!
      return { at: step.at, hasValue: value !== null, heard: globalThis.heard }
    })
  return { page, end }
}

test('an age that arrives after a reset reaches nobody: no value, no event, no answer on the screen', async () => {
  const { page, end } = await checking()
  await page.evaluate(() => document.querySelector<Widget>('myna-age-check')!.reset())
  expect(await end()).toEqual({ at: 'start', hasValue: false, heard: [] })
  await page.context().close()
})

test('without a reset it arrives', async () => {
  const { page, end } = await checking()
  expect(await end()).toEqual({ at: 'answered', hasValue: true, heard: ['myna-age-checked'] })
  await page.context().close()
})
