import { memoryOnceStore, type AccountsOptions, type OnceStore } from '@myna/verifier'
import { describe, expect, test } from 'vitest'
import { certificate, enrolled, member, secret, serialOf, ticketOf, world } from './accounts-world'

describe('a renewal, where somebody can name the certificate before', () => {
  /** Certificate n was renewed as n + 1; the answer reaches one generation back. */
  const asked: Uint8Array[] = []
  const oldSerial: AccountsOptions['oldSerial'] = async ({ serial }) => {
    asked.push(serial)
    const number = serial.at(-1)! - 1
    return number > 0 ? serialOf(number) : undefined
  }

  test('is asked about with consent only, and then the new card is the old member’s', async () => {
    const it = await world({ oldSerial })
    const account = await member(it, 1)
    asked.length = 0

    const arrival = await it.accounts.arrive(certificate(2), { note: 'a note' })
    expect(arrival.at).toBe('consent-needed')
    expect(asked).toEqual([])

    const { arrival: after, note } = await it.accounts.renew(ticketOf(arrival), true)
    expect(after).toEqual({ at: 'relinked', account, by: 'old-serial' })
    expect(note).toBe('a note')
    expect(await it.accounts.arrive(certificate(2))).toEqual({ at: 'known', account })
  })

  test('without consent nobody is asked, and the person is unknown', async () => {
    const it = await world({ oldSerial })
    await member(it, 1)
    asked.length = 0
    const ticket = ticketOf(await it.accounts.arrive(certificate(2)))

    const { arrival } = await it.accounts.renew(ticket, false)

    expect(arrival).toMatchObject({ at: 'unknown', why: 'no-consent' })
    expect(asked).toEqual([])
  })

  test('two renewals missed: the person proves themselves in another way', async () => {
    const it = await world({ oldSerial })
    const account = await member(it, 1)
    const ticket = ticketOf(await it.accounts.arrive(certificate(3)))

    const { arrival } = await it.accounts.renew(ticket, true)

    expect(arrival).toMatchObject({ at: 'unknown', why: 'older-unknown' })
    if (arrival.at !== 'unknown') throw new Error(arrival.at)
    expect(await arrival.linkTo(account)).toBe('added')
    expect(await it.accounts.arrive(certificate(3))).toEqual({ at: 'known', account })
  })

  test('a person without an older certificate is unknown', async () => {
    const it = await world({ oldSerial })
    const ticket = ticketOf(await it.accounts.arrive(certificate(1)))
    const { arrival } = await it.accounts.renew(ticket, true)
    expect(arrival).toMatchObject({ at: 'unknown', why: 'not-found' })
  })

  test('the question is answered once, within five minutes, by whoever has its ticket', async () => {
    const it = await world({ oldSerial })
    const missing = { code: 'renewal-missing', told: 'challenge-expired' }
    const ticket = ticketOf(await it.accounts.arrive(certificate(2)))
    await it.accounts.renew(ticket, false)
    await expect(it.accounts.renew(ticket, true)).rejects.toMatchObject(missing)
    await expect(it.accounts.renew('another', true)).rejects.toMatchObject(missing)

    const late = ticketOf(await it.accounts.arrive(certificate(2)))
    it.clock.advance(300_000)
    await expect(it.accounts.renew(late, true)).rejects.toMatchObject(missing)
  })

  test('while it cannot be answered nobody gets a second account, and the word still counts', async () => {
    let isAway = true
    const cause = new Error('no network')
    const it = await world({
      oldSerial: async () => (isAway ? Promise.reject(cause) : serialOf(1)),
    })
    const account = await member(it, 1)
    const ticket = ticketOf(await it.accounts.arrive(certificate(2)))

    await expect(it.accounts.renew(ticket, true)).rejects.toMatchObject({
      code: 'renewal-unavailable',
      told: 'checking-unavailable',
      cause,
    })
    isAway = false
    expect((await it.accounts.renew(ticket, true)).arrival).toMatchObject({ account })
  })

  test('the serial number that waits for consent cannot be read in the store', async () => {
    const kept: string[] = []
    const inner = memoryOnceStore()
    const once: OnceStore = {
      ...inner,
      put: (key, text, lifetime) => (kept.push(key, text), inner.put(key, text, lifetime)),
    }
    const it = await world({ oldSerial, once })
    const plain = certificate(2)

    const ticket = ticketOf(await it.accounts.arrive(plain))

    const bytes = Buffer.from(kept[1]!, 'base64url')
    expect(bytes.includes(Buffer.from(plain.serial))).toBe(false)
    expect(bytes.includes(Buffer.from(plain.serial).toString('base64url'))).toBe(false)
    expect(kept[1]).not.toContain(Buffer.from(plain.serial).toString('base64url'))
    // and whoever writes in the store is not believed
    await inner.put(`renewal:${ticket}`, kept[1]!.replace(/.$/, 'A'), 1000)
    const changed = it.accounts.renew(ticket, true)
    await expect(changed).rejects.toMatchObject({ code: 'renewal-missing' })
    // nor another server that has another secret
    await inner.put(`renewal:${ticket}`, kept[1]!, 1000)
    const stranger = await it.open({ secrets: { current: secret(9) } })
    await expect(stranger.renew(ticket, true)).rejects.toMatchObject({ code: 'renewal-missing' })
  })
})

describe('a renewal, where a platform knows the person', () => {
  test('needs no further question: the platform’s name stays', async () => {
    const platformUser = async () => 'user-7'
    const it = await world({ platformUser })
    const account = await enrolled(await it.accounts.arrive(certificate(1)))

    expect(await it.accounts.arrive(certificate(2))).toEqual({
      at: 'relinked',
      account,
      by: 'platform-user',
    })
    // the same person by the signing certificate
    expect(await it.accounts.arrive(certificate(3, { use: 'sign' }))).toMatchObject({ account })
  })

  test('a member from before the platform is linked when the site says so', async () => {
    const it = await world()
    const account = await member(it, 1)
    expect(await it.accounts.linkPlatformUser(account, 'user-7')).toBe('added')
    const later = await it.open({ platformUser: async () => 'user-7' })
    expect(await later.arrive(certificate(2))).toMatchObject({ at: 'relinked', account })
  })

  test('a platform that does not answer refuses, so that nobody gets a second account', async () => {
    const it = await world({ platformUser: () => Promise.reject(new Error('away')) })
    await expect(it.accounts.arrive(certificate(2))).rejects.toMatchObject({
      code: 'renewal-unavailable',
    })
  })

  test('one that knows nobody leaves the question to the old certificate', async () => {
    const it = await world({
      platformUser: async () => undefined,
      oldSerial: async () => serialOf(1),
    })
    const account = await member(it, 1)
    const ticket = ticketOf(await it.accounts.arrive(certificate(2)))
    expect((await it.accounts.renew(ticket, true)).arrival).toMatchObject({ account })
  })
})
