// Why this exists: a virtual card that only our own driver believes proves nothing. OpenSC's JPKI driver
// was written by somebody else, against real cards; openssl judges what our card signs.
import { issuePerson, type PersonName } from '@myna/virtual'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { insertCard, startPcscd } from './pcsc'

let pcsc: Awaited<ReturnType<typeof startPcscd>>
let card: Awaited<ReturnType<typeof insertCard>> | undefined
beforeAll(async () => {
  pcsc = await startPcscd()
})
afterEach(async () => {
  await card?.takeOut()
  card = undefined
  await pcsc.seesCard(false)
})
afterAll(() => pcsc.stop())

const insert = async (person: PersonName | 'wrong') => {
  card = await insertCard(person, pcsc.place)
  await pcsc.seesCard(true)
}

/** Runs a tool that has to work. */
const run = (program: string, ...args: string[]): string => {
  const { status, text } = pcsc.run(program, ...args)
  expect(status, `${program} ${args.join(' ')}\n${text}`).toBe(0)
  return text
}

const pkcs11 = (...args: string[]) =>
  pcsc.run('pkcs11-tool', '--module', 'opensc-pkcs11.so', ...args)

/** The tries left of both PINs, as OpenSC reads them. */
const tries = () =>
  [...run('pkcs15-tool', '--list-pins').matchAll(/Tries left +: (\d+)/g)].map((match) =>
    Number(match[1]),
  )

const certificate = (id: number, ...args: string[]): Buffer => {
  const file = join(pcsc.folder, `certificate-${id}.pem`)
  run('pkcs15-tool', '--read-certificate', `${id}`, '--output', file, ...args)
  const [, base64 = ''] =
    /CERTIFICATE-----([\s\S]*?)-----END/.exec(readFileSync(file, 'utf8')) ?? []
  return Buffer.from(base64, 'base64')
}

test('OpenSC recognises the card by its application', async () => {
  await insert('hanako')
  expect(run('opensc-tool', '--atr')).toContain('3b:e0:00:ff:81:31:fe:45:14')
  expect(run('opensc-tool', '--name')).toContain('jpki')
})

test('another kind of card is none of its business', async () => {
  await insert('wrong')
  expect(pcsc.run('opensc-tool', '--name').text).not.toContain('jpki')
})

test('all four certificates come out as they were issued; the signing one only after its PIN', async () => {
  await insert('hanako')
  const { authentication, signing } = await issuePerson('hanako', { now: new Date() })

  expect(certificate(1)).toEqual(Buffer.from(authentication.certificate!))
  expect(certificate(3)).toEqual(Buffer.from(authentication.caCertificate))
  expect(certificate(4)).toEqual(Buffer.from(signing.caCertificate))
  expect(pcsc.run('pkcs15-tool', '--read-certificate', '2').status).not.toBe(0)
  expect(certificate(2, '--verify-pin', '--auth-id', '2', '--pin', 'ABC123')).toEqual(
    Buffer.from(signing.certificate!),
  )
})

describe('openssl believes', () => {
  test.each([
    ['authentication', 0, '01', '1234', []],
    ['signing', 1, '02', 'ABC123', ['--verify-pin', '--auth-id', '2', '--pin', 'ABC123']],
  ] as const)('the signature of the %s key', async (_, slot, id, pin, reading) => {
    await insert('hanako')
    const file = (name: string) => join(pcsc.folder, name)
    writeFileSync(file('message'), 'what is signed')
    certificate(Number(id), ...reading)
    const login = ['--slot-index', `${slot}`, '--login', '--pin', pin]

    const { status, text } = pkcs11(
      ...[...login, '--sign', '--mechanism', 'SHA256-RSA-PKCS', '--id', id],
      ...['--input-file', file('message'), '--output-file', file('signature')],
    )

    expect(status, text).toBe(0)
    const pem = file(`certificate-${Number(id)}.pem`)
    writeFileSync(file('key.pem'), run('openssl', 'x509', '-in', pem, '-noout', '-pubkey'))
    const verify = ['dgst', '-sha256', '-verify', file('key.pem'), '-signature', file('signature')]
    expect(run('openssl', ...verify, file('message'))).toContain('Verified OK')
    writeFileSync(file('message'), 'something else')
    expect(pcsc.run('openssl', ...verify, file('message')).status).not.toBe(0)
  })

  test.each([
    [1, 3, 'Digital Signature', []],
    [
      2,
      4,
      'Digital Signature, Non Repudiation',
      ['--verify-pin', '--auth-id', '2', '--pin', 'ABC123'],
    ],
  ] as const)('certificate %i under the CA of certificate %i', async (id, ca, usage, reading) => {
    await insert('hanako')
    certificate(ca)
    certificate(id, ...reading)
    const [leaf, issuer] = [id, ca].map((number) => join(pcsc.folder, `certificate-${number}.pem`))

    const verdict = run('openssl', 'verify', '-x509_strict', '-CAfile', issuer!, leaf!)
    const described = run('openssl', 'x509', '-in', leaf!, '-noout', '-ext', 'keyUsage')

    expect(verdict).toContain(`${leaf}: OK`)
    expect(described).toContain('X509v3 Key Usage: critical')
    expect(described.split('\n').map((line) => line.trim())).toContain(usage)
  })
})

describe('tries', () => {
  const login = (pin: string) =>
    pkcs11('--slot-index', '0', '--login', '--pin', pin, '--list-objects')

  test('a wrong PIN costs one, asking costs none, the right PIN gives them back', async () => {
    await insert('hanako')
    expect(tries()).toEqual([3, 5])

    expect(login('9999').text).toContain('CKR_PIN_INCORRECT')
    expect(tries()).toEqual([2, 5])
    expect(tries()).toEqual([2, 5])

    expect(login('1234').status).toBe(0)
    expect(tries()).toEqual([3, 5])
  })

  test('the last wrong one locks, and neither the right PIN nor a reset unlocks', async () => {
    await insert('lastTry')
    expect(tries()).toEqual([1, 5])

    expect(login('9999').status).not.toBe(0)
    expect(tries()).toEqual([0, 5])
    expect(login('1234').text).toContain('C_Login failed') // OpenSC has no word of its own for 6984
    run('opensc-tool', '--reset')
    expect(login('1234').text).toContain('C_Login failed')
    expect(tries()).toEqual([0, 5])
  })

  test('without the PIN there is no signature', async () => {
    await insert('hanako')
    writeFileSync(join(pcsc.folder, 'message'), 'x')
    const signing = pkcs11(
      ...['--slot-index', '0', '--sign', '--mechanism', 'SHA256-RSA-PKCS', '--id', '01'],
      ...['--input-file', join(pcsc.folder, 'message')],
    )
    expect(signing.status).not.toBe(0)
  })
})

test('the command takes the card out again, and prints nothing of what was said to it', async () => {
  await insert('hanako')
  pkcs11('--slot-index', '0', '--login', '--pin', '9876', '--list-objects')

  expect(await card!.takeOut()).toBe(0)
  await pcsc.seesCard(false)

  expect(card!.said()).not.toContain('9876')
})
