import { crlChecker, type CrlOptions, type DistributionPoint } from '@myna/verifier/accredited'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from './ask'
import { later, makeAuthority, type Authority } from './authority'
import type { ListKind } from './configuration'

let authority: Authority
beforeAll(async () => {
  authority = await makeAuthority()
}, 60_000)
afterAll(() => authority.remove())

/** A checker whose network gives this list. */
async function checkerFor(list: Uint8Array<ArrayBuffer>, change: Partial<CrlOptions> = {}) {
  const asked: DistributionPoint[] = []
  const fetched: string[] = []
  const checker = await crlChecker({
    role: 'test',
    anchors: [authority.siblingAnchor, authority.anchor],
    addressOf(point) {
      asked.push(point)
      return 'https://lists.example/kakuu-shi.crl'
    },
    async fetch(address) {
      fetched.push(address)
      return new Response(list, { headers: { 'content-type': 'application/pkix-crl' } })
    },
    ...change,
  })
  return { checker, asked, fetched }
}

describe('a list made by openssl ca says', () => {
  test('good of a certificate that is not on it', async () => {
    const { checker, asked } = await checkerFor(await authority.list('idp'))

    const { outcome, answer } = await ask(checker, authority, 'good')

    expect(outcome).toBe('believed, revocation good')
    expect(answer).toMatchObject({ status: 'good', method: 'crl' })
    expect(answer!.nextUpdate!.getTime() - answer!.sourceTime.getTime()).toBe(48 * 3_600_000)
    expect(asked).toEqual([
      {
        kind: 'authentication',
        name: 'C=JP, O=JPKI-TEST, OU=JPKI for user authentication, OU=CRL Distribution Points, OU=Tokyo-to, CN=Kakuu-shi CRLDP',
        issuerKeyId: expect.stringMatching(/^[0-9a-f]{40}$/),
      },
    ])
  })

  test.each([
    ['revoked', 'affiliationChanged'],
    ['held', 'certificateHold'],
  ] as const)('%s, and why', async (holder, reason) => {
    const { checker } = await checkerFor(await authority.list('idp', { digest: 'sha384' }))
    const { outcome, answer } = await ask(checker, authority, holder)
    expect(outcome).toBe('certificate-revoked')
    expect(answer).toMatchObject({
      status: 'revoked',
      reason,
      revokedAt: new Date('2026-09-01T00:00:00Z'),
    })
  })

  test('good of a certificate that names no list, if it is the list of all', async () => {
    const { checker, asked } = await checkerFor(await authority.list('none'))
    expect((await ask(checker, authority, 'pointless')).outcome).toBe('believed, revocation good')
    expect(asked[0]?.name).toBeUndefined()
  })
})

test('two logins at once fetch one list once', async () => {
  const { checker, fetched } = await checkerFor(await authority.list('idp'))
  const answers = await Promise.all([
    ask(checker, authority, 'good'),
    ask(checker, authority, 'revoked'),
    ask(checker, authority, 'good'),
  ])
  expect(answers.map(({ outcome }) => outcome)).toEqual([
    'believed, revocation good',
    'certificate-revoked',
    'believed, revocation good',
  ])
  expect(fetched).toHaveLength(1)
})

test('of several names of a point, the first that has a list is taken', async () => {
  const { checker } = await checkerFor(await authority.list('idp'))
  const { question } = await ask(checker, authority, 'revoked')
  const [name] = question!.distributionPoints
  const other = new Uint8Array(name!)
  other[other.length - 1]! ^= 1 // a name the list does not have
  const never = new AbortController().signal
  const of = async (distributionPoints: readonly Uint8Array[]) =>
    (await checker.check({ ...question!, distributionPoints }, never)).status
  expect(await of([other, name!])).toBe('revoked')
  expect(await of([other])).toBe('unavailable')
})

