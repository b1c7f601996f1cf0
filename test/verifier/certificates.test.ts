import { hex, join, toHex } from '@myna/bytes'
import { readChallenge, signedBytes, writeToken, type ChallengeMessage } from '@myna/token'
import { loginVerifier, memoryChallengeStore, type RevocationChecker } from '@myna/verifier'
import { issuePerson } from '@myna/virtual'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  authorityKeyId,
  caCertificate,
  caName,
  extension,
  holderCertificate,
  integer,
  keysFor,
  keyUsage,
  nameOf,
  objectId,
  octetString,
  period,
  policy,
  sequence,
  signWith,
  spkiOf,
  TRUE,
  type Keys,
} from './certificate-factory'
import { faults, fieldsOf, type Change } from './certificate-faults'
import { issuedNow, ORIGIN, testClock } from './world'

const TEST_POLICY = '1.2.392.200149.8.5.1.0.30'
const CARD_POLICY = '1.2.392.200149.8.5.1.3.30'
const good = [keyUsage('03020780'), policy(TEST_POLICY), authorityKeyId()]

let keys: Keys
beforeAll(async () => {
  keys = await keysFor()
})

const sha256 = async (bytes: Uint8Array) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)))

async function verifierFor(anchors: readonly Uint8Array[], change: object = {}) {
  return loginVerifier({
    role: 'test',
    origin: ORIGIN,
    anchors,
    revocation: 'notChecked',
    challenges: memoryChallengeStore(),
    accountSecret: new Uint8Array(32),
    now: testClock().now,
    ...change,
  })
}

/** The code with which a certificate is refused, or `believed`; its key signs the login rightly. */
async function outcomeOf(
  certificate: Uint8Array,
  {
    anchors,
    signer = keys.leaf,
    ...change
  }: { anchors?: Uint8Array[]; signer?: CryptoKeyPair } & object = {},
): Promise<string> {
  const verifier = await verifierFor(anchors ?? [await caCertificate(keys)], change)
  const challenge = await verifier.challenge('s', 'login')
  return verifier.verify('s', await signedToken(certificate, challenge, signer)).then(
    () => 'believed',
    ({ name, code, message }) => (name === 'Refusal' ? code : `${name}: ${message}`),
  )
}

async function signedToken(
  certificate: Uint8Array,
  message: ChallengeMessage,
  signer: CryptoKeyPair,
): Promise<string> {
  const bytes = signedBytes({
    challenge: readChallenge(message),
    ceremonyOrigin: ORIGIN,
    certificateHash: await sha256(certificate),
  })
  return writeToken({
    unverifiedCertificate: certificate,
    signature: await signWith(signer, bytes),
  })
}

describe('a certificate with', () => {
  test.each(faults)('%s → %s', async (_, outcome, change) => {
    const fields = await fieldsOf(change, keys)
    expect(await outcomeOf(await holderCertificate(keys, fields))).toBe(outcome)
  })
})

describe('a certificate that is', () => {
  test.each<[string, (der: Uint8Array) => Uint8Array]>([
    ['followed by a byte', (der) => join(der, hex('00'))],
    ['followed by itself', (der) => join(der, der)],
    ['cut short', (der) => der.slice(0, -1)],
    ['in BER with an indefinite length', (der) => join(hex('3080'), der.slice(4), hex('0000'))],
    ['in BER with a long length', (der) => join(hex('308300'), der.slice(2))],
    ['without bytes', () => new Uint8Array(0)],
    ['nested without end', () => hex('30'.repeat(1000))],
    ['larger than any certificate', (der) => join(der, new Uint8Array(5200))],
  ])('%s is refused', async (_, change) => {
    const certificate = change(await holderCertificate(keys))
    const outcome = await outcomeOf(certificate).catch(() => 'unsendable')
    expect(['certificate-not-der', 'certificate-too-large', 'token-malformed']).toContain(outcome)
  })
})

describe('three generations of one name', () => {
  test('are told apart by key identifier and signature', async () => {
    const otherId = hex('ab'.repeat(20))
    const older = await caCertificate(keys, {
      signer: keys.otherCa,
      extensions: [
        keyUsage('03020106'),
        extension('2.5.29.19', true, sequence(TRUE)),
        extension('2.5.29.14', false, octetString(otherId)),
      ],
    })
    const anchors = [older, await caCertificate(keys)]
    const withoutId = { extensions: good.slice(0, 2) }

    expect(await outcomeOf(await holderCertificate(keys), { anchors })).toBe('believed')
    expect(await outcomeOf(await holderCertificate(keys, withoutId), { anchors })).toBe('believed')
    expect(
      await outcomeOf(await holderCertificate(keys, { signer: keys.otherCa }), { anchors }),
    ).toBe('certificate-signature')
  })

  test('one that has ended vouches for nobody', async () => {
    const anchors = [
      await caCertificate(keys, { validity: period('150101000000Z', '260101000000Z') }),
    ]
    expect(await outcomeOf(await holderCertificate(keys), { anchors })).toBe('anchor-period')
  })

  test('one that has not begun vouches for nobody', async () => {
    const anchors = [
      await caCertificate(keys, { validity: period('270101000000Z', '360101000000Z') }),
    ]
    expect(await outcomeOf(await holderCertificate(keys), { anchors })).toBe('anchor-period')
  })
})

