// What comes after the card: a site that asks about a renewal, a certificate too new to be known, dates.
import { CardError } from '@myna/apdu'
import { signIn, type LoginServer } from '@myna/elements'
import { cardOf, virtualReader, VirtualSlot, type PersonName } from '@myna/virtual'
import { loginVerifier } from '@myna/verifier'
import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ORIGIN, siteOptions } from '../verifier/world'
import { personNamed, screenOf, serverOver, type Behaviour } from './person'

const NOW = new Date('2026-11-24T03:00:00Z')

async function logIn(
  name: PersonName,
  server: Partial<LoginServer>,
  behaviour: Partial<Behaviour> = {},
  now = NOW,
) {
  const slot = new VirtualSlot()
  slot.insert(cardOf(await personNamed(name)))
  const verifier = await loginVerifier(await siteOptions())
  const { screen, steps, dates } = screenOf({ types: ['1234'], ...behaviour })
  const outcome = await signIn({
    openReader: async () => virtualReader(slot),
    server: { ...serverOver(verifier), ...server },
    screen,
    purpose: 'login',
    origin: ORIGIN,
    now: () => now,
  }).catch((error: CardError) => error)
  return { outcome, steps: steps.map(({ at }) => at), dates }
}

describe('a site that asks for the certificate before this one', () => {
  const asking = (said: boolean[]): Partial<LoginServer> => ({
    verify: async () => ({ renewal: 'consent-needed' }),
    async renew(consent) {
      said.push(consent)
      return { member: 'old' }
    },
  })

  test.each([true, false])('hears what the person said: %s', async (consents) => {
    const said: boolean[] = []
    const { outcome, steps } = await logIn('renewed', asking(said), { consents })
    expect(outcome).toMatchObject({ answer: { member: 'old' } })
    expect(said).toEqual([consents])
    expect(steps.slice(-3)).toEqual(['checking', 'ask-renewal', 'checking'])
  })

  test('hears nothing of a person who stops', async () => {
    const said: boolean[] = []
    const { outcome } = await logIn('renewed', asking(said))
    expect(outcome).toMatchObject({ code: 'cancelled' })
    expect(said).toEqual([])
  })

  test('is set up wrongly if it cannot be answered', async () => {
    const { outcome } = await logIn('renewed', {
      verify: async () => ({ renewal: 'consent-needed' }),
    })
    expect(outcome).toMatchObject({ code: 'misconfigured' })
  })
})

describe('a refusal right after a renewal', () => {
  const refusing = (told: 'not-accepted' | 'certificate-expired'): Partial<LoginServer> => ({
    verify: () => Promise.reject(new CardError('login-refused', { told })),
  })
  const issued = async () => (await logIn('hanako', {})).dates[0]!.notBefore

  test('is told as a certificate that is not known yet', async () => {
    const now = new Date((await issued()).getTime() + 3_600_000)
    const { outcome } = await logIn('hanako', refusing('not-accepted'), {}, now)
    expect(outcome).toMatchObject({ code: 'certificate-new', facts: { told: 'not-accepted' } })
  })

  test('but not days later, and not where the reason has to do with something else', async () => {
    const at = (await issued()).getTime()
    const later = await logIn('hanako', refusing('not-accepted'), {}, new Date(at + 3 * 86_400_000))
    expect(later.outcome).toMatchObject({ code: 'login-refused' })
    const other = await logIn(
      'hanako',
      refusing('certificate-expired'),
      {},
      new Date(at + 3_600_000),
    )
    expect(other.outcome).toMatchObject({ code: 'login-refused' })
  })
})

test('the dates of the certificate are told to the screen and stand in no step', async () => {
  const { dates, steps } = await logIn('hanako', {})
  const { certificate } = (await personNamed('hanako')).authentication
  const notAfter = new Date(new X509Certificate(certificate!).validTo)
  expect(dates).toHaveLength(1)
  expect(dates[0]!.notAfter).toEqual(notAfter)
  expect(JSON.stringify(steps)).not.toContain(notAfter.toISOString().slice(0, 10))
})

test('what was read and sent is told without any of it', async () => {
  const { outcome } = await logIn('hanako', {})
  expect(outcome).toMatchObject({
    read: ['authentication-certificate', 'tries-left', 'signature'],
    sent: ['authentication-certificate', 'signature'],
  })
})