describe('a list is unavailable, neither good nor revoked, when', () => {
  test.each<[string, ListKind, string]>([
    ['it is another municipality’s', 'other_point', 'another distribution point'],
    ['it names no point and the certificate does', 'none', 'another distribution point'],
    ['it is an indirect one', 'indirect', 'some reasons, other certificates or other issuers'],
    ['it has some reasons only', 'reasons', 'some reasons, other certificates or other issuers'],
    ['it is one of CAs', 'authorities', 'some reasons, other certificates or other issuers'],
    ['its point is an address', 'address', 'without a directory name'],
    ['it is a delta list', 'delta', '2.5.29.27'],
    ['it is a delta list that does not insist on it', 'quiet_delta', 'a delta list'],
    ['it has an unknown critical extension', 'unknown', '1.2.3.4'],
  ])('%s', async (_, kind, detail) => {
    const { checker } = await checkerFor(await authority.list(kind))
    for (const holder of ['good', 'revoked'] as const) {
      const { outcome, answer } = await ask(checker, authority, holder)
      expect(answer).toMatchObject({
        status: 'unavailable',
        detail: expect.stringContaining(detail),
      })
      expect(outcome).toBe('revocation-unavailable')
    }
  })

  const detailOf = async (
    list: Uint8Array<ArrayBuffer>,
    at?: Date,
    change?: Partial<CrlOptions>,
    askedAt = at,
  ) => {
    const { checker } = await checkerFor(list, change)
    const { outcome, answer } = await ask(checker, authority, 'revoked', at, askedAt)
    expect(outcome).toBe('revocation-unavailable')
    return answer?.detail
  }

  test('another key of the same name signed it', async () => {
    expect(await detailOf(await authority.list('idp', { by: 'sibling' }))).toContain(
      'another generation',
    )
  })

  test('it is signed over SHA-1', async () => {
    expect(await detailOf(await authority.list('idp', { digest: 'sha1' }))).toContain(
      'an algorithm',
    )
  })

  test('it is past its next update, older than a day, or from the future', async () => {
    const list = await authority.list('idp')
    expect(await detailOf(list, later(49))).toContain('past its next update')
    expect(await detailOf(list, later(25))).toContain('too old')
    expect(await detailOf(list, undefined, {}, later(-0.2))).toContain('from the future')
  })

  test('it is PEM, or cut short, or has a byte after it', async () => {
    const list = await authority.list('idp')
    const pem = new TextEncoder().encode('-----BEGIN X509 CRL-----\n')
    expect(await detailOf(pem)).toContain('DER')
    expect(await detailOf(list.slice(0, -1))).toContain('DER')
    expect(await detailOf(new Uint8Array([...list, 0]))).toContain('DER')
  })

  test('any bit of it is changed', async () => {
    const list = await authority.list('idp')
    const believed: number[] = []
    for (let at = 0; at < list.length; at += 5) {
      const changed = list.slice()
      changed[at]! ^= 1 << (at % 8)
      const { checker } = await checkerFor(changed)
      const { outcome } = await ask(checker, authority, 'revoked')
      if (outcome !== 'revocation-unavailable') believed.push(at)
    }
    expect(believed).toEqual([])
  })

  test('nobody gave it an address, or its issuer’s certificate', async () => {
    const list = await authority.list('idp')
    expect(await detailOf(list, undefined, { addressOf: () => undefined })).toContain(
      'without an address',
    )
    expect(await detailOf(list, undefined, { anchors: [authority.siblingAnchor] })).toContain(
      'was not given',
    )
  })
})

describe('a list is kept', () => {
  test('while it is fresh, and fetched anew when it is not', async () => {
    const { checker, fetched } = await checkerFor(await authority.list('idp'))
    await ask(checker, authority, 'good')
    expect((await ask(checker, authority, 'revoked')).outcome).toBe('certificate-revoked')
    await ask(checker, authority, 'good', later(23))
    expect(fetched).toHaveLength(1)

    expect((await ask(checker, authority, 'good', later(25))).outcome).toBe(
      'revocation-unavailable',
    )
    expect(fetched).toHaveLength(2)
  })

  test('for one point only', async () => {
    const { checker, fetched } = await checkerFor(await authority.list('idp'))
    await ask(checker, authority, 'good')
    expect((await ask(checker, authority, 'elsewhere')).outcome).toBe('revocation-unavailable')
    expect(fetched).toHaveLength(2)
  })

  test('up to a number of lists', async () => {
    let list = await authority.list('idp')
    const { checker, fetched } = await checkerFor(list, {
      mostLists: 1,
      fetch: async (address) => {
        fetched.push(address)
        return new Response(list, { headers: { 'content-type': 'application/pkix-crl' } })
      },
    })
    await ask(checker, authority, 'good')
    list = await authority.list('other_point')
    expect((await ask(checker, authority, 'elsewhere')).outcome).toBe('believed, revocation good')
    await ask(checker, authority, 'elsewhere')
    expect(fetched).toHaveLength(2)
    await ask(checker, authority, 'good')
    expect(fetched).toHaveLength(3)
  })
})
