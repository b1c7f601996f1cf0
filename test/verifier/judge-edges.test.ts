import { encodeTlv, hex, toHex } from '@myna/bytes'
import { signatureVerifier } from '@myna/verifier'
import { ocspChecker } from '@myna/verifier/accredited'
import { readCertificate, verdictOn } from '@myna/verifier/for-suites'
import { testAnchors } from '@myna/virtual'
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
  TRUE,
  type Fields,
  type Keys,
} from './certificate-factory'
import { issuedNow, testClock } from './world'

let keys: Keys
beforeAll(async () => {
  keys = await keysFor()
})

const ca = [keyUsage('03020106'), extension('2.5.29.19', true, sequence(TRUE))]
const caKeyId = extension(
  '2.5.29.14',
  false,
  octetString(hex('00112233445566778899aabbccddeeff00112233')),
)

describe('a period, to the second', () => {
  const codeAt = async (
    at: string,
    leaf: Uint8Array,
    anchor = period('200101000000Z', '300101000000Z'),
  ) => {
    const certificate = await holderCertificate(keys, { validity: leaf })
    const anchors = [await caCertificate(keys, { validity: anchor })]
    const found = await verdictOn({ certificate, anchors, at: new Date(at) })
    return found.verdict === 'believed' ? 'believed' : found.code
  }

  test.each([
    ['2024-12-31T23:59:59.999Z', 'certificate-not-yet-valid'],
    ['2025-01-01T00:00:00.000Z', 'believed'],
    ['2027-06-15T14:59:59.999Z', 'believed'],
    ['2027-06-15T15:00:00.000Z', 'certificate-expired'],
  ])('of a holder’s certificate, at %s: %s', async (at, code) => {
    expect(await codeAt(at, period('250101000000Z', '270615145959Z'))).toBe(code)
  })

  test.each([
    ['2024-12-31T23:59:59.999Z', 'anchor-period'],
    ['2025-01-01T00:00:00.000Z', 'believed'],
    ['2027-06-15T14:59:59.999Z', 'believed'],
    ['2027-06-15T15:00:00.000Z', 'anchor-period'],
  ])('of its issuer, at %s: %s', async (at, code) => {
    const issuers = period('250101000000Z', '270615145959Z')
    expect(await codeAt(at, period('200101000000Z', '300101000000Z'), issuers)).toBe(code)
  })

  test('may be one second long', async () => {
    const leaf = period('250101000000Z', '250101000000Z')
    expect(await codeAt('2025-01-01T00:00:00.500Z', leaf)).toBe('believed')
  })
})

describe('the size of a certificate', () => {
  const ofSize = async (size: number) => {
    const filled = async (bytes: number) =>
      holderCertificate(keys, {
        extensions: [
          keyUsage('03020780'),
          authorityKeyId(),
          extension('1.2.3.4', false, octetString(new Uint8Array(bytes))),
        ],
      })
    const spare = size - (await filled(5000)).length
    return filled(5000 + spare)
  }

  test('may be 6 KB and not a byte more', async () => {
    const largest = await ofSize(6144)
    expect(largest).toHaveLength(6144)
    expect(readCertificate(largest).der).toEqual(largest)
    expect(() => readCertificate(new Uint8Array(6145))).toThrow('certificate-too-large')
    const larger = await ofSize(6145)
    expect(() => readCertificate(larger)).toThrow('certificate-too-large')
  })
})

