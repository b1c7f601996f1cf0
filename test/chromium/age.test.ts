// The other elements over a real Chromium's own WebUSB, with an emulated reader: an age by a signature and
// by the card's text, a form filled in, and a self-check that asks for nothing.
import type { MynaAgeCheckedEvent } from '@myna/elements'
import {
  cardOf,
  issuePerson,
  virtualCcidDevice,
  virtualRcS300,
  VirtualSlot,
  type Person,
  type VirtualUsbDevice,
} from '@myna/virtual'
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startSampleSite } from '../demo/browser'
import { startRig, type Rig } from './rig'
import { openPage } from './sign-in-page'

let site: Awaited<ReturnType<typeof startSampleSite>>
let hanako: Person
let rig: Rig | undefined

beforeAll(async () => {
  site = await startSampleSite()
  hanako = await issuePerson('hanako', { now: new Date() })
})
afterEach(async () => {
  await rig?.stop()
  rig = undefined
})
afterAll(async () => void (await site.stop()))

const readers: readonly (readonly [string, (slot: VirtualSlot) => VirtualUsbDevice])[] = [
  ['a CCID reader', (slot) => virtualCcidDevice(slot)],
  ['an RC-S300', (slot) => virtualRcS300(slot, { ability: 'apdu' })],
]

async function pageWith(deviceOver: (slot: VirtualSlot) => VirtualUsbDevice) {
  const slot = new VirtualSlot()
  const card = cardOf(hanako)
  slot.insert(card)
  const device = deviceOver(slot)
  rig = await startRig({ devices: [device], origin: site.url })
  return { page: await openPage(rig, site.url), card }
}

/** What is printed on the card, into the three parts. */
async function typeNumberB(page: Page, tag: string): Promise<void> {
  const { birthDate, expiry, securityCode } = hanako.printed
  const widget = page.locator(tag)
  const parts = {
    year: birthDate.slice(0, 4),
    month: birthDate.slice(4, 6),
    day: birthDate.slice(6),
    'expiry-year': expiry.slice(0, 4),
    'security-code': securityCode,
  }
  for (const [name, value] of Object.entries(parts))
    await widget.locator(`input[name="${name}"]`).fill(value)
  await page.keyboard.press('Enter')
}

test.each(readers)('%s: an age by a signature, believed by the server', async (_, deviceOver) => {
  const { page } = await pageWith(deviceOver)
  const age = page.locator('myna-age-check')
  await age.getByRole('button', { name: '署名用電子証明書で' }).click()
  await age.getByRole('button', { name: 'パスワードを入力して署名する' }).click()
  await age.locator('#pin').fill('ABC123')
  await page.keyboard.press('Enter')
  await age.getByRole('heading', { name: '20歳以上であることを確認しました' }).waitFor()
})

test.each(readers)(
  '%s: an age by the card’s text, genuine and self-asserted',
  async (_, deviceOver) => {
    const { page } = await pageWith(deviceOver)
    const answer = page.evaluate(
      () =>
        new Promise<string>((resolve) =>
          document.addEventListener('myna-age-checked', (event) =>
            resolve(JSON.stringify((event as MynaAgeCheckedEvent).answer)),
          ),
        ),
    )
    const age = page.locator('myna-age-check')
    await age.getByRole('button', { name: 'カードの中の生年月日で' }).click()
    await age.locator('input[name=year]').waitFor()
    await typeNumberB(page, 'myna-age-check')
    await age.getByRole('heading', { name: '20歳以上であることを確認しました' }).waitFor()
    expect(await age.getByText('確かめていません').count()).toBe(0)
    expect(JSON.parse(await answer)).toMatchObject({ age_over_20: true, selfAsserted: true })
  },
)

test.each(readers)('%s: a form filled in', async (_, deviceOver) => {
  const { page } = await pageWith(deviceOver)
  const autofill = page.locator('myna-autofill')
  await autofill.getByRole('button', { name: 'マイナンバーカードから入力する' }).click()
  await autofill.locator('input[name=year]').waitFor()
  await typeNumberB(page, 'myna-autofill')
  await autofill.getByRole('button', { name: '入力欄に入れる' }).click()
  await autofill.getByRole('heading', { name: '入れました' }).waitFor()
  expect(await page.locator('#order input[name=name]').inputValue()).toBe(hanako.printed.name)
})

test.each(readers)('%s: a self-check, which uses no try', async (_, deviceOver) => {
  const { page, card } = await pageWith(deviceOver)
  const check = page.locator('myna-self-check')
  await check.getByRole('button', { name: 'リーダーとカードを調べる' }).click()
  await check.getByRole('heading', { name: '調べ終わりました' }).waitFor()
  expect(await check.getByText('マイナンバーカードです').count()).toBe(1)
  expect(card.triesLeft('authentication')).toBe(3)
})
