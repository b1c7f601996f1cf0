// The elements in a page without a framework and in pages of three of them: properties arrive before the
// element is there and after, attributes follow, the event comes, and leaving the page ends a login.
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build, launch } from '../demo/browser'
import { root } from '../house/sources'

const SITE = 'https://shop.example/'
let browser: Browser

beforeAll(async () => {
  build('test/states/frameworks/build.ts')
  browser = await launch()
})
afterAll(() => browser.close())

interface Here {
  putCard(): Promise<void>
  printed(): Promise<Readonly<Record<string, string>>>
  purposes: string[]
  slot: { powered: boolean }
}

async function open(framework: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'ja' })).newPage()
  await page.route(`${SITE}**`, (route) => {
    const file = new URL(route.request().url()).pathname.slice(1)
    if (file === '')
      return route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: '<!doctype html><html lang="ja"><title>t</title><div id="app"></div><script type="module" src="/page.js"></script>',
      })
    return route.fulfill({ path: join(root, 'test/states/dist-frameworks', framework, file) })
  })
  page.setDefaultTimeout(10_000)
  await page.goto(SITE)
  await page.locator('myna-login').getByRole('button').first().waitFor()
  return page
}

interface Flow {
  readonly heard: string
  /** What a person does after the button. */
  go(page: Page, tag: string): Promise<void>
}

const press = (page: Page, tag: string) => page.locator(`${tag} .main`).click()
const type = async (page: Page, tag: string, pin: string) => {
  await page.locator(`${tag} #pin`).fill(pin)
  await page.keyboard.press('Enter')
}
const flows: Readonly<Record<string, Flow>> = {
  'myna-self-check': { heard: 'checked', async go() {} },
  'myna-autofill': {
    heard: 'filled name',
    async go(page, tag) {
      const printed = await page.evaluate(() => (globalThis as unknown as Here).printed())
      for (const [field, text] of Object.entries(printed))
        await page.locator(`${tag} [name="${field}"]`).fill(text)
      await page.keyboard.press('Enter')
      await page.locator(`${tag} [type=checkbox]`).first().waitFor()
      await press(page, tag)
    },
  },
  'myna-age-check': {
    heard: 'age jpki-sign',
    async go(page, tag) {
      await page.locator(`${tag} .actions button`).first().waitFor()
      await press(page, tag)
      await type(page, tag, 'ABC123')
    },
  },
}

const begin = (page: Page) => page.locator('myna-login').getByRole('button').first().click()

describe.each(['html', 'react', 'react-components', 'vue', 'svelte'])('%s', (framework) => {
  test('a login with its properties, its event, and an attribute that changed', async () => {
    const page = await open(framework)
    await page.evaluate(() => (globalThis as unknown as Here).putCard())
    await page.locator('#purpose').click()
    await begin(page)
    await page.locator('myna-login #pin').fill('1234')
    await page.keyboard.press('Enter')

    await page.waitForFunction(() => document.querySelector('#who')!.textContent !== 'nobody')

    expect(await page.locator('#who').textContent()).toBe('{"member":"hanako"}')
    expect(await page.evaluate(() => (globalThis as unknown as Here).purposes)).toEqual(['step-up'])
    await page.context().close()
  })

  test.each(Object.entries(flows))(
    '<%s>: its properties, and its event',
    async (tag, { heard, go }) => {
      const page = await open(framework)
      await page.evaluate(() => (globalThis as unknown as Here).putCard())
      await page.locator(tag).getByRole('button').first().click()
      await go(page, tag)
      await page.waitForFunction(() => document.querySelector('#heard')!.textContent !== '')
      expect(await page.locator('#heard').textContent()).toBe(heard)
      await page.context().close()
    },
  )

  test('taken off the page during a login, it lets the card go; put back, it begins anew', async () => {
    const page = await open(framework)
    await page.evaluate(() => (globalThis as unknown as Here).putCard())
    await begin(page)
    await page.locator('myna-login #pin').waitFor()
    await page.locator('#switch').click()
    await page.waitForFunction(() => !(globalThis as unknown as Here).slot.powered)

    await page.locator('#switch').click()
    await begin(page)
    await page.locator('myna-login #pin').waitFor()
    await page.context().close()
  })
})
