// The demonstration as a person meets it, in a real Chromium: with the sample SP's server, and as
// static files in some folder of a host.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch, serveStaticDemo, startSampleSite } from './browser'
import { choose, openDemo, start, typePin } from './demo-page'

let browser: Browser
let sampleSite: Awaited<ReturnType<typeof startSampleSite>>
let staticHost: Awaited<ReturnType<typeof serveStaticDemo>>

beforeAll(async () => {
  ;[browser, sampleSite, staticHost] = await Promise.all([
    launch(),
    startSampleSite(),
    serveStaticDemo(),
  ])
})
afterAll(async () => {
  await browser.close()
  await staticHost.stop()
  expect(await sampleSite.stop()).toBe(0) // it ends when it is told to
})

const shapes = ['server', 'static'] as const
const open = (shape: (typeof shapes)[number], locale?: string) =>
  openDemo(browser, shape === 'server' ? `${sampleSite.url}/` : staticHost.url, locale)

describe.each(shapes)('%s', (shape) => {
  test('click, insert, 1234: signed in since then, and signed out again', async () => {
    const { page, faults, context } = await open(shape)

    await start(page)
    await page.locator('myna-login').getByText('カードを置いて（差して）').last().waitFor()
    await page.locator('#insert').click()
    await page.locator('myna-login').getByText('あと3回まちがえるとロックされます').waitFor()
    await typePin(page, '1234')
    const view = page.locator('#signed-in')
    await view.waitFor()

    const since = new Date((await view.locator('time').getAttribute('datetime'))!)
    expect(Math.abs(Date.now() - since.getTime())).toBeLessThan(60_000)
    if (shape === 'server') {
      const cookies = await context.cookies()
      const session = cookies.find(({ name }) => name === 'session')
      expect(session).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
      expect(cookies.map(({ name }) => name)).not.toContain('myna') // the challenge's is gone
      await page.reload()
      await view.waitFor() // the session is the server's, not the page's
    }
    await page.locator('#sign-out').click()
    await page.locator('myna-login').waitFor()
    expect(await view.count()).toBe(0)
    expect(faults).toEqual([])
  })

  test('the same token a second time: its own words', async () => {
    const { page, faults } = await open(shape)
    await choose(page, 'hanako')
    await start(page)
    await typePin(page, '1234')
    await page.locator('#replay').click()
    await page.getByText('このログインはもう使われています').waitFor()
    expect(faults).toEqual([])
  })

  test.each([
    ['expired', '電子証明書の有効期限が過ぎています', 'Your certificate has expired'],
    ['revoked', 'この電子証明書は利用停止（失効）されています', 'has been stopped (revoked)'],
  ])('%s certificate: its own words', async (person, ja, en) => {
    for (const [locale, words] of [
      ['ja-JP', ja],
      ['en-US', en],
    ] as const) {
      const { page, login, faults } = await open(shape, locale)
      await choose(page, person)
      await start(page)
      await typePin(page, '1234')
      await login.getByRole('heading', { name: words }).waitFor()
      expect(faults).toEqual([])
    }
  })
})

