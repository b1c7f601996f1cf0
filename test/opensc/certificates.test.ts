import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { issuePerson, people, testAnchors, type PersonName } from '@myna/virtual'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runProgram } from './programs'

// openssl as judge of the test CA: an X.509 implementation that nobody here wrote.

const now = new Date('2026-11-24T03:00:00Z')
const names = Object.keys(people) as PersonName[]
const kinds = ['authentication', 'signing'] as const
type Kind = (typeof kinds)[number]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'myna-openssl-'))
  const anchors = await testAnchors({ now })
  for (const kind of kinds)
    for (const [index, certificate] of anchors[kind].entries())
      await writeFile(join(folder, `${kind}-ca${index + 1}.pem`), pem(certificate))
  for (const name of names)
    for (const kind of kinds) {
      const { certificate } = (await issuePerson(name, { now }))[kind]
      if (certificate) await writeFile(join(folder, `${name}-${kind}.pem`), pem(certificate))
    }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const pem = (der: Uint8Array) =>
  [
    '-----BEGIN CERTIFICATE-----',
    ...Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g)!,
    '-----END CERTIFICATE-----\n',
  ].join('\n')

/** `openssl verify`, as strict as it gets, on the day the certificates were issued for. */
function verify(file: string, ca: string, ...more: readonly string[]) {
  const time = String(now.getTime() / 1000)
  const strict = ['-x509_strict', '-no-CApath', '-no-CAstore', '-attime', time, ...more]
  const files = ['-CAfile', join(folder, `${ca}.pem`), join(folder, `${file}.pem`)]
  return runProgram('openssl', ['verify', ...strict, ...files])
}

/** What `openssl x509` reads in a certificate. */
async function read(file: string) {
  const options = ['-noout', '-text', '-nameopt', 'sep_comma_plus,utf8']
  const { said } = await runProgram('openssl', [
    ...['x509', '-in', join(folder, `${file}.pem`), ...options],
  ])
  return said
}

describe('openssl verifies', () => {
  const issued = names
    .flatMap((name) => kinds.map((kind) => [name, kind] as const))
    .filter(([name, kind]) => name !== 'expired' && !(name === 'under15' && kind === 'signing'))

  test.each(issued)('%s: the %s certificate', async (name, kind) => {
    const { code, said } = await verify(`${name}-${kind}`, `${kind}-ca2`)

    expect(code, said).toBe(0)
  })

  test.each(kinds.flatMap((kind) => [`${kind}-ca1`, `${kind}-ca2`]))('%s by itself', async (ca) => {
    expect(await verify(ca, ca)).toMatchObject({ code: 0 })
  })
})

describe('openssl refuses', () => {
  test.each([
    ['another generation of the CA', 'hanako-authentication', 'authentication-ca1', 20],
    ['the CA of the other kind', 'hanako-authentication', 'signing-ca2', 20],
    ['an expired certificate', 'expired-authentication', 'authentication-ca1', 10],
  ])('%s', async (_, file, ca, error) => {
    const { code, said } = await verify(file, ca)

    expect(code).not.toBe(0)
    expect(said).toContain(`error ${error} at 0 depth`)
  })

  test.each([
    ['authentication', '1.2.392.200149.8.5.1.0.30', 0],
    ['authentication', '1.2.392.200149.8.5.1.3.30', 2], // a real card's
    ['signing', '1.2.392.200149.8.5.1.0.20', 0],
    ['signing', '1.2.392.200149.8.5.1.1.20', 2], // a real card's
  ] as const)('%s under any policy but the test one: %s', async (kind: Kind, policy, code) => {
    const wanted = ['-policy_check', '-explicit_policy', '-policy', policy]

    expect(await verify(`hanako-${kind}`, `${kind}-ca2`, ...wanted)).toMatchObject({ code })
  })
})

describe('openssl reads', () => {
  test('in the signing certificate: name, birth, sex, address and flags, in the order of a real one', async () => {
    const text = await read('hanako-signing')

    const arc = 'othername: 1.2.392.200149.8.5.5'
    expect(text).toContain(
      `${arc}.1::見本　花子, ${arc}.4::419950615, ${arc}.3::2, ` +
        `${arc}.5::東京都架空市見本町１丁目２番３号, ${arc}.2::00000, ${arc}.6::${'0'.repeat(16)}`,
    )
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature, Non Repudiation\n/)
  })

  test.each([
    ['authentication', 'JPKI for user authentication', 'C=JP,CN=999991TESTHAN13999003A'],
    [
      'signing',
      'JPKI for digital signature',
      'C=JP,L=Tokyo-to,L=Kakuu-shi,CN=999991TESTHAN13999003S',
    ],
  ])('in the %s certificate: names, dates, key and extensions', async (kind, unit, subject) => {
    const text = await read(`hanako-${kind}`)

    expect(text).toContain('Version: 3 ')
    expect(text).toContain('Signature Algorithm: sha256WithRSAEncryption')
    expect(text).toMatch(/Public-Key: \(2048 bit\)[^]*Exponent: 65537/)
    expect(text).toContain(
      `Issuer: C=JP,O=JPKI-TEST,OU=${unit},OU=Japan Agency for Local Authority Information Systems\n`,
    )
    expect(text).toContain(`Subject: ${subject}\n`)
    expect(text).toContain('Not After : Jun 15 14:59:59 2029 GMT')
    expect(
      text.match(/X509v3 [^:]+: (?:critical)?$/gm)?.map((line) => line.slice(7).trim()),
    ).toEqual([
      'Key Usage: critical',
      'Certificate Policies: critical',
      ...(kind === 'signing' ? ['Subject Alternative Name:'] : []),
      'Issuer Alternative Name:',
      'CRL Distribution Points:',
      'Authority Key Identifier:',
      'Subject Key Identifier:',
    ])
    expect(text).toContain('OU = CRL Distribution Points')
  })

  test('in a CA certificate: it may sign certificates and revocation lists, and nothing else', async () => {
    const text = await read('authentication-ca2')

    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE\n/)
    expect(text).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign\n/)
  })
})
