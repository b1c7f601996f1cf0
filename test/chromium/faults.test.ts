// Why this exists: readers are unplugged and cards pulled at any moment. At every USB message of a
// sign-in in turn, in a real browser: the page must say the right thing, tell the truth about the try,
// and work again afterwards.
import { cardOf, issuePerson, virtualCcidDevice, VirtualSlot, type PullOut } from '@myna/virtual'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSampleSite } from '../demo/browser'
import { startRig, type Rig } from './rig'
import { devicesAre, openPage, signIn, signOut } from './sign-in-page'

type Kind = 'status' | 'power-on' | 'power-off' | 'verify' | 'command'

const slot = new VirtualSlot()
const device = virtualCcidDevice(slot)
const kinds: Kind[] = []
/** The device, with an ear on what it is sent. */
const overheard = Object.create(device, {
  write: {
    value(endpoint: number, data: Uint8Array) {
      if (data.length > 0) kinds.push(kindOf(data))
      return device.write(endpoint, data)
    },
  },
}) as typeof device

let site: Awaited<ReturnType<typeof startSampleSite>>
let rig: Rig
let page: Page

beforeAll(async () => {
  site = await startSampleSite()
  rig = await startRig({ devices: [overheard], origin: site.url })
  page = await openPage(rig, site.url)
})
afterAll(async () => {
  await rig.stop()
  await site.stop()
})

function kindOf(message: Uint8Array): Kind {
  if (message[0] === 0x65) return 'status'
  if (message[0] === 0x62) return 'power-on'
  if (message[0] === 0x63) return 'power-off'
  const isVerify = message[11] === 0x20 && message.length > 14 // with a PIN, not the question for tries
  return isVerify ? 'verify' : 'command'
}

const cases = (['unplug', 'remove'] as const).flatMap((fault) =>
  (['before', 'answer-lost'] as const).flatMap((when) =>
    (['1234', '9999'] as const).map((pin) => [fault, when, pin] as const),
  ),
)

test.each(cases)(
  '%s at each message in turn (%s), PIN %s: the right words, the truth about the try',
  async (fault, when, pin) => {
    const hanako = await issuePerson('hanako', { now: new Date() })
    const undisturbed = pin === '1234' ? 'signed-in' : 'cancelled'
    slot.insert(cardOf(hanako))
    kinds.length = 0
    expect((await signIn(page, { types: [pin] })).code).toBe(undisturbed)
    if (undisturbed === 'signed-in') await signOut(page)
    const messages = [...kinds]
    expect(messages.filter((kind) => kind === 'verify')).toHaveLength(1)
    expect(messages.length).toBeGreaterThan(10)

    for (const [index, kind] of messages.entries()) {
      const where = `message ${index + 1} of ${messages.length}, ${kind}`
      const card = cardOf(hanako)
      slot.insert(card)
      if (fault === 'unplug') device.unplugAt(index + 1, when)
      else device.removeCardAt(index + 1, when)

      const outcome = await signIn(page, { types: [pin], onPlaceCard: () => slot.insert(card) })

      const expected = expectedAt(kind, fault, undisturbed)
      expect(outcome, where).toMatchObject(expected)
      expect(card.triesLeft('authentication'), where).toBe(
        pin === '9999' && isTryUsed(kind, when, expected.code) ? 2 : 3,
      )
      await putRight(card)
      if (outcome.code === 'signed-in') await signOut(page)
      expect(await signIn(page, { types: ['1234'] }), where).toEqual({ code: 'signed-in' })
      expect(card.triesLeft('authentication'), where).toBe(3)
      await signOut(page)
    }
  },
  120_000,
)

function expectedAt(kind: Kind, fault: 'unplug' | 'remove', undisturbed: string) {
  if (kind === 'power-off') return { code: undisturbed } // it is over already
  const isWaiting = kind === 'status' || kind === 'power-on'
  if (fault === 'remove' && isWaiting) return { code: undisturbed } // it waits for the card to come back
  const code = fault === 'unplug' ? 'reader-gone' : 'card-removed'
  return { code, facts: { attempt: kind === 'verify' ? 'perhaps' : 'none' } }
}

/** Whether a card has counted a wrong PIN: it was sent, and it arrived. */
const isTryUsed = (kind: Kind, when: PullOut, code: string): boolean =>
  code === 'cancelled' || (kind === 'verify' && when === 'answer-lost')

async function putRight(card: ReturnType<typeof cardOf>): Promise<void> {
  if (!slot.present) slot.insert(card)
  if (device.plugged) return
  await devicesAre(page, 0)
  device.plug()
  await devicesAre(page, 1)
}
