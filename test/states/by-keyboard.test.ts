// Why this exists: whoever uses no pointer or no eyes goes through the same flows. Each is gone through by
// keys alone; what a screen reader is told is written down; the focus is never lost.
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

interface Told {
  told: string[]
  lost: string[]
  stage: { begin(tag: string, name: string, lang: string): Promise<void> }
}

/** Puts a widget on the stage as a row has it, unstarted, and listens as a screen reader does. */
async function open(tag: string, name: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'ja' })).newPage()
  await page.route(`${SITE}**`, (route) => {
    const file = new URL(route.request().url()).pathname.slice(1) || 'index.html'
    return route.fulfill({ path: join(root, 'test/states/dist', file) })
  })
  await page.goto(SITE)
  await page.waitForFunction(() => 'stage' in globalThis)
  await page.evaluate(
    async ([widget, state]) =>
      void (await (globalThis as unknown as Told).stage.begin(widget!, state!, 'ja')),
    [tag, name],
  )
  await page.locator('#stage > *').locator('button').first().waitFor()
  await page.evaluate(() => {
    const here = globalThis as unknown as Told
    const widget = document.querySelector('#stage > *')!
    const region = widget.shadowRoot!.querySelector('[role=status].for-ears')!
    here.told = []
    here.lost = []
    new MutationObserver(() => {
      const text = region.textContent!.trim()
      if (text !== '' && here.told.at(-1) !== text) here.told.push(text)
    }).observe(region, { childList: true, characterData: true, subtree: true })
    widget.addEventListener('myna-step', (event) => {
      const { at } = (event as Event & { step: { at: string } }).step
      setTimeout(() => {
        // at a question or an end the focus is in the widget; while it works there may be none
        const isWaiting = ['choose-reader', 'reading', 'keep-card', 'checking'].includes(at)
        if (!isWaiting && document.activeElement !== widget) here.lost.push(at)
      }, 100)
    })
  })
  await page.locator('#stage > *').locator('button').first().focus()
  return page
}

const at = (page: Page, step: string) =>
  page.waitForFunction(
    (wanted) =>
      (document.querySelector('#stage > *') as HTMLElement & { step: { at: string } }).step.at ===
      wanted,
    step,
  )

const heard = (page: Page) =>
  page.evaluate(() => {
    const { told, lost } = globalThis as unknown as Told
    return { told, lost }
  })

test('a login: what a screen reader says, from the button to the end', async () => {
  const page = await open('myna-login', 'done')

  await page.keyboard.press('Enter')
  await at(page, 'enter-pin')
  const label = await page.evaluate(() => {
    const field = document.querySelector('#stage > *')!.shadowRoot!.activeElement!
    const text = (id: string) =>
      (field.getRootNode() as ShadowRoot) &&
      (field.getRootNode() as ShadowRoot).getElementById(id)?.textContent?.trim()
    const described = field.getAttribute('aria-describedby')!.split(' ').map(text)
    return [text('hint') && (field as HTMLInputElement).labels![0]!.textContent, ...described]
  })
  await page.keyboard.type('1234')
  await page.keyboard.press('Enter')
  await at(page, 'done')
  await page.waitForTimeout(200)

  expect(label).toEqual([
    '利用者証明用パスワード（数字4桁）を入力してください',
    '',
    'あと3回まちがえるとロックされます',
    'カードを受け取ったときに決めた、数字4桁の暗証番号です',
  ])
  const { told, lost } = await heard(page)
  expect(told.at(0)).toBe('カードリーダーを選んでください。ブラウザーの画面が開きます')
  expect(told).toContain('カードを動かさないでください')
  expect(told.at(-1)).toBe('ログインしました。カードを取り外してください')
  expect(lost).toEqual([])
})

test('a step-up: what is confirmed is read out with the field for the PIN', async () => {
  const page = await open('myna-login', 'step-up-pin')
  await page.keyboard.press('Enter')
  await at(page, 'enter-pin')
  const described = await page.evaluate(() => {
    const root = document.querySelector('#stage > *')!.shadowRoot!
    const [first] = root.activeElement!.getAttribute('aria-describedby')!.split(' ')
    return root.getElementById(first!)!.textContent!.replace(/\s+/g, ' ').trim()
  })
  expect(described).toBe('確認する内容 見本銀行 架空 太郎 さんへ 100,000円 を振り込む')
  await page.keyboard.type('1234')
  await page.keyboard.press('Enter')
  await at(page, 'done')
  await page.waitForTimeout(200)
  const { told, lost } = await heard(page)
  expect(told.at(-1)).toBe('確認しました。カードを取り外してください')
  expect(lost).toEqual([])
})