describe('each situation has its own words', () => {
  test.each([
    ['locked', '利用者証明用パスワード（数字4桁）がロックされています', 'is locked'],
    ['wrong', 'マイナンバーカードではないようです', 'does not look like a My Number Card'],
    ['dead', 'カードが反応しません', 'The card does not respond'],
  ])('%s card', async (person, ja, en) => {
    for (const [locale, words] of [
      ['ja-JP', ja],
      ['en-US', en],
    ] as const) {
      const { page, login, faults } = await open('server', locale)
      await choose(page, person)
      await start(page)
      await login.getByRole('heading', { name: words }).waitFor()
      expect(faults).toEqual([])
    }
  })

  test('a locked card offers no button to try again', async () => {
    const { page, login } = await open('server')
    await choose(page, 'locked')
    await start(page)
    await login.getByRole('heading', { name: 'ロックされています' }).waitFor()
    expect(await login.getByRole('button', { name: 'もう一度' }).count()).toBe(0)
  })

  test('a wrong PIN: how many are left, the field empty again and in focus', async () => {
    const { page, login } = await open('server')
    await choose(page, 'hanako')
    await start(page)
    await typePin(page, '9999')
    await login.getByText('パスワードがちがいます。あと2回でロックされます').waitFor()
    const field = login.locator('#pin')
    expect(await field.inputValue()).toBe('')
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await field.evaluate((input) => input.matches(':focus'))).toBe(true)
    expect(await page.locator('#card-tries').textContent()).toContain('あと2回')
  })

  test('the signing password in the place of the PIN costs nothing', async () => {
    const { page, login } = await open('server')
    await choose(page, 'hanako')
    await start(page)
    await typePin(page, 'ABC123')
    await login.getByText('署名用パスワードを入力していませんか').waitFor()
    expect(await page.locator('#card-tries').textContent()).toContain('あと3回')
  })

  test('the card taken away: no try was used, and it goes on when the card is back', async () => {
    const { page, login } = await open('server')
    await choose(page, 'hanako')
    await start(page)
    await login.locator('#pin').waitFor()
    await page.locator('#remove').click()
    await typePin(page, '1234')
    await login.getByRole('heading', { name: 'カードが離れました' }).waitFor()
    await login.getByText('パスワードの回数は減っていません').waitFor()
    await page.locator('#insert').click()
    await login.getByRole('button', { name: 'もう一度' }).click()
    await typePin(page, '1234')
    await page.locator('#signed-in').waitFor()
  })

  test('one try left: stopping is the default, and it asks twice', async () => {
    const { page, login } = await open('server')
    await choose(page, 'lastTry')
    await start(page)
    await login.getByText('あと1回です').first().waitFor()
    const stop = login.getByRole('button', { name: 'やめる' })
    expect(await stop.evaluate((button) => button.matches(':focus'))).toBe(true)
    await login.getByRole('button', { name: 'パスワードを入力する' }).click()
    await typePin(page, '1234')
    await login.getByText('まちがいはありませんか').waitFor()
    await page.keyboard.press('Enter') // the default
    await login.getByRole('heading', { name: '中止しました' }).waitFor()
    expect(await page.locator('#card-tries').textContent()).toContain('あと1回')
  })

  test('a server that cannot be reached: the card is fine, no try was used', async () => {
    const { page, login } = await open('server')
    await page.route('**/myna/challenge', (route) => route.abort())
    await choose(page, 'hanako')
    await start(page)
    await typePin(page, '9999')
    await login.getByRole('heading', { name: 'サイトにつながりません' }).waitFor()
    expect(await page.locator('#card-tries').textContent()).toContain('あと3回')
  })

  test('words for errors that cannot be loaded are no reason to say nothing', async () => {
    const { page, login } = await open('server')
    await page.route('**/ja-advice*', (route) => route.abort())
    await choose(page, 'wrong')
    await start(page)
    await login.getByRole('heading', { name: 'うまくいきませんでした' }).waitFor()
    await login.getByRole('button', { name: 'もう一度' }).waitFor()
  })

  test('a server that answers nonsense', async () => {
    const { page, login } = await open('server')
    await page.route('**/myna/challenge', (route) => route.fulfill({ body: '<html>' }))
    await choose(page, 'hanako')
    await start(page)
    await typePin(page, '9999')
    await login.getByRole('heading', { name: '思いがけない答え' }).waitFor()
    expect(await page.locator('#card-tries').textContent()).toContain('あと3回')
  })

  test('a page in place of the answer to the login: nobody is told that they are signed in', async () => {
    const { page, login } = await open('server')
    await page.route('**/myna/verify', (route) => route.fulfill({ body: '<html>' }))
    await choose(page, 'hanako')
    await start(page)
    await typePin(page, '1234')
    await login.getByRole('heading', { name: '思いがけない答え' }).waitFor()
  })
})

test('moved in the page while the answer is on its way: the login ends well all the same', async () => {
  const { page, login } = await open('server')
  await page.route('**/myna/verify', async (route) => {
    await login.evaluate((element) => element.parentElement!.append(element))
    await route.continue()
  })
  await choose(page, 'hanako')
  await start(page)
  await typePin(page, '1234')
  await page.locator('#signed-in').waitFor()
})

describe('the PIN', () => {
  test('typed key by key, is not heard by what listens in the page', async () => {
    const { page, login } = await open('server')
    await page.evaluate(() => {
      const seen: string[] = []
      Object.assign(globalThis, { seen })
      for (const name of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'paste'])
        document.addEventListener(name, (event) => {
          const { key, data } = event as Event & { key?: string; data?: string }
          seen.push(`${name} ${key ?? data}`)
        })
    })
    await choose(page, 'hanako')
    await start(page)
    await login.locator('#pin').waitFor()
    await page.locator('body').dispatchEvent('keydown', { key: 'x' }) // heard, or this would prove nothing
    await login.locator('#pin').pressSequentially('7391')
    await page.keyboard.press('Enter')
    await login.getByText('パスワードがちがいます').waitFor()
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)
    expect(seen).toContain('keydown x')
    expect(seen.join('\n')).not.toMatch(/[7391]/)
  })

  test('is in no attribute, event or request, and gone when the page is hidden', async () => {
    const { page, login } = await open('server')
    const sent: string[] = []
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`))
    await choose(page, 'hanako')
    await start(page)
    await login.locator('#pin').fill('1234')
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    expect(await login.locator('#pin').inputValue()).toBe('')

    await page.evaluate(() => {
      const seen: string[] = []
      Object.assign(globalThis, { seen })
      for (const name of ['myna-step', 'myna-failed', 'myna-signed-in'])
        document.addEventListener(name, (event) =>
          seen.push(JSON.stringify(event, Object.getOwnPropertyNames(event))),
        )
    })
    await typePin(page, '7391')
    await login.getByText('パスワードがちがいます').waitFor()
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)
    const html = await login.evaluate((element) => element.shadowRoot!.innerHTML)
    expect([...seen, ...sent, html].join('\n')).not.toContain('7391')
  })
})
