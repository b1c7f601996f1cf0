import { encodeTlv, hex, join } from '@myna/bytes'
import { signatureVerifier, type SignatureOptions } from '@myna/verifier'
import { issuePerson, testAnchors } from '@myna/virtual'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  AUTHENTICATION,
  authorityKeyId,
  caCertificate,
  caName,
  extension,
  holderCertificate,
  integer,
  keysFor,
  keyUsage,
  objectId,
  policy,
  sequence,
  signWith,
  type Fields,
  type Keys,
} from './certificate-factory'
import { issuedNow, testClock } from './world'

const SIGNING = 'JPKI for digital signature'
const TEST_POLICY = '1.2.392.200149.8.5.1.0.20'
const issuer = caName('JPKI-TEST', SIGNING)
const signing = [keyUsage('030206c0'), policy(TEST_POLICY), authorityKeyId()]
const signedBytes = new TextEncoder().encode('a document')

let keys: Keys
beforeAll(async () => {
  keys = await keysFor()
})

async function verifierFor(change: Partial<SignatureOptions> = {}) {
  return signatureVerifier({
    role: 'test',
    use: 'signing',
    anchors: [await caCertificate(keys, { issuer })],
    revocation: 'notChecked',
    now: testClock().now,
    ...change,
  })
}

async function verify(change: Partial<Fields> = {}, options: Partial<SignatureOptions> = {}) {
  const certificate = await holderCertificate(keys, { issuer, extensions: signing, ...change })
  const signature = await signWith(keys.leaf, signedBytes)
  const message = {
    unverifiedCertificate: certificate,
    signature,
    signedBytes,
    purpose: 'contract',
  }
  return (await verifierFor(options)).verify(message)
}

const outcomeOf = (...args: Parameters<typeof verify>) =>
  verify(...args).then(
    () => 'believed',
    ({ code, message }) => code ?? message,
  )

const objects = (...ids: string[]) => sequence(...ids.map(objectId))
const withMore = (...more: Uint8Array[]) => ({ extensions: [...signing, ...more] })
const withUsage = (bits: string) => ({ extensions: [keyUsage(bits), ...signing.slice(1)] })
const withPolicy = (...ids: string[]) => ({
  extensions: [signing[0]!, policy(...ids), signing[2]!],
})

describe('a signing certificate with', () => {
  // prettier-ignore
  test.each<[string, string, Partial<Fields>]>([
    ['nothing wrong with it', 'believed', {}],
    ['documentSigning as extended key usage', 'believed', withMore(extension('2.5.29.37', false, objects('1.3.6.1.5.5.7.3.36')))],
    ['the mark of an OCSP responder, which means nothing here', 'believed', withMore(extension('1.3.6.1.5.5.7.48.1.5', false, hex('0500')))],
    ['that mark with something in it', 'extension-malformed', withMore(extension('1.3.6.1.5.5.7.48.1.5', false, hex('0401ff')))],
    ['that mark as critical', 'extension-critical', withMore(extension('1.3.6.1.5.5.7.48.1.5', true, hex('0500')))],
    ['an extended key usage for servers', 'extended-key-usage', withMore(extension('2.5.29.37', false, objects('1.3.6.1.5.5.7.3.1')))],
    ['key usage of an authentication certificate', 'key-usage', withUsage('03020780')],
    ['nonRepudiation alone', 'key-usage', withUsage('03020640')],
    ['key usage of a CA', 'key-usage', withUsage('030202c4')],
    ['key usage of a CA for lists', 'key-usage', withUsage('030201c2')],
    ['no key usage', 'key-usage-missing', { extensions: signing.slice(1) }],
    ['the policy of authentication', 'policy-of-other-use', withPolicy('1.2.392.200149.8.5.1.0.30')],
    ['the policy of authentication beside its own', 'believed', withPolicy('1.2.392.200149.8.5.1.0.30', TEST_POLICY)],
    ['the policy reported for phones', 'policy-unknown', withPolicy('1.2.392.200149.8.5.1.1.40')],
    ['the policy of authentication beside an unknown one', 'policy-of-other-use', withPolicy('1.2.3.4', '1.2.392.200149.8.5.1.0.30')],
    ['no policy', 'policy-missing', { extensions: [signing[0]!, signing[2]!] }],
    ['the issuer of authentication certificates', 'issuer-unknown', { issuer: caName('JPKI-TEST', AUTHENTICATION) }],
    ['an end yesterday', 'certificate-expired', { validity: sequence(encodeTlv(0x17, hex('3234303130313030303030305a')), encodeTlv(0x17, hex('3236313132333030303030305a'))) }],
  ])('%s → %s', async (_, outcome, change) => {
    expect(await outcomeOf(change)).toBe(outcome)
  })
})

test.each(['0500', '3000', '3003020101'])(
  'DER that is no certificate (%s) is refused as malformed',
  async (bytes) => {
    const message = {
      unverifiedCertificate: hex(bytes),
      signature: new Uint8Array(256),
      signedBytes,
      purpose: 'contract',
    }
    const refused = (await verifierFor()).verify(message)
    await expect(refused).rejects.toMatchObject({
      code: 'certificate-malformed',
    })
  },
)