describe('the log says where a certificate is wrong', () => {
  // prettier-ignore
  test.each<[string, Partial<Fields>]>([
    ['certificate-malformed: TBSCertificate.issuer: tag 2 where 48 is due', { issuer: integer('01') }],
    ['certificate-malformed: TBSCertificate.subject: empty', { subject: sequence() }],
    ['certificate-malformed: AttributeTypeAndValue.value: no text', { subject: sequence(encodeTlv(0x31, sequence(objectId('2.5.4.3'), integer('01')))) }],
    ['certificate-malformed: Validity.notAfter: missing', { validity: sequence(encodeTlv(0x17, hex('3234303130313030303030305a'))) }],
    ['certificate-malformed: Validity: more than its fields', { validity: sequence(...Array.from({ length: 3 }, () => encodeTlv(0x17, hex('3234303130313030303030305a')))) }],
    ['certificate-malformed: TBSCertificate: more than its fields', { more: hex('0500') }],
    ['certificate-malformed: no extensions', { extensions: [] }],
    ['certificate-malformed: SubjectPublicKeyInfo.algorithm: missing', { publicKey: sequence() }],
    ['certificate-malformed: Extension.extnValue: missing', { extensions: [sequence(objectId('1.2.3.4'))] }],
    ['certificate-key: not RSA', { publicKey: sequence(sequence(objectId('1.2.3')), hex('030200ff')) }],
    ['certificate-key: RSAPublicKey.publicExponent: missing', { publicKey: rsaKey(sequence(integer('01'))) }],
    ['certificate-key: subjectPublicKey: tag 2 where 48 is due', { publicKey: rsaKey(integer('01')) }],
    ['certificate-key: not 2048 bits', { publicKey: rsaKey(sequence(integer('01'), integer('03'))) }],
    ['certificate-key: e is not 65537', { publicKey: rsaKey(sequence(integer(`00${'80'.repeat(256)}`), integer('03'))) }],
    ['extension-duplicate: 1.2.3.4', { extensions: [extension('1.2.3.4', false, hex('0500')), extension('1.2.3.4', false, hex('0500'))] }],
    ['extension-critical: 1.2.3.4', { extensions: [extension('1.2.3.4', true, hex('0500'))] }],
    ['extension-constraint: 2.5.29.30', { extensions: [extension('2.5.29.30', true, hex('3000'))] }],
    ['extension-malformed: 2.5.29.14: extnValue: tag 5 where 4 is due', { extensions: [extension('2.5.29.14', false, hex('0500'))] }],
    ['extension-malformed: 2.5.29.15: keyUsage: no use, an unknown one, or zeros at the end', { extensions: [keyUsage('030100')] }],
    ['extension-malformed: 2.5.29.19: pathLenConstraint: negative, or of no CA', { extensions: [extension('2.5.29.19', true, sequence(integer('00')))] }],
    ['extension-malformed: 2.5.29.19: BasicConstraints: more than its fields', { extensions: [extension('2.5.29.19', true, sequence(TRUE, integer('00'), integer('00')))] }],
    ['extension-malformed: 2.5.29.32: a policy twice', { extensions: [policy('1.2.3', '1.2.3')] }],
    ['extension-malformed: 2.5.29.32: PolicyInformation.policyIdentifier: missing', { extensions: [extension('2.5.29.32', true, sequence(sequence()))] }],
    ['extension-malformed: 2.5.29.35: AuthorityKeyIdentifier: more than its fields', { extensions: [extension('2.5.29.35', false, sequence(hex('0500')))] }],
  ])('%s', async (message, change) => {
    const certificate = await holderCertificate(keys, change)
    expect(() => readCertificate(certificate)).toThrow(expect.objectContaining({ message }))
  })

  test('also one that is no certificate at all', () => {
    expect(() => readCertificate(hex('0500'))).toThrow('Certificate: tag 5 where 48 is due')
    expect(() => readCertificate(hex('3000'))).toThrow('Certificate.tbsCertificate: missing')
    expect(() => readCertificate(sequence(hex('0500'), hex('0500'), hex('030100')))).toThrow(
      'certificate-malformed: tbsCertificate: tag 5 where 48 is due',
    )
  })

  function rsaKey(key: Uint8Array) {
    return sequence(
      sequence(objectId('1.2.840.113549.1.1.1'), hex('0500')),
      encodeTlv(0x03, hex(`00${toHex(key)}`)),
    )
  }
})

describe('an anchor', () => {
  const startWith = (anchor: Uint8Array, change: object = {}) =>
    signatureVerifier({
      role: 'test',
      use: 'authentication',
      anchors: [anchor],
      revocation: 'notChecked',
      now: testClock().now,
      ...change,
    })

  test('may have a path length', async () => {
    const extensions = [
      ca[0]!,
      extension('2.5.29.19', true, sequence(TRUE, integer('00'))),
      caKeyId,
    ]
    await startWith(await caCertificate(keys, { extensions }))
  })

  test('has to say what its key is for', async () => {
    const anchor = await caCertificate(keys, { extensions: ca.slice(1) })
    await expect(startWith(anchor)).rejects.toThrow(/not a CA/)
  })

  test('without a key identifier is no issuer of a certificate that names one', async () => {
    const anchors = [await caCertificate(keys, { extensions: ca })]
    const certificate = await holderCertificate(keys)
    const at = new Date('2026-11-24T03:00:00Z')
    expect(await verdictOn({ certificate, anchors, at })).toMatchObject({
      code: 'issuer-generation',
    })
  })

  test('is a test CA if any of its organizations says so', async () => {
    const attribute = (text: string) =>
      encodeTlv(
        0x31,
        sequence(objectId('2.5.4.10'), encodeTlv(0x0c, new TextEncoder().encode(text))),
      )
    const issuer = sequence(
      attribute('JPKI'),
      attribute('JPKI-TEST'),
      hex(toHex(nameOf('x', 'JPKI for user authentication')).slice(4)),
    )
    await expect(
      startWith(await caCertificate(keys, { issuer }), { role: 'accredited' }),
    ).rejects.toThrow(/test CA in production/)
  })

  test('has its use as a unit, not as something else', async () => {
    const issuer = hex(toHex(caName()).replaceAll('060355040b', '060355040a'))
    await expect(startWith(await caCertificate(keys, { issuer }))).rejects.toThrow(/name says/)
  })

  test('of a checker is one of JPKI, for either use', async () => {
    const options = { role: 'test', address: 'https://ocsp.example/', fetch } as const
    const { authentication, signing } = await testAnchors(issuedNow)
    await ocspChecker({ ...options, anchors: [...authentication, ...signing] })
    const foreign = await caCertificate(keys, { issuer: nameOf('JPKI-TEST', 'Somebody') })
    await expect(ocspChecker({ ...options, anchors: [foreign] })).rejects.toThrow(
      /not a CA of JPKI/,
    )
  })
})
