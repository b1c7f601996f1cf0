import { build, launch, startSampleSite } from '../test/demo/browser'
import { choose, openDemo } from '../test/demo/demo-page'
import { median, rounded, type Figure } from './figure'

const RUNS = 15

/** From the click to "type your PIN", in a real Chromium with a card that answers at once. */
export async function toPinPrompt(): Promise<readonly Figure[]> {
  build('demo/build-server.ts')
  const [browser, site] = await Promise.all([launch(), startSampleSite()])
  try {
    const { page, login } = await openDemo(browser, `${site.url}/`)
    await choose(page, 'hanako')
    const times: number[] = []
    for (let run = 0; run < RUNS; run++) {
      times.push(await login.evaluate(clickToPrompt))
      await login.getByRole('button', { name: 'やめる' }).click()
      await login.getByRole('heading', { name: '中止しました' }).waitFor()
    }
    const value = rounded(median(times), 1)
    return [{ name: 'login.toPinPrompt', value, unit: 'ms', limit: 150, better: 'less' }]
  } finally {
    await browser.close()
    await site.stop()
  }
}

/** Runs in the page: milliseconds from the click until the field is drawn and has the focus. */
function clickToPrompt(element: Element): Promise<number> {
  const root = element.shadowRoot!
  return new Promise((resolve) => {
    const began = performance.now()
    const look = () => {
      if (root.activeElement?.id === 'pin') resolve(performance.now() - began)
      else setTimeout(look)
    }
    root.querySelector('button')!.click()
    look()
  })
}
