// The sample SP's page and a real Chromium's own WebUSB, from the click to the server's session: with
// each kind of reader that works, and with each reason why one does not.
import {
  cardOf,
  issuePerson,
  virtualCcidDevice,
  virtualCompositeReader,
  virtualRcS300,
  virtualRcS380,
  VirtualSlot,
  type Chip,
  type Person,
  type VirtualUsbDevice,
} from '@myna/virtual'
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startSampleSite } from '../demo/browser'
import { startRig, type Rig } from './rig'
import { begin, finish, openPage, signIn, useRealReader } from './sign-in-page'

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

async function pageWith(device: VirtualUsbDevice, isPermitted = true) {
  rig = await startRig({
    devices: [device],
    origin: site.url,
    permitted: isPermitted ? [device] : [],
  })
  return openPage(rig, site.url)
}

function slotWithCard(chip: Chip = cardOf(hanako)): VirtualSlot {
  const slot = new VirtualSlot()
  slot.insert(chip)
  return slot
}

const sessionOf = (page: Page) =>
  page.evaluate(async () => {
    const { session } = (await (await fetch('/session')).json()) as { session: object | null }
    return session
  })

const readers: readonly (readonly [string, (slot: VirtualSlot) => VirtualUsbDevice])[] = [
  ['short APDUs', (slot) => virtualCcidDevice(slot)],
  [
    'extended APDUs',
    (slot) => virtualCcidDevice(slot, { level: 'extended-apdu', longestMessage: 522 }),
  ],
  [
    'extended APDUs in chains of short messages',
    (slot) => virtualCcidDevice(slot, { level: 'extended-apdu', longestMessage: 74 }),
  ],
  [
    'packets of 512 bytes, and no empty ones',
    (slot) => virtualCcidDevice(slot, { packetSize: 512, emptyPackets: 'not-needed' }),
  ],
  ['TPDUs in T=1', (slot) => virtualCcidDevice(slot, { level: 'tpdu', features: 0xba })],
  [
    'TPDUs in T=1, with parameters and PPS by the driver',
    (slot) => virtualCcidDevice(slot, { level: 'tpdu', features: 0x30, ifsd: 20 }),
  ],
  ['the smart card class beside a vendor interface', (slot) => virtualCompositeReader(slot)],
  ['RC-S380', (slot) => virtualRcS380(slot)],
  ['RC-S300 that takes CCID', (slot) => virtualRcS300(slot, { ability: 'ccid' })],
  ['RC-S300 that carries APDUs', (slot) => virtualRcS300(slot, { ability: 'apdu' })],
  ['RC-S300 that carries frames', (slot) => virtualRcS300(slot, { ability: 'frame' })],
]

describe('a sign-in ends in a session of the server', () => {
  test.each(readers)('%s', async (_, deviceOver) => {
    const page = await pageWith(deviceOver(slotWithCard()))
    expect(await sessionOf(page)).toBeNull()

    expect(await signIn(page, { types: ['1234'] })).toEqual({ code: 'signed-in' })

    expect(await sessionOf(page)).toMatchObject({ accountKey: expect.any(String) })
    const cookies = await rig!.context.cookies()
    expect(cookies.find(({ name }) => name === 'session')).toMatchObject({ httpOnly: true })
  })
})

describe('a reader that cannot be used says why', () => {
  const words = (page: Page, title: string) =>
    page.locator('myna-login').getByRole('heading', { name: title }).waitFor()

  test('only the smart card class: protected, in words', async () => {
    const device = virtualCcidDevice(slotWithCard(), { interfaceClass: 0x0b })
    const page = await pageWith(device)
    await page.evaluate(() => {
      USB.prototype.requestDevice = async () => (await navigator.usb.getDevices())[0]!
    })

    expect(await signIn(page, { types: ['1234'] })).toEqual({
      code: 'reader-protected',
      facts: { reader: 'Virtual CCID reader' },
    })

    await words(page, 'このリーダーは、ブラウザーから直接使えない種類です')
    expect(device.messages).toBe(0)
  })

  test('held by another program: busy, and usable when that has let go', async () => {
    const device = virtualCcidDevice(slotWithCard())
    const page = await pageWith(device)
    device.heldElsewhere = true
    expect(await signIn(page, { types: ['1234'] })).toMatchObject({ code: 'reader-busy' })

    device.heldElsewhere = false
    expect(await signIn(page, { types: ['1234'] })).toEqual({ code: 'signed-in' })
  })

  test('no device chosen: permission-denied', async () => {
    const page = await pageWith(virtualCcidDevice(slotWithCard()), false)
    expect(await signIn(page, { types: ['1234'] })).toMatchObject({ code: 'permission-denied' })
  })

  test('a page whose Permissions-Policy is usb=(): policy-forbids', async () => {
    const page = await pageWith(virtualCcidDevice(slotWithCard()))
    await page.route(`${site.url}/`, async (route) => {
      const response = await route.fetch()
      const headers = { ...response.headers(), 'permissions-policy': 'usb=()' }
      await route.fulfill({ response, headers })
    })
    await page.goto(site.url)
    await useRealReader(page)

    expect(await signIn(page, { types: ['1234'] })).toEqual({ code: 'policy-forbids', facts: {} })
  })
})

/** A card that thinks until it is told to answer. */
function thinkingCard() {
  let release: () => void = () => {}
  let begun: () => void = () => {}
  let thinking: Promise<void> | undefined
  const card = cardOf(hanako)
  const chip: Chip = {
    powerOn: () => card.powerOn(),
    powerOff: () => card.powerOff(),
    async exchange(command) {
      if (thinking !== undefined) begun()
      await thinking
      return card.exchange(command)
    },
  }
  return {
    chip,
    /** From the next command on. Resolves when one has come. */
    think() {
      thinking = new Promise((resolve) => (release = resolve))
      return new Promise<void>((resolve) => (begun = resolve))
    },
    answer() {
      thinking = undefined
      release()
    },
  }
}

describe('one reader, several pages', () => {
  test('the second page hears that the reader is busy, and can use it when the first has ended', async () => {
    const card = thinkingCard()
    const first = await pageWith(virtualCcidDevice(slotWithCard(card.chip)))
    const second = await openPage(rig!, site.url)
    const begun = card.think()
    const before = await begin(first)
    await begun

    expect(await signIn(second, { types: ['1234'] })).toMatchObject({ code: 'reader-busy' })

    card.answer()
    expect(await finish(first, { types: ['1234'] }, before)).toEqual({ code: 'signed-in' })
    expect(await signIn(second, { types: ['1234'] })).toEqual({ code: 'signed-in' })
  })

  test.each(['before', 'while'] as const)(
    'reloaded in the middle of an exchange; the card answers %s the next sign-in begins',
    async (when) => {
      const card = thinkingCard()
      const page = await pageWith(virtualCcidDevice(slotWithCard(card.chip)))
      const begun = card.think()
      await begin(page)
      await begun
      await page.reload()
      await useRealReader(page)

      if (when === 'before') card.answer()
      const before = await begin(page)
      if (when === 'while') setTimeout(card.answer, 300) // it is asked again meanwhile, and is busy
      expect(await finish(page, { types: ['1234'] }, before)).toEqual({ code: 'signed-in' })
    },
  )
})
