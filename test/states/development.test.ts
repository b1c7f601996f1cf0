// Why this exists: in development a page is told what could see a PIN on it. What it is told has to be
// true of a real browser: its headers, its frames, and scripts that come when nobody looks any more.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build, launch } from '../demo/browser'
import { root } from '../house/sources'

const SITE = 'https://shop.example/'
const GOOD = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
  'permissions-policy': 'usb=(self), hid=(self)',
}
type Headers = Readonly<Record<string, string>>

let browser: Browser
beforeAll(async () => {
  build('test/states/build-states.ts')
  browser = await launch()
})
afterAll(() => browser.close())

interface Here {
  development(): Promise<{
    inspectPage(): Promise<readonly { readonly rule: string; readonly what?: string }[]>
    watchPage(): void
  }>
}

/** The page with these headers, and this in its body. */
async function open(headers: Headers, body = '', { site = SITE, reads = true } = {}) {
  const page = await (await browser.newContext()).newPage()
  const asked: string[] = []
  await page.route('**', (route) => {
    const request = route.request()
    const url = new URL(request.url())
    asked.push(`${request.method()} ${url.href}`)
    if (url.origin !== new URL(site).origin)
      return route.fulfill({ contentType: 'text/javascript', body: '' })
    if (request.method() === 'HEAD') return reads ? route.fulfill({ headers }) : route.abort()
    const folder = join(root, 'test/states/dist')
    if (url.pathname !== '/') return route.fulfill({ path: join(folder, url.pathname), headers })
    const html = readFileSync(join(folder, 'development.html'), 'utf8')
    return route.fulfill({
      contentType: 'text/html',
      headers,
      body: html.replace('</body>', `${body}</body>`),
    })
  })
  await page.goto(`${site}?code=once`)
  await page.waitForFunction(() => 'development' in globalThis)
  return { page, asked }
}

const inspect = (page: Page) =>
  page.evaluate(async () => {
    const { inspectPage } = await (globalThis as unknown as Here).development()
    return inspectPage()
  })

test('a page as docs/pages.md has it has nothing to be told', async () => {
  const { page, asked } = await open(GOOD)
  expect(await inspect(page)).toEqual([])
  // the address has a code that is good once: it was not used up
  expect(asked.filter((request) => request.startsWith('HEAD'))).toEqual([`HEAD ${SITE}`])
  await page.context().close()
})

describe('a page is told of', () => {
  test.each<[string, Headers, string, readonly object[]]>([
    [
      'headers that are missing',
      {},
      '',
      [{ rule: 'policy-missing' }, { rule: 'permissions-missing' }],
    ],
    [
      'a policy in its document, if that is weak',
      { 'permissions-policy': 'usb=(self)' },
      `<meta http-equiv="Content-Security-Policy" content="script-src 'self' https:">`,
      [{ rule: 'policy-weak', what: 'script-src https:' }],
    ],
    [
      'headers that say too much',
      {
        'content-security-policy': "script-src 'self' 'unsafe-eval'",
        'permissions-policy': 'usb=*',
      },
      '',
      [{ rule: 'policy-weak', what: "script-src 'unsafe-eval'" }, { rule: 'permissions-wide' }],
    ],
    [
      'readers it may not use itself',
      { ...GOOD, 'permissions-policy': 'usb=()' },
      '',
      [{ rule: 'readers-forbidden' }],
    ],
    [
      'programs of others',
      { 'permissions-policy': 'usb=(self)' },
      `<script src="https://www.googletagmanager.com/gtm.js?id=1"></script>
       <script src="https://cdn.example/a.js"></script>
       <iframe src="https://map.example/" allow="usb"></iframe>`,
      [
        { rule: 'known-tracker', what: 'https://www.googletagmanager.com/gtm.js' },
        { rule: 'foreign-script', what: 'https://cdn.example/a.js' },
        { rule: 'frame-with-readers', what: 'https://map.example/' },
        { rule: 'policy-missing' },
      ],
    ],
    [
      'a form that would be sent without https',
      GOOD,
      '<form action="http://shop.example/old"></form>',
      [{ rule: 'http-resource', what: 'http://shop.example/old' }],
    ],
  ])('%s', async (_, headers, body, findings) => {
    const { page } = await open(headers, body)
    expect(await inspect(page)).toMatchObject(findings)
    await page.context().close()
  })

  test('itself without https', async () => {
    const { page } = await open(GOOD, '', { site: 'http://shop.example/' })
    expect(await inspect(page)).toContainEqual({ rule: 'insecure-context' })
    await page.context().close()
  })

  test('headers that could not be read', async () => {
    const { page } = await open(GOOD, '', { reads: false })
    expect(await inspect(page)).toEqual([{ rule: 'headers-unread' }])
    await page.context().close()
  })

  test('a page around it', async () => {
    const { page } = await open({}, `<iframe src="${SITE}?inside"></iframe>`)
    const inside = page.frames().find((frame) => frame.url().endsWith('?inside'))!
    await inside.waitForFunction(() => 'development' in globalThis)
    const findings = await inside.evaluate(async () => {
      const { inspectPage } = await (globalThis as unknown as Here).development()
      return inspectPage()
    })
    expect(findings).toContainEqual({ rule: 'framed' })
    await page.context().close()
  })
})

test('the console has each finding once, and those that come later', async () => {
  const { page } = await open({ 'permissions-policy': 'usb=(self)' })
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await page.evaluate(async () => {
    const { watchPage } = await (globalThis as unknown as Here).development()
    watchPage()
    watchPage()
  })
  await expect.poll(() => said.length).toBe(1)
  expect(said[0]).toMatch(/^\[myna\] policy-missing: .*がありません.*\n.*There is no/)
  await page.evaluate(() => {
    for (let twice = 0; twice < 2; twice++) {
      const script = document.createElement('script')
      script.src = `https://static.hotjar.com/c/hotjar.js?sv=${twice}`
      document.head.append(script)
      script.addEventListener('load', () => script.remove())
    }
  })
  await expect.poll(() => said.length).toBe(2)
  expect(said[1]).toMatch(/known-tracker.*Hotjar/)
  expect(said[1]).not.toContain('sv=')
  await page.context().close()
})
