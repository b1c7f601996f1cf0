import { base64url, toBase64url } from '@myna/bytes'
import { loginVerifier, memoryChallengeStore, Refusal } from '@myna/verifier'
import { issuePerson } from '@myna/virtual'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { askedSession, issuedNow, ORIGIN, SECOND, siteOptions, testClock, tokenFor } from './world'

describe('a login is believed', () => {
  test('check by check, with an account key instead of a serial number', async () => {
    const { verifier, challenge } = await askedSession()

    const login = await verifier.verify('session-1', await tokenFor(challenge))

    expect(login).toMatchObject({
      kind: 'test',
      purpose: 'login',
      notAfter: new Date('2029-06-15T14:59:59Z'),
      checks: {
        challenge: 'good',
        chain: 'good',
        period: 'good',
        signature: 'good',
        revocation: 'good',
      },
    })
    expect(login.accountKey).toMatch(/^[\w-]{43}$/)
  })

  test('and the same card has the same account key, another card or site another one', async () => {
    const keyOf = async (
      person: 'hanako' | 'long',
      change: Parameters<typeof askedSession>[0] = {},
    ) => {
      const { verifier, challenge } = await askedSession(change)
      return (await verifier.verify('session-1', await tokenFor(challenge, { person }))).accountKey
    }

    const [first, again, other, elsewhere] = await Promise.all([
      keyOf('hanako'),
      keyOf('hanako'),
      keyOf('long'),
      keyOf('hanako', { accountSecret: new Uint8Array(32).fill(8) }),
    ])

    expect(again).toBe(first)
    expect(new Set([first, other, elsewhere]).size).toBe(3)
  })

  test('and neither certificate nor serial number shows when it is printed', async () => {
    const { verifier, challenge } = await askedSession()
    const { authentication } = await issuePerson('hanako', issuedNow)
    const login = await verifier.verify('session-1', await tokenFor(challenge))

    const printed = JSON.stringify(login) + String(login)

    expect(printed).not.toContain(authentication.serial)
    expect(printed).not.toContain(toBase64url(authentication.certificate!).slice(0, 40))
    expect(login.revealSensitive().certificate).toEqual(authentication.certificate)
    expect(login.revealSensitive().serial).toEqual(
      Uint8Array.from(authentication.serial.match(/../g)!, (digits) => parseInt(digits, 16)),
    )
  })

  test('with a popup on an allowed origin as the one that talked to the card', async () => {
    const vault = 'https://vault.example'
    const { verifier, challenge } = await askedSession({ ceremonyOrigins: [ORIGIN, vault] })
    await verifier.verify('session-1', await tokenFor(challenge, { origin: vault }))
  })

  test('without asking for revocation only if the site says so, and the result says so too', async () => {
    const { verifier, challenge } = await askedSession({ revocation: 'notChecked' })
    const token = await tokenFor(challenge, { person: 'revoked' })
    const login = await verifier.verify('session-1', token)
    expect(login.checks.revocation).toBe('notChecked')
  })
})

describe('a token is good once, in one session, for a short time, at one site', () => {
  test('a second time it is refused', async () => {
    const { verifier, challenge } = await askedSession()
    const token = await tokenFor(challenge)
    await verifier.verify('session-1', token)

    await expect(verifier.verify('session-1', token)).rejects.toMatchObject({
      code: 'challenge-missing',
      told: 'challenge-used',
    })
  })

  test('also in a session that was asked again', async () => {
    const { verifier, challenge } = await askedSession()
    const token = await tokenFor(challenge)
    await verifier.verify('session-1', token)
    await verifier.challenge('session-1', 'login')

    await expect(verifier.verify('session-1', token)).rejects.toMatchObject({
      code: 'signature-wrong',
    })
  })

  test('in another session it is refused, and that session’s challenge is used up', async () => {
    const { verifier, challenge } = await askedSession()
    const mine = await verifier.challenge('session-2', 'login')
    const token = await tokenFor(challenge)

    await expect(verifier.verify('session-2', token)).rejects.toMatchObject({
      code: 'signature-wrong',
    })
    await expect(verifier.verify('session-2', await tokenFor(mine))).rejects.toMatchObject({
      code: 'challenge-missing',
    })
    await verifier.verify('session-1', token) // which nobody else could use up
  })

  test.each([
    [120 * SECOND, 'believed'],
    [120 * SECOND + 1, 'challenge-late'],
    [-1, 'challenge-late'],
  ])('%i ms after the question it is %s', async (age, outcome) => {
    const { verifier, challenge, clock } = await askedSession()
    const token = await tokenFor(challenge)
    clock.advance(age)

    const verified = verifier.verify('session-1', token).then(
      () => 'believed',
      ({ code }) => code,
    )

    expect(await verified).toBe(outcome)
  })

  test('of two posts at the same time exactly one wins', async () => {
    const { verifier, challenge } = await askedSession()
    const token = await tokenFor(challenge)

    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => verifier.verify('session-1', token)),
    )

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test.each(['https://evil.example', 'https://sp.example:8443', 'http://localhost'])(
    'signed on a page of %s it is refused',
    async (origin) => {
      const { verifier, challenge } = await askedSession()
      const token = await tokenFor(challenge, { origin })
      await expect(verifier.verify('session-1', token)).rejects.toMatchObject({
        code: 'signature-wrong',
      })
    },
  )

  test.each([
    ['origin', { origin: 'https://evil.example' }],
    ['purpose', { purpose: 'step-up' }],
    ['nonce', { nonce: toBase64url(new Uint8Array(32)) }],
    ['context', { context: toBase64url(new Uint8Array(32)) }],
  ])('signed for another %s than the server asked for, it is refused', async (_, change) => {
    const { verifier, challenge } = await askedSession()
    const token = await tokenFor({ ...challenge, ...change })
    await expect(verifier.verify('session-1', token)).rejects.toMatchObject({
      code: 'signature-wrong',
    })
  })

  test('a new challenge takes the place of the one before', async () => {
    const { verifier, challenge } = await askedSession()
    const token = await tokenFor(challenge)
    await verifier.challenge('session-1', 'login')
    await expect(verifier.verify('session-1', token)).rejects.toMatchObject({
      code: 'signature-wrong',
    })
  })
})