test('the last try: the focus is on Stop, and Enter there ends it', async () => {
  const page = await open('myna-login', 'pin-last')
  await page.keyboard.press('Enter')
  await at(page, 'last-try')
  await page.waitForTimeout(100)
  await page.keyboard.press('Enter')
  await at(page, 'failed')
  await page.waitForTimeout(200)
  const { lost } = await heard(page)
  expect(lost).toEqual([])
})

test('autofill: 照合番号B, the review and the form by keys alone', async () => {
  const page = await open('myna-autofill', 'review')
  await page.keyboard.press('Enter')
  await at(page, 'enter-number-b')
  await page.waitForTimeout(100)
  const { expiry, code } = await printedOn(page, 'hanako')
  // calendar, year, month, day, expiry, code
  await typeIntoFields(page, ['', '1995', '6', '15', expiry, code])
  await page.keyboard.press('Enter')
  await at(page, 'review')
  await page.waitForTimeout(100)
  await page.keyboard.press('Tab') // the name
  await page.keyboard.press('Space') // stays out
  for (let tab = 0; tab < 4; tab++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await at(page, 'done')
  await page.waitForTimeout(200)
  const form = await page.evaluate(() =>
    Object.fromEntries(new FormData(document.querySelector<HTMLFormElement>('#form')!)),
  )
  expect(form).toMatchObject({ name: '', prefecture: '東京都', birth: '1995-06-15' })
  expect((await heard(page)).lost).toEqual([])
})

test('an age check by signature: choice, sheet and password by keys alone', async () => {
  const page = await open('myna-age-check', 'yes-by-signature')
  await page.keyboard.press('Enter')
  await at(page, 'sign-sheet')
  await page.waitForTimeout(100)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await at(page, 'enter-pin')
  await page.waitForTimeout(100)
  await page.keyboard.type('ABC123')
  await page.keyboard.press('Enter')
  await at(page, 'answered')
  await page.waitForTimeout(200)
  expect((await heard(page)).lost).toEqual([])
})

test('an age check by the card’s text: 照合番号B by keys alone', async () => {
  const page = await open('myna-age-check', 'yes')
  await page.keyboard.press('Enter')
  await at(page, 'enter-number-b')
  await page.waitForTimeout(100)
  const { expiry, code } = await printedOn(page, 'turns20Today')
  await typeIntoFields(page, ['', '2006', '11', '24', expiry, code])
  await page.keyboard.press('Enter')
  await at(page, 'answered')
  await page.waitForTimeout(200)
  expect((await heard(page)).lost).toEqual([])
})

test('an age check by the age record: a birth date by keys alone', async () => {
  const page = await open('myna-age-check', 'yes-by-record')
  await page.keyboard.press('Enter')
  await at(page, 'enter-number-b')
  await page.waitForTimeout(100)
  await typeIntoFields(page, ['', '1995', '6', '15'])
  await page.keyboard.press('Enter')
  await at(page, 'answered')
  await page.waitForTimeout(200)
  expect((await heard(page)).lost).toEqual([])
})

test('an age check by a picture: what was read is confirmed by keys alone', async () => {
  const page = await open('myna-age-check', 'yes-by-picture')
  await page.keyboard.press('Enter')
  await at(page, 'confirm-printed')
  await page.waitForTimeout(100)
  await page.keyboard.press('Tab') // into the first field
  await page.keyboard.press('Enter') // sends the form, as in every form
  await at(page, 'answered')
  await page.waitForTimeout(200)
  expect((await heard(page)).lost).toEqual([])
})

/** What a person reads off the card in their hand. */
const printedOn = (page: Page, name: string) =>
  page.evaluate(
    (who) =>
      (
        globalThis as unknown as {
          stage: { printed(name: string): Promise<{ expiry: string; code: string }> }
        }
      ).stage.printed(who),
    name,
  )

/** From the heading of a form on: Tab to each field, and a text where there is one. */
async function typeIntoFields(page: Page, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await page.keyboard.press('Tab')
    if (text !== '') await page.keyboard.type(text)
  }
}

test('a self-check by keys alone', async () => {
  const page = await open('myna-self-check', 'fine')
  await page.keyboard.press('Enter')
  await at(page, 'done')
  await page.waitForTimeout(200)
  const { told, lost } = await heard(page)
  expect(told.at(-1)).toBe('調べ終わりました。カードを取り外してください')
  expect(lost).toEqual([])
})
