// Why this exists: a person meets a widget in one of these states and in no other. Each is brought
// about with a virtual card, in every language and both schemes, and looked at by axe and by comparison.
import AxeBuilder from '@axe-core/playwright'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build, launch } from '../demo/browser'
import { root } from '../house/sources'
import { troubleUnderConditions } from './conditions'
import { ageStates } from './page/age-states'
import { autofillStates } from './page/autofill-states'
import { loginStates } from './page/login-states'
import { selfCheckStates } from './page/self-check-states'
import { compare } from './pictures'

const widgets = {
  'myna-login': loginStates,
  'myna-age-check': ageStates,
  'myna-autofill': autofillStates,
  'myna-self-check': selfCheckStates,
} as const
const rows = Object.entries(widgets).flatMap(([tag, states]) =>
  Object.keys(states).map((name) => [tag, name] as const),
)
const languages = ['ja', 'en', 'ja-easy'] as const
const schemes = ['light', 'dark'] as const

interface Stage {
  readonly stage: { bring(tag: string, name: string, lang: string): Promise<void> }
}

let browser: Browser
const SITE = 'https://shop.example/' // stands in the pictures, so it is always the same
const pages = new Map<string, Page>()
const faults: string[] = []

beforeAll(async () => {
  build('test/states/build-states.ts')
  browser = await launch()
})
afterAll(() => browser.close())

async function pageIn(language: string): Promise<Page> {
  const known = pages.get(language)
  if (known !== undefined) return known
  const context = await browser.newContext({
    locale: language.slice(0, 2),
    viewport: { width: 480, height: 900 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  await page.route(`${SITE}**`, (route) => {
    const file = new URL(route.request().url()).pathname.slice(1) || 'index.html'
    return route.fulfill({ path: join(root, 'test/states/dist', file) })
  })
  await page.goto(SITE)
  await page.waitForFunction(() => 'stage' in globalThis)
  pages.set(language, page)
  return page
}

// the languages have a page each, and go side by side
test.each(rows)(
  '%s: %s: no barrier, also narrow, large or in colours of one’s own, and it looks as it did',
  async (tag, name) => {
    const wrong = await Promise.all(languages.map((language) => troubleIn(tag, name, language)))
    expect([...wrong.flat(), ...faults.splice(0)]).toEqual([])
  },
)

async function troubleIn(tag: string, name: string, language: string): Promise<string[]> {
  const page = await pageIn(language)
  await page.evaluate(
    ([widget, state, lang]) => (globalThis as unknown as Stage).stage.bring(widget!, state!, lang!),
    [tag, name, language],
  )
  const wrong: string[] = []
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const axe = new AxeBuilder({ page }).include('#stage')
    // in the other scheme only the colours are others
    if (colorScheme === 'dark') axe.withRules(['color-contrast'])
    const { violations } = await axe.analyze()
    for (const { id, nodes } of violations) wrong.push(`${colorScheme}: ${id} ${nodes[0]?.html}`)
    const picture = await page.locator('#stage').screenshot({ animations: 'disabled' })
    const difference = compare(`${tag}.${name}.${language}.${colorScheme}`, picture)
    if (difference !== undefined) wrong.push(difference)
  }
  wrong.push(...(await page.evaluate(smallTargets)), ...(await troubleUnderConditions(page)))
  return wrong.map((what) => `${language}: ${what}`)
}

/** Runs in the page: what can be pressed and is lower than 44 pixels. */
function smallTargets(): string[] {
  const root = document.querySelector('#stage > *')!.shadowRoot!
  return [
    ...root.querySelectorAll<HTMLElement>(
      'button, summary, select, label.choice, label.file, :not(label.choice, label.file) > input',
    ),
  ]
    .filter((target) => target.getBoundingClientRect().height < 44)
    .map((target) => `target below 44 pixels: ${target.outerHTML}`)
}

test('what is wrong under one of the conditions would be seen', async () => {
  const page = await pageIn('ja')
  await page.evaluate(() =>
    (globalThis as unknown as Stage).stage.bring('myna-self-check', 'reader-held', 'ja'),
  )
  await page.evaluate(() => {
    const root = document.querySelector('#stage > *')!.shadowRoot!
    root.querySelector('h2')!.style.inlineSize = '24em'
    Object.assign(root.querySelector('p')!.style, { blockSize: '20px', overflow: 'hidden' })
    Object.assign(root.querySelector('button')!.style, { border: '0', outline: 'none' })
  })
  const wrong = (await troubleUnderConditions(page)).join('\n')
  expect(wrong).toMatch(/^320 pixels: the page has to be pushed sideways$/m)
  expect(wrong).toMatch(/^320 pixels: out of its place: <h2/m)
  expect(wrong).toMatch(/^text of 200 %: cut off: <p/m)
  expect(wrong).toMatch(/^forced colours: focus that is not seen: <button/m)
})

test('on paper a receipt has its words, dark on white, and no buttons', async () => {
  const page = await pageIn('ja')
  await page.evaluate(() =>
    (globalThis as unknown as Stage).stage.bring('myna-login', 'done', 'ja'),
  )
  await page.locator('#stage summary').click()
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  const paper = await page.evaluate(() => {
    const root = document.querySelector('#stage > *')!.shadowRoot!
    const isShown = (element: Element) => element.checkVisibility()
    return {
      buttons: [...root.querySelectorAll('button')].filter(isShown).length,
      words: [...root.querySelectorAll('.receipt dd')]
        .filter(isShown)
        .map((one) => one.textContent),
      colours: [...root.querySelectorAll('.receipt :is(dt, dd)')].map(
        (one) => getComputedStyle(one).color,
      ),
    }
  })
  await page.emulateMedia({ media: 'screen', colorScheme: 'light', reducedMotion: 'reduce' })
  expect(paper.buttons).toBe(0)
  expect(paper.words).toContain('https://shop.example')
  const [red, green, blue] = /(\d+), (\d+), (\d+)/.exec(paper.colours[0]!)!.slice(1).map(Number)
  expect(new Set(paper.colours).size).toBe(1)
  expect(Math.max(red!, green!, blue!)).toBeLessThan(0x60) // paper is white in every scheme
})

test('every state of the list has a row', () => {
  const shown = Object.values(widgets)
    .flatMap((states) => Object.values(states))
    .flatMap(({ ux }): readonly number[] => ux)
  const all = Array.from({ length: 36 }, (_, index) => index + 1)
  expect(all.filter((number) => !shown.includes(number))).toEqual([])
})
