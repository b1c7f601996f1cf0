import { pairwiseIds } from '@myna/verifier'
import { describe, expect, test } from 'vitest'
import { certificate, enrolled, member, secret, serialOf, ticketOf, world } from './accounts-world'

describe('whoever arrives', () => {
  test('is unknown once, and known ever after', async () => {
    const { accounts, open } = await world()
    const arrival = await accounts.arrive(certificate(1))
    expect(arrival).toMatchObject({ at: 'unknown', why: 'not-found' })

    const account = await enrolled(arrival)

    expect(account).toMatch(/^[\w-]{22}$/)
    expect(await (await open()).arrive(certificate(1))).toEqual({ at: 'known', account })
  })

  test('twice at once gets one account', async () => {
    const { accounts, open } = await world()
    const [one, two] = [
      await accounts.arrive(certificate(1)),
      await (await open()).arrive(certificate(1)),
    ]
    expect(await enrolled(one)).toBe(await enrolled(two))
  })

  test.each([
    ['another serial number', { serial: serialOf(2) }],
    ['a longer serial number', { serial: Uint8Array.of(0, ...serialOf(1)) }],
    ['a phone', { kind: 'mobile' as const }],
    ['a test card', { kind: 'test' as const }],
    ['the signing certificate', { use: 'sign' as const }],
  ])('with %s is somebody else, until the site links them', async (_, change) => {
    const it = await world()
    const account = await member(it, 1)
    const other = certificate(1, change)

    expect(await it.accounts.arrive(other)).toMatchObject({ at: 'unknown' })
    expect(await it.accounts.link(account, other)).toBe('added')

    expect(await it.accounts.arrive(other)).toEqual({ at: 'known', account })
  })

  test('with a card that is another member’s cannot take it over', async () => {
    const it = await world()
    const [mine] = [await member(it, 1), await member(it, 2)]
    expect(await it.accounts.link(mine, certificate(2))).toBe('taken')
    expect(await it.accounts.link('nobody', certificate(3))).toBe('no-account')
  })

  test('with a new card can prove themselves in another way and be linked', async () => {
    const it = await world()
    const account = await member(it, 1)
    const arrival = await it.accounts.arrive(certificate(2))
    if (arrival.at !== 'unknown') throw new Error(arrival.at)
    expect(await arrival.linkTo(account)).toBe('added')
    expect(await it.accounts.arrive(certificate(2))).toEqual({ at: 'known', account })
  })
})

describe('a change of the secret', () => {
  test('moves a member to the new one when they come, and then the old one can go', async () => {
    const it = await world()
    const account = await member(it, 1)
    await member(it, 2)
    const both = { current: secret(2), previous: [secret(1)] }
    const changed = await it.open({ secrets: both })
    expect(await changed.keysBySecret()).toEqual({ current: 0, older: 2 })

    expect(await changed.arrive(certificate(1))).toEqual({ at: 'known', account })

    expect(await changed.keysBySecret()).toEqual({ current: 1, older: 1 })
    const without = await it.open({ secrets: { current: secret(2) } })
    expect(await without.arrive(certificate(1))).toEqual({ at: 'known', account })
    expect(await without.arrive(certificate(2))).toMatchObject({ at: 'unknown' })
  })

  test('finds the certificate before a renewal under the old secret, too', async () => {
    const it = await world()
    const account = await member(it, 1)
    const changed = await it.open({
      secrets: { current: secret(2), previous: [secret(3), secret(1)] },
      oldSerial: async () => serialOf(1),
    })
    const ticket = ticketOf(await changed.arrive(certificate(2)))
    expect((await changed.renew(ticket, true)).arrival).toMatchObject({ account })
  })

  test.each([
    ['short', { current: new Uint8Array(31) }],
    ['short, earlier', { current: secret(1), previous: [new Uint8Array(31)] }],
    ['twice', { current: secret(1), previous: [secret(1)] }],
  ])('a secret that is %s stops the start', async (_, secrets) => {
    await expect(world({ secrets })).rejects.toMatchObject({ name: 'ConfigurationError' })
  })
})

describe('what is stored about a person', () => {
  test('is no more than keyed hashes and days, and they can have it', async () => {
    const it = await world({ platformUser: async () => 'user-7' })
    const account = await enrolled(await it.accounts.arrive(certificate(0x1234)))
    it.clock.advance(40 * 86_400_000)
    await it.accounts.arrive(certificate(0x1234))

    const stored = await it.accounts.exportOf(account)

    const hash = expect.stringMatching(/^[\w-]{43}$/)
    const secretId = expect.stringMatching(/^[\w-]{8}$/)
    expect(stored).toEqual({
      format: 'myna-account/1',
      id: account,
      created: '2026-11-24',
      keys: expect.arrayContaining([
        {
          key: hash,
          kind: 'card-auth',
          secret: secretId,
          firstUsed: '2026-11-24',
          lastUsed: '2027-01-03',
          notAfter: '2029-06-15T14:59:59.000Z',
        },
        {
          key: hash,
          kind: 'platform',
          secret: secretId,
          firstUsed: '2026-11-24',
          lastUsed: '2026-11-24',
        },
      ]),
    })
    expect(JSON.stringify(stored)).not.toMatch(/06d11234|user-7|BtESNA/i)
  })

  test('is gone when they wish, and they come back as somebody new', async () => {
    const it = await world()
    const account = await member(it, 1)
    await it.accounts.link(account, certificate(2, { use: 'sign' }))

    expect(await it.accounts.remove(account)).toBe(true)

    expect(await it.accounts.exportOf(account)).toBeUndefined()
    expect(await it.accounts.arrive(certificate(2, { use: 'sign' }))).toMatchObject({
      at: 'unknown',
    })
    expect(await member(it, 1)).not.toBe(account)
    expect(await it.accounts.remove(account)).toBe(false)
  })

  test('counts days in Tokyo', async () => {
    const it = await world()
    it.clock.set(new Date('2026-12-31T15:00:00Z')) // New Year there
    const account = await member(it, 1)
    expect((await it.accounts.exportOf(account))!.created).toBe('2027-01-01')
  })

  test('can be thinned out', async () => {
    const it = await world()
    await member(it, 1)
    expect(await it.accounts.forgetKeys('2026-11-24')).toBe(0)
    expect(await it.accounts.forgetKeys('2026-11-25')).toBe(1)
    expect(await it.accounts.arrive(certificate(1))).toMatchObject({ at: 'unknown' })
  })
})

describe('a platform’s names for a person', () => {
  test('stay at one provider and are different at each', async () => {
    const idAt = await pairwiseIds(secret(5))
    const [a, again, b, other] = await Promise.all([
      idAt('account', 'https://a.example'),
      idAt('account', 'https://a.example'),
      idAt('account', 'https://b.example'),
      idAt('other', 'https://a.example'),
    ])
    expect(again).toBe(a)
    expect(new Set([a, b, other]).size).toBe(3)
    expect(await (await pairwiseIds(secret(6)))('account', 'https://a.example')).not.toBe(a)
  })

  test('cannot be made equal by moving the border between the two', async () => {
    const idAt = await pairwiseIds(secret(5))
    expect(await idAt('xy', 'z')).not.toBe(await idAt('y', 'zx'))
    expect(await idAt('yz', 'x')).not.toBe(await idAt('z', 'xy'))
  })

  test('need a secret worth the name', async () => {
    await expect(pairwiseIds(new Uint8Array(8))).rejects.toMatchObject({
      name: 'ConfigurationError',
    })
  })
})