describe('a signature', () => {
  test('is believed check by check, and what was not checked is named', async () => {
    expect(await verify()).toMatchObject({
      use: 'signing',
      kind: 'test',
      notAfter: new Date('2029-01-01T00:00:00Z'),
      checks: { chain: 'good', period: 'good', signature: 'good', revocation: 'notChecked' },
    })
  })

  test('by another key, over other bytes, or of another size is refused', async () => {
    const verifier = await verifierFor()
    const unverifiedCertificate = await holderCertificate(keys, { issuer, extensions: signing })
    const right = await signWith(keys.leaf, signedBytes)
    const of = (signature: Uint8Array, bytes = signedBytes) =>
      verifier
        .verify({ unverifiedCertificate, signature, signedBytes: bytes, purpose: 'contract' })
        .catch(({ code }) => code)

    expect(await of(await signWith(keys.otherCa, signedBytes))).toBe('signature-wrong')
    expect(await of(right, join(signedBytes, hex('00')))).toBe('signature-wrong')
    expect(await of(join(right, hex('00')))).toBe('signature-size')
    expect(await of(new Uint8Array(0))).toBe('signature-size')
    expect(await of(right)).toMatchObject({ kind: 'test' })
  })

  // worked out side by side, told in the order of `pki.md` §3.5: what an unproven key says comes last
  test.each([
    ['of no anchor', 'issuer-unknown', { issuer: caName('JPKI-TEST', 'Another CA') }],
    ['of another use', 'key-usage', withUsage('03020780')],
    ['of no known policy', 'policy-unknown', withPolicy('1.2.3')],
  ] as const)(
    'that is wrong, under a certificate %s: the certificate’s fault is told',
    async (_, code, change) => {
      const verifier = await verifierFor()
      const unverifiedCertificate = await holderCertificate(keys, {
        issuer,
        extensions: signing,
        ...change,
      })
      for (const signature of [new Uint8Array(256), new Uint8Array(3)]) {
        const message = { unverifiedCertificate, signature, signedBytes, purpose: 'contract' }
        await expect(verifier.verify(message)).rejects.toMatchObject({ code })
      }
    },
  )

  test('that is wrong, under a certificate whose time is over: the certificate’s fault is told', async () => {
    const verifier = await verifierFor({ now: () => new Date('2029-01-01T00:00:01Z') })
    const unverifiedCertificate = await holderCertificate(keys, { issuer, extensions: signing })
    const signature = new Uint8Array(256)
    const message = { unverifiedCertificate, signature, signedBytes, purpose: 'contract' }
    await expect(verifier.verify(message)).rejects.toMatchObject({ code: 'certificate-expired' })
  })

  test('with an authentication certificate is believed by a verifier for that use', async () => {
    const { authentication } = await testAnchors(issuedNow)
    const person = await issuePerson('hanako', issuedNow)
    const unverifiedCertificate = person.authentication.certificate!
    const verifier = await verifierFor({ use: 'authentication', anchors: authentication })
    const message = {
      unverifiedCertificate,
      signature: new Uint8Array(256),
      signedBytes,
      purpose: '',
    }
    // all but the signature is right, and that is nobody's
    await expect(verifier.verify(message)).rejects.toMatchObject({ code: 'signature-wrong' })
  })

  test('asks about revocation once, for its use and purpose, and names the list it would be on', async () => {
    const asked: unknown[] = []
    const name = caName('JPKI-TEST', 'CRL Distribution Points')
    const point = sequence(sequence(encodeTlv(0xa0, encodeTlv(0xa0, encodeTlv(0xa4, name)))))
    const revocation: SignatureOptions['revocation'] = {
      role: 'test',
      check: async (question) => {
        asked.push(question)
        return { status: 'good', method: 'other', sourceTime: question.at }
      },
    }

    const { checks } = await verify(withMore(extension('2.5.29.31', false, point)), { revocation })

    expect(checks.revocation).toBe('good')
    expect(asked).toMatchObject([
      { kind: 'signing', purpose: 'contract', serial: hex('06d18006'), distributionPoints: [name] },
    ])
  })

  test.each<[string, Uint8Array]>([
    ['that are no list', hex('0500')],
    ['of another form', sequence(sequence(encodeTlv(0xa0, encodeTlv(0xa1, hex('3000')))))],
  ])('distribution points %s stop it before anybody is asked', async (_, value) => {
    const check = () => Promise.reject(new Error('asked'))
    const outcome = await outcomeOf(withMore(extension('2.5.29.31', false, value)), {
      revocation: { role: 'test', check },
    })
    expect(outcome).toBe('extension-malformed')
  })
})

describe('a policy an operator names in its configuration', () => {
  const PHONE = '1.2.392.200149.8.5.1.1.40'
  const policiesAlso = { [PHONE]: 'mobile' } as const
  const inProduction = async (): Promise<Partial<SignatureOptions>> => {
    const anchor = await caCertificate(keys, { issuer: caName('JPKI', SIGNING) })
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(anchor)))
    const trustAlso = [Buffer.from(hash).toString('hex')]
    return { role: 'accredited', anchors: [anchor], trustAlso, revocation: 'notChecked' }
  }

  test('makes a phone’s certificate believed, as a phone’s', async () => {
    const options = { ...(await inProduction()), policiesAlso }
    const change = { issuer: caName('JPKI', SIGNING), ...withPolicy(PHONE) }
    expect((await verify(change, options)).kind).toBe('mobile')
    expect(await outcomeOf(change, await inProduction())).toBe('policy-unknown')
  })

  test('lets no test certificate in', async () => {
    const options = { ...(await inProduction()), policiesAlso }
    const change = { issuer: caName('JPKI', SIGNING), ...withPolicy(PHONE, TEST_POLICY) }
    expect(await outcomeOf(change, options)).toBe('policy-mode')
  })

  test('and the card’s own needs none', async () => {
    const change = {
      issuer: caName('JPKI', SIGNING),
      ...withPolicy('1.2.392.200149.8.5.1.1.20'),
      serial: integer('7f'),
    }
    expect((await verify(change, await inProduction())).kind).toBe('card')
  })
})

test('anchors of authentication do not start a verifier of signatures', async () => {
  const { authentication } = await testAnchors(issuedNow)
  await expect(verifierFor({ anchors: authentication })).rejects.toThrow(/digital signature/)
})
