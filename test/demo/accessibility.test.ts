// Why this exists: whoever cannot use a mouse, see small grey letters or read Japanese has a card, too.
import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContextOptions } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch, startSampleSite } from './browser'
import { choose, openDemo, start, typePin } from './demo-page'

let browser: Browser
let sampleSite: Awaited<ReturnType<typeof startSampleSite>>

beforeAll(async () => {
  ;[browser, sampleSite] = await Promise.all([launch(), startSampleSite()])
})
afterAll(async () => {
  await browser.close()
  await sampleSite.stop()
})

const open = (locale?: string, options?: BrowserContextOptions) =>
  openDemo(browser, `${sampleSite.url}/`, locale, options)

describe('everybody can use it', () => {
  const looks = [
    ['ja-JP', 320, 'light'],
    ['ja-JP', 1200, 'dark'],
    ['en-US', 320, 'dark'],
    ['en-US', 1200, 'light'],
  ] as const
  test.each(looks)(
    '%s, %i pixels, %s: no barrier axe knows of, nothing sticks out',
    async (locale, width, colorScheme) => {
      const { page, login, faults } = await open(locale, {
        viewport: { width, height: 800 },
        colorScheme,
      })
      const check = async (where: string) => {
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html}`)).toEqual([])
        const sticksOut = await page.evaluate(
          () => document.documentElement.scrollWidth - innerWidth,
        )
        expect(sticksOut, where).toBeLessThanOrEqual(0)
        const small = await login
          .getByRole('button')
          .evaluateAll(
            (buttons) =>
              buttons.filter((button) => button.getBoundingClientRect().height < 44).length,
          )
        expect(small, `${where}: targets below 44 pixels`).toBe(0)
      }

      await check('start')
      await start(page)
      await check('place-card')
      await page.locator('#insert').click()
      await login.locator('#pin').waitFor()
      await check('enter-pin')
      await typePin(page, '9999')
      await login.locator('.problem:not(:empty)').waitFor()
      await check('wrong')
      await page.locator('#remove').click()
      await typePin(page, '1234')
      await login.locator('.box.error').waitFor()
      await check('failed')
      await choose(page, 'lastTry')
      await start(page)
      await login.locator('#title').waitFor()
      await check('last-try')
      await choose(page, 'hanako')
      expect(faults).toEqual([])
    },
  )

  test('by keyboard alone', async () => {
    const { page } = await open()
    await page.locator('#insert').focus()
    await page.keyboard.press('Enter')
    await page.locator('#language').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter') // the login's button comes next
    await page.locator('myna-login #pin').waitFor()
    await page.keyboard.type('1234')
    await page.keyboard.press('Enter')
    await page.locator('#signed-in').waitFor()
  })

  test('the language follows the page while it is open', async () => {
    const { page, login } = await open()
    await login.getByRole('button', { name: 'マイナンバーカードでログイン' }).waitFor()
    await page.locator('#language').click()
    await login.getByRole('button', { name: 'Sign in with My Number Card' }).waitFor()
  })
})
