// The demonstration's page in a real Chromium, as tests open it and click through it.
import type { Browser, BrowserContextOptions, Page } from 'playwright'

/** Opens the page in a fresh browser profile; `faults` collects whatever goes wrong in it. */
export async function openDemo(
  browser: Browser,
  url: string,
  locale = 'ja-JP',
  options: BrowserContextOptions = {},
) {
  const context = await browser.newContext({ locale, ...options })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    const isRefusal = message.text().includes('403 (Forbidden)') // the browser's word on a refused login
    if (message.type() === 'error' && !isRefusal) faults.push(message.text())
  })
  await page.goto(url)
  const login = page.locator('myna-login')
  await login.waitFor()
  return { page, login, faults, context }
}

export async function choose(page: Page, person: string): Promise<void> {
  await page.selectOption('select[name=person]', person)
  await page.locator('#insert').click()
}

export async function typePin(page: Page, pin: string): Promise<void> {
  await page.locator('myna-login #pin').fill(pin)
  await page.keyboard.press('Enter')
}

export const start = (page: Page) => page.locator('myna-login').getByRole('button').first().click()
