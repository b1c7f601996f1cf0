import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import type { Person } from '@myna/virtual'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertPerson, startPcsc, type Pcsc } from './pcsc'
import { runProgram } from './programs'

// OpenSC's JPKI driver, over PC/SC, as judge of the virtual card.

let pcsc: Pcsc
let hanako: Person
beforeAll(async () => {
  pcsc = await startPcsc()
  hanako = await insertPerson(pcsc, 'hanako')
})
afterAll(() => pcsc?.end())

describe('OpenSC meets the card', () => {
  test('and takes it for a JPKI card, by the ATR it knows', async () => {
    expect((await pcsc.run('opensc-tool', '-n')).said).toMatch(/^jpki$/m)
    expect((await pcsc.run('opensc-tool', '-a')).said).toContain('3b:e0:00:ff:81:31:fe:45:14')
  })

  test('and finds two PINs with all their tries, two keys and four certificates', async () => {
    const { code, said } = await pcsc.run('pkcs15-tool', '--dump')

    expect(code, said).toBe(0)
    expect(said.match(/Tries left *: \d/g)?.map((line) => line.slice(-1))).toEqual(['3', '5'])
    expect(said.match(/^(PIN|Private RSA Key|X\.509 Certificate) \[.*\]/gm)).toEqual([
      'PIN [User Authentication PIN]',
      'PIN [Digital Signature PIN]',
      'Private RSA Key [User Authentication Key]',
      'Private RSA Key [Digital Signature Key]',
      'X.509 Certificate [User Authentication Certificate]',
      'X.509 Certificate [Digital Signature Certificate]',
      'X.509 Certificate [User Authentication Certificate CA]',
      'X.509 Certificate [Digital Signature Certificate CA]',
    ])
  })
})

describe('OpenSC reads what was issued, to the byte', () => {
  const signPin = ['--verify-pin', '--auth-id', '2', '--pin', 'ABC123']

  test.each([
    ['the authentication certificate', '1', [], () => hanako.authentication.certificate],
    ['its CA certificate', '3', [], () => hanako.authentication.caCertificate],
    ['the signing certificate', '2', signPin, () => hanako.signing.certificate],
    ['its CA certificate', '4', [], () => hanako.signing.caCertificate],
  ])('%s (%s)', async (_, id, pin, issued) => {
    const { code, said } = await pcsc.run('pkcs15-tool', '--read-certificate', id, ...pin)

    expect(code, said).toBe(0)
    expect(derIn(said)).toEqual(Buffer.from(issued()!))
  })

  test('but not the signing certificate without its PIN', async () => {
    const { code, said } = await pcsc.run('pkcs15-tool', '--read-certificate', '2')

    expect(code).not.toBe(0)
    expect(said).not.toContain('BEGIN CERTIFICATE')
  })
})

describe('what OpenSC has the card sign, openssl verifies with the certificate', () => {
  test.each([
    ['authentication', 'SHA256-RSA-PKCS', 'sha256', '0', '01', '1234'],
    ['authentication', 'SHA512-RSA-PKCS', 'sha512', '0', '01', '1234'],
    ['signing', 'SHA256-RSA-PKCS', 'sha256', '1', '02', 'ABC123'],
  ] as const)('%s key, %s', async (key, mechanism, digest, slot, id, pin) => {
    const [message, signature] = [join(pcsc.folder, 'message'), join(pcsc.folder, 'signature')]
    await writeFile(message, `見本 ${key} ${mechanism}`)
    const signed = await pcsc.run(
      'pkcs11-tool',
      ...['--slot-index', slot, '--login', '--pin', pin, '--sign', '--mechanism', mechanism],
      ...['--id', id, '--input-file', message, '--output-file', signature],
    )
    expect(signed.code, signed.said).toBe(0)

    expect(await readFile(signature)).toHaveLength(256)
    expect((await verified(key, digest, signature, message)).said).toContain('Verified OK')
    await writeFile(message, 'something else')
    expect((await verified(key, digest, signature, message)).said).toContain('failure')
  })

  test('and after a reset the card signs nothing before it has seen the PIN again', async () => {
    const sign = '802A009701AA00'

    const first = await pcsc.raw('00A4040C0AD392F000260100000001', '002000980431323334', sign)
    await pcsc.run('opensc-tool', '--reset=cold')
    const later = await pcsc.raw(sign)
    const selected = await pcsc.raw('00A4040C0AD392F000260100000001', sign)

    expect(answers(first.said)).toEqual(['9000', '9000', '9000'])
    expect(answers(later.said)).toEqual(['6986'])
    expect(answers(selected.said)).toEqual(['9000', '6982'])
  })
})

async function verified(
  key: 'authentication' | 'signing',
  digest: string,
  signature: string,
  message: string,
) {
  const certificate = new X509Certificate(hanako[key].certificate!)
  const publicKey = join(pcsc.folder, 'public.pem')
  await writeFile(publicKey, certificate.publicKey.export({ type: 'spki', format: 'pem' }))
  const what = ['-verify', publicKey, '-signature', signature, message]
  return runProgram('openssl', ['dgst', `-${digest}`, ...what])
}

const derIn = (text: string) =>
  Buffer.from(/-----BEGIN CERTIFICATE-----([^-]+)-----END/.exec(text)?.[1] ?? '', 'base64')

/** Status words in opensc-tool's words. */
const answers = (text: string) =>
  [...text.matchAll(/SW1=0x(..), SW2=0x(..)/g)].map(([, sw1, sw2]) => `${sw1}${sw2}`)
