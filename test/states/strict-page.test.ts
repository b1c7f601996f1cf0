// Why this exists: sites that take identity seriously have strict pages. The widgets work under a policy
// that forbids everything they do not need, and ask nobody on the network but the page's own files.
import { join } from 'node:path'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build, launch } from '../demo/browser'
import { root } from '../house/sources'

const SITE = 'https://shop.example/'
/** As docs/pages.md has it for a page without a camera. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ')

let browser: Browser
beforeAll(async () => {
  build('test/states/build-states.ts')
  browser = await launch()
})
afterAll(() => browser.close())

interface Stage {
  stage: { bring(tag: string, name: string, lang: string): Promise<void> }
  violations: string[]
}

async function run(tag: string, name: string, spoil?: () => void) {
  const page = await (await browser.newContext({ locale: 'ja' })).newPage()
  const requests: string[] = []
  await page.route('**', (route) => {
    const url = new URL(route.request().url())
    requests.push(`${route.request().method()} ${url.href}`)
    if (url.origin !== new URL(SITE).origin) return route.abort()
    if (route.request().method() !== 'GET') return route.fulfill({ status: 204 })
    const file = url.pathname.slice(1) || 'index.html'
    return route.fulfill({
      path: join(root, 'test/states/dist', file),
      headers: { 'content-security-policy': POLICY },
    })
  })
  await page.addInitScript(() => {
    const here = globalThis as unknown as Stage
    here.violations = []
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      here.violations.push(`${violatedDirective} ${blockedURI}`),
    )
  })
  await page.goto(SITE)
  await page.waitForFunction(() => 'stage' in globalThis)
  if (spoil !== undefined) await page.evaluate(spoil)
  await page.evaluate(
    ([widget, state]) => (globalThis as unknown as Stage).stage.bring(widget!, state!, 'ja'),
    [tag, name],
  )
  const violations = await page.evaluate(() => (globalThis as unknown as Stage).violations)
  await page.context().close()
  const own = new RegExp(`^GET ${SITE}(assets/[\\w-]+\\.(js|css))?$`)
  return { violations, foreign: requests.filter((request) => !own.test(request)) }
}

test.each([
  ['myna-login', 'done'],
  ['myna-login', 'pin-locked'],
  ['myna-autofill', 'done'],
  ['myna-age-check', 'yes'],
  ['myna-age-check', 'yes-by-signature'],
  ['myna-age-check', 'confirm-printed'],
  ['myna-self-check', 'fine'],
])('%s, %s: nothing forbidden, and no request but for its own parts', async (tag, name) => {
  expect(await run(tag, name)).toEqual({ violations: [], foreign: [] })
})

test('both would be seen', async () => {
  const { violations, foreign } = await run('myna-self-check', 'fine', () => {
    document.querySelector('main')!.setAttribute('style', 'color: red')
    navigator.sendBeacon('/told')
    void fetch('https://tracker.example/').catch(() => {})
  })
  expect(violations.join()).toMatch(/style-src-attr/)
  expect(violations.join()).toMatch(/connect-src https:\/\/tracker\.example/)
  expect(foreign).toContain(`POST ${SITE}told`)
})
