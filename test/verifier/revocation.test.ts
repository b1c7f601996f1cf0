import {
  loginHandler,
  staticChecker,
  type HandlerOptions,
  type LogEntry,
  type RevocationAnswer,
  type RevocationChecker,
} from '@myna/verifier'
import { issuePerson } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import { askedSession, issuedNow, ORIGIN, SECOND, siteOptions, tokenFor } from './world'

test.each(['xyz', 'abc', '', '0x0a', '0a 0b'])(
  'a static checker does not start with the serial number %j: it would revoke nobody',
  (serial) => {
    expect(() => staticChecker([serial])).toThrow(/^revoked\[0\]: not a serial number/)
  },
)

describe('revocation', () => {
  const at = new Date('2026-11-24T03:00:00Z')
  const minutesAgo = (minutes: number) => new Date(at.getTime() - minutes * 60 * SECOND)
  const good: RevocationAnswer = { status: 'good', method: 'ocsp', sourceTime: at }

  test('a revoked certificate is refused, and its owner is told', async () => {
    const { verifier, challenge } = await askedSession()
    const token = await tokenFor(challenge, { person: 'revoked' })
    await expect(verifier.verify('session-1', token)).rejects.toMatchObject({
      code: 'certificate-revoked',
      told: 'certificate-revoked',
    })
  })

  test.each<[string, RevocationAnswer, string]>([
    ['good and fresh', good, 'believed'],
    ['revoked', { ...good, status: 'revoked' }, 'certificate-revoked'],
    ['expired', { ...good, status: 'expired' }, 'certificate-expired'],
    ['unknown', { ...good, status: 'unknown' }, 'revocation-unknown'],
    ['unavailable', { ...good, status: 'unavailable' }, 'revocation-unavailable'],
    ['a status nobody knows', { ...good, status: 'fine' as 'good' }, 'revocation-unknown'],
    ['OCSP, 30 minutes old', { ...good, sourceTime: minutesAgo(30) }, 'believed'],
    ['OCSP, 31 minutes old', { ...good, sourceTime: minutesAgo(31) }, 'revocation-stale'],
    ['a CRL, 24 hours old', { ...good, method: 'crl', sourceTime: minutesAgo(1440) }, 'believed'],
    [
      'a CRL, a minute older',
      { ...good, method: 'crl', sourceTime: minutesAgo(1441) },
      'revocation-stale',
    ],
    ['from a little in the future', { ...good, sourceTime: minutesAgo(-5) }, 'believed'],
    ['from the future', { ...good, sourceTime: minutesAgo(-6) }, 'revocation-stale'],
    ['without a date', { ...good, sourceTime: new Date(NaN) }, 'revocation-stale'],
    ['by an unknown method', { ...good, method: 'guess' as 'other' }, 'revocation-stale'],
    ['past its next update', { ...good, nextUpdate: at }, 'revocation-stale'],
    ['before its next update', { ...good, nextUpdate: minutesAgo(-1) }, 'believed'],
  ])('an answer that is %s → %s', async (_, answer, outcome) => {
    const { verifier, challenge } = await askedSession({
      revocation: { role: 'test', check: async () => answer },
    })
    const verified = verifier.verify('session-1', await tokenFor(challenge)).then(
      () => 'believed',
      ({ code }) => code,
    )
    expect(await verified).toBe(outcome)
  })

  test.each<[string, RevocationChecker['check']]>([
    ['throws', () => Promise.reject(new Error('no network'))],
    [
      'throws at once',
      () => {
        throw new Error('a mistake')
      },
    ],
    ['answers nothing', async () => undefined as never],
    ['answers a word', async () => 'good' as never],
    ['has a text for a time', async () => ({ ...good, sourceTime: at.toJSON() }) as never],
    ['has a text for the next time', async () => ({ ...good, nextUpdate: at.toJSON() }) as never],
    ['has a number for a time', async () => ({ ...good, thisUpdate: 0 }) as never],
  ])('a checker that %s refuses the login', async (_, check) => {
    const { verifier, challenge } = await askedSession({ revocation: { role: 'test', check } })
    await expect(verifier.verify('session-1', await tokenFor(challenge))).rejects.toMatchObject({
      code: 'revocation-unavailable',
      told: 'checking-unavailable',
    })
  })

  test('the checker is asked once, about the serial number, and only after all else was good', async () => {
    const asked: unknown[] = []
    const { verifier, challenge } = await askedSession({
      revocation: {
        role: 'test',
        check: async (question) => {
          asked.push(question)
          return good
        },
      },
    })
    const token = await tokenFor(challenge)
    const other = await verifier.challenge('session-2', 'login')
    await expect(verifier.verify('session-2', token)).rejects.toThrow()
    expect(asked).toEqual([])
    expect(other).toBeDefined()

    await verifier.verify('session-1', token)

    const { authentication } = await issuePerson('hanako', issuedNow)
    expect(asked).toMatchObject([
      {
        kind: 'authentication',
        purpose: 'login',
        serial: Uint8Array.from(authentication.serial.match(/../g)!, (two) => parseInt(two, 16)),
      },
    ])
  })

  test.each([
    ['good', {}],
    ['notChecked', { revocation: 'notChecked' }],
  ])('the log of a site says %s', async (revocation, change) => {
    const log: LogEntry[] = []
    const handle = await loginHandler({
      ...(await siteOptions()),
      signedIn: () => new Response(),
      log: (entry) => log.push(entry),
      ...change,
    } as HandlerOptions)
    const post = async (step: string, body: string, cookie = '') => {
      const headers = { origin: ORIGIN, 'content-type': 'application/json', cookie }
      return (await handle(
        new Request(`${ORIGIN}/myna/${step}`, { method: 'POST', body, headers }),
      ))!
    }
    const asked = await post('challenge', '{"purpose":"login"}')
    const cookie = asked.headers.get('set-cookie')!.split(';')[0]!

    await post('verify', await tokenFor(await asked.json()), cookie)

    expect(log.at(-1)).toMatchObject({ outcome: 'signed-in', revocation })
  })
})
