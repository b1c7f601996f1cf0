// What a form has in it after an autofill: what it asked for and the person ticked, and nothing else.
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
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

interface Heard {
  heard: string[]
}

async function filled(untick: readonly string[] = []) {
  const page: Page = await (await browser.newContext({ locale: 'ja' })).newPage()
  const requests: string[] = []
  await page.route(`**`, (route) => {
    const url = new URL(route.request().url())
    requests.push(url.href)
    const file = url.pathname.slice(1) || 'index.html'
    return route.fulfill({ path: join(root, 'test/states/dist', file) })
  })
  await page.goto(SITE)
  await page.waitForFunction(() => 'stage' in globalThis)
  await page.evaluate(() => {
    const page = globalThis as unknown as Heard
    page.heard = []
    const note = (event: Event) =>
      page.heard.push(
        JSON.stringify(event, Object.keys(event).concat('fields', 'step', 'at', 'type')),
      )
    for (const type of ['myna-step', 'myna-filled', 'myna-failed'])
      document.addEventListener(type, note)
    document.querySelector('#form')!.addEventListener('input', (event) => {
      page.heard.push(`input ${(event.target as HTMLInputElement).name}`)
    })
  })
  await page.evaluate(() =>
    (globalThis as unknown as { stage: { bring(...a: string[]): Promise<void> } }).stage.bring(
      'myna-autofill',
      'review',
      'ja',
    ),
  )
  const before = requests.length
  for (const name of untick) await page.locator(`myna-autofill input[value="${name}"]`).uncheck()
  await page.locator('myna-autofill').getByRole('button', { name: '入力欄に入れる' }).click()
  await page.locator('myna-autofill').getByRole('heading', { name: '入れました' }).waitFor()
  const form = await page.evaluate(() =>
    Object.fromEntries(new FormData(document.querySelector<HTMLFormElement>('#form')!)),
  )
  const heard = await page.evaluate(() => (globalThis as unknown as Heard).heard)
  const attributes = await page.evaluate(
    () => document.querySelector('myna-autofill')!.outerHTML + JSON.stringify({ ...localStorage }),
  )
  await page.context().close()
  return { form, heard, attributes, requests: requests.slice(before) }
}

test('the form has what it asked for, and its listeners heard of it', async () => {
  const { form, heard } = await filled()
  expect(form).toEqual({
    name: '見本　花子',
    prefecture: '東京都',
    city: '架空市',
    rest: '見本町１丁目２番３号',
    birth: '1995-06-15',
    sex: 'female',
    mail: '',
  })
  for (const name of ['name', 'prefecture', 'city', 'rest', 'birth', 'sex'])
    expect(heard).toContain(`input ${name}`)
})

test('what was unticked stays out', async () => {
  const { form } = await filled(['address', 'sex'])
  expect(form).toEqual({
    name: '見本　花子',
    prefecture: '',
    city: '',
    rest: '',
    birth: '1995-06-15',
    mail: '',
  })
})

test('events, attributes, storage and the network have nothing of it', async () => {
  const { heard, attributes, requests } = await filled()
  expect(heard.join(' ')).toMatch(/"fields":\[/)
  for (const secret of ['見本', '花子', '架空', '1995', '0615'])
    expect(`${heard.join(' ')}${attributes}`).not.toContain(secret)
  // parts of the widget itself, from the page's own site
  expect(requests.filter((url) => !url.startsWith(`${SITE}assets/`))).toEqual([])
})
