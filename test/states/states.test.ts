// Why this exists: a person meets a widget in one of these states and in no other. Each is brought
// about with a virtual card, in every language and both schemes, and looked at by axe and by comparison.
import AxeBuilder from '@axe-core/playwright'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build, launch } from '../demo/browser'
import { root } from '../house/sources'
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
test.each(rows)('%s: %s: axe sees no barrier, and it looks as it did', async (tag, name) => {
  const wrong = await Promise.all(languages.map((language) => troubleIn(tag, name, language)))
  expect([...wrong.flat(), ...faults.splice(0)]).toEqual([])
})

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
  return [...wrong, ...(await page.evaluate(smallTargets))].map((what) => `${language}: ${what}`)
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

test('every state of the list has a row', () => {
  const shown = Object.values(widgets)
    .flatMap((states) => Object.values(states))
    .flatMap(({ ux }): readonly number[] => ux)
  const all = Array.from({ length: 36 }, (_, index) => index + 1)
  expect(all.filter((number) => !shown.includes(number))).toEqual([])
})