describe('every byte counts', () => {
  /** Verifies a token as if it were the first: the challenge is asked again, with the same nonce. */
  async function repeatable() {
    const randomBytes = (size: number) => new Uint8Array(size).fill(1)
    const { verifier, challenge } = await askedSession({ randomBytes })
    const verify = async (token: string) => {
      await verifier.challenge('session-1', 'login')
      return verifier.verify('session-1', token)
    }
    return { token: await tokenFor(challenge, { client: 'myna/1.0.0' }), verify }
  }

  test('a token with any one byte of certificate or signature changed is refused', async () => {
    const { token, verify } = await repeatable()
    const members = JSON.parse(token) as Record<'certificate' | 'signature', string>
    const believed: string[] = []

    for (const member of ['certificate', 'signature'] as const) {
      const bytes = base64url(members[member])
      for (let at = 0; at < bytes.length; at++) {
        const changed = bytes.slice()
        changed[at]! ^= 1 << (at % 8)
        const text = JSON.stringify({ ...members, [member]: toBase64url(changed) })
        const error = await verify(text).catch((thrown: Error) => thrown)
        if (!(error instanceof Refusal)) believed.push(`${member}[${at}]`)
      }
    }

    expect(believed).toEqual([])
    await verify(token) // and unchanged it is believed
  }, 60_000)

  test('so is one with any character changed, but for the name of the software', async () => {
    const { token, verify } = await repeatable()
    const end = token.indexOf('myna/1.0.0')
    await fc.assert(
      fc.asyncProperty(fc.nat(end - 1), fc.integer({ min: 32, max: 126 }), async (at, code) => {
        const changed = token.slice(0, at) + String.fromCharCode(code) + token.slice(at + 1)
        fc.pre(changed !== token)
        await expect(verify(changed)).rejects.toBeInstanceOf(Refusal)
      }),
      { numRuns: 300 },
    )
  })

  test('bytes that are no token give a refusal, never another error', async () => {
    const { verify } = await repeatable()
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        await expect(verify(text)).rejects.toMatchObject({ code: 'token-malformed' })
      }),
    )
  })
})

describe('the period of the certificate, to the second', () => {
  test.each([
    ['2025-01-20T00:59:59.999Z', 'certificate-not-yet-valid'],
    ['2025-01-20T01:00:00.000Z', 'believed'],
    ['2029-06-15T14:59:59.999Z', 'believed'],
    ['2029-06-15T15:00:00.000Z', 'certificate-expired'],
  ])('at %s: %s', async (time, outcome) => {
    const { verifier, challenge } = await askedSession({}, testClock(time))
    const verified = verifier.verify('session-1', await tokenFor(challenge)).then(
      () => 'believed',
      ({ code }) => code,
    )
    expect(await verified).toBe(outcome)
  })

  test('the owner of an expired certificate is told', async () => {
    const { verifier, challenge } = await askedSession()
    const token = await tokenFor(challenge, { person: 'expired' })
    await expect(verifier.verify('session-1', token)).rejects.toMatchObject({
      told: 'certificate-expired',
    })
  })
})

describe('stores', () => {
  test('one that cannot be reached refuses, as our fault and not the card’s', async () => {
    const down = {
      put: () => Promise.reject(new Error('ECONNREFUSED')),
      take: () => Promise.reject(new Error('ECONNREFUSED')),
    }
    const verifier = await loginVerifier({ ...(await siteOptions()), challenges: down })

    await expect(verifier.challenge('s', 'login')).rejects.toMatchObject({
      code: 'store-unavailable',
      told: 'checking-unavailable',
    })
    await expect(verifier.verify('s', '{}')).rejects.toMatchObject({ code: 'store-unavailable' })
  })

  test('what another program wrote into the store is not believed', async () => {
    const issuedAt = testClock().now().getTime()
    const stored = { nonce: 'AA', purpose: 'login', origin: ORIGIN, context: '', issuedAt }
    const challenges = { put: async () => {}, take: async () => stored }
    const verifier = await loginVerifier({ ...(await siteOptions()), challenges })
    await expect(verifier.verify('s', '{}')).rejects.toMatchObject({ code: 'store-unavailable' })
  })

  test('the memory store refuses newcomers when it is full, and forgets what is old', async () => {
    const clock = testClock()
    const store = memoryChallengeStore({ now: clock.now, most: 2 })
    const challenge = { nonce: 'n', purpose: 'login', origin: ORIGIN, context: '', issuedAt: 0 }
    await store.put('a', challenge, 1000)
    await store.put('b', challenge, 1000)
    await store.put('b', challenge, 1000)

    await expect(store.put('c', challenge, 1000)).rejects.toThrow('too many')

    clock.advance(1000)
    await store.put('c', challenge, 1000)
    expect(await store.take('a')).toBeUndefined()
    expect(await store.take('c')).toEqual(challenge)
  })
})
