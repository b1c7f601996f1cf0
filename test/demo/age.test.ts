// An age check from the page to the sample server and back, in a real Chromium.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, startSampleSite } from './browser'
import { choose, openDemo } from './demo-page'

let browser: Browser
let sampleSite: Awaited<ReturnType<typeof startSampleSite>>

beforeAll(async () => {
  ;[browser, sampleSite] = await Promise.all([launch(), startSampleSite()])
})
afterAll(async () => {
  await browser.close()
  await sampleSite.stop()
})

async function bySignature(person: string) {
  const { page, faults } = await openDemo(browser, `${sampleSite.url}/`)
  await choose(page, person)
  const posted: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') posted.push(new URL(request.url()).pathname)
  })
  const age = page.locator('myna-age-check')
  await age.getByRole('button', { name: '署名用電子証明書で' }).click()
  return { page, age, faults, posted }
}

test.each([
  ['turns20Today', '20歳以上であることを確認しました'],
  ['turns20Tomorrow', '条件を満たしていません'],
])('%s signs the statement, and the server says: %s', async (person, heading) => {
  const { age, page, faults, posted } = await bySignature(person)
  await age.getByRole('button', { name: 'パスワードを入力して署名する' }).click()
  await age.locator('#pin').fill('ABC123')
  await page.keyboard.press('Enter')

  await age.getByRole('heading', { name: heading }).waitFor()

  expect(posted).toEqual(['/myna/challenge', '/myna/verify-age'])
  expect(faults).toEqual([])
})

test('who has moved is told that a new certificate is needed', async () => {
  const { age, page } = await bySignature('moved')
  await age.getByRole('button', { name: 'パスワードを入力して署名する' }).click()
  await age.locator('#pin').fill('ABC123')
  await page.keyboard.press('Enter')
  await age.getByText('住所や氏名が変わると、署名用の証明書は使えなくなります').waitFor()
})

test('a child’s card has no such certificate: another way is offered, and no password asked', async () => {
  const { age, posted } = await bySignature('under15')
  await age.getByRole('heading', { name: '署名用の電子証明書が入っていません' }).waitFor()
  await age.getByRole('button', { name: 'ほかの方法を選ぶ' }).click()
  await age.getByRole('button', { name: 'カードの中の生年月日で' }).waitFor()
  expect(posted).toEqual([])
})