describe('test and production do not mix', () => {
  const realChecker: RevocationChecker = {
    role: 'accredited',
    check: async ({ at }) => ({ status: 'good', method: 'ocsp', sourceTime: at }),
  }
  const production = async (organization = 'JPKI') => {
    const issuer = caName(organization)
    const anchor = await caCertificate(keys, { issuer })
    const trustAlso = [toHex(await sha256(anchor))]
    return { issuer, anchors: [anchor], role: 'accredited', trustAlso, revocation: realChecker }
  }
  const card = [keyUsage('03020780'), policy(CARD_POLICY), authorityKeyId()]

  test('a card of the real arc is believed in production', async () => {
    const { issuer, ...site } = await production()
    expect(await outcomeOf(await holderCertificate(keys, { issuer, extensions: card }), site)).toBe(
      'believed',
    )
  })

  test('the test policy is refused there', async () => {
    const { issuer, ...site } = await production()
    expect(await outcomeOf(await holderCertificate(keys, { issuer }), site)).toBe('policy-mode')
  })

  test('a virtual card is refused there', async () => {
    const { issuer, ...site } = await production()
    const { authentication } = await issuePerson('hanako', issuedNow)
    expect(issuer).toBeDefined()
    expect(await outcomeOf(authentication.certificate!, site)).toBe('issuer-unknown')
  })

  test('a test CA does not get in, also not by its fingerprint', async () => {
    const site = await production('JPKI-TEST')
    await expect(verifierFor(site.anchors, site)).rejects.toThrow(/test CA in production/)
  })

  test('a CA whose fingerprint nobody named does not get in', async () => {
    const site = await production()
    await expect(verifierFor(site.anchors, { ...site, trustAlso: [] })).rejects.toThrow(
      /not a published one/,
    )
  })

  test('a real CA does not get into test mode', async () => {
    const { anchors } = await production()
    await expect(verifierFor(anchors)).rejects.toThrow(/real CA in test mode/)
  })
})

describe('an anchor must be', () => {
  test.each<[string, Change, RegExp]>([
    [
      'for authentication',
      { issuer: caName('JPKI-TEST', 'JPKI for digital signature') },
      /name says/,
    ],
    [
      'critical about being a CA',
      { extensions: [keyUsage('03020106'), extension('2.5.29.19', false, sequence(TRUE))] },
      /not a CA/,
    ],
    ['a CA', { extensions: [keyUsage('03020106')] }, /not a CA/],
    [
      'allowed to sign certificates',
      { extensions: [keyUsage('03020780'), extension('2.5.29.19', true, sequence(TRUE))] },
      /not a CA/,
    ],
    [
      'signed by itself',
      async ({ otherCa }) => ({ publicKey: await spkiOf(otherCa) }),
      /not signed by itself/,
    ],
    ['issued by itself', { subject: nameOf('JPKI-TEST', 'elsewhere') }, /not signed by itself/],
    [
      'a certificate',
      { algorithm: sequence(objectId('1.2.840.113549.1.1.5'), hex('0500')) },
      /certificate-algorithm/,
    ],
  ])('%s', async (_, change, message) => {
    const fields = await fieldsOf(change, keys)
    const anchor = await caCertificate(keys, fields)
    await expect(verifierFor([anchor])).rejects.toThrow(message)
  })
})

describe('the signature of the token', () => {
  test('by another key than the certificate’s is refused', async () => {
    const certificate = await holderCertificate(keys)
    expect(await outcomeOf(certificate, { signer: keys.otherCa })).toBe('signature-wrong')
  })

  test('of another size is refused', async () => {
    const certificate = await holderCertificate(keys)
    expect(await outcomeOf(certificate, { signer: keys.long })).toBe('signature-size')
  })

  test('for another certificate of the same key is refused', async () => {
    const verifier = await verifierFor([await caCertificate(keys)])
    const challenge = await verifier.challenge('s', 'login')
    const token = await signedToken(await holderCertificate(keys), challenge, keys.leaf)
    const other = await holderCertificate(keys, { serial: integer('06d18007') })
    const { signature } = JSON.parse(token) as { signature: string }
    const certificate = Buffer.from(other).toString('base64url')

    const changed = JSON.stringify({ ...JSON.parse(token), certificate, signature })

    await expect(verifier.verify('s', changed)).rejects.toMatchObject({ code: 'signature-wrong' })
  })

  test('that is right but of the CA’s own key gives no login', async () => {
    const anchor = await caCertificate(keys)
    expect(await outcomeOf(anchor, { anchors: [anchor], signer: keys.ca })).toBe('leaf-self-signed')
  })
})
