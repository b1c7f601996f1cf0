import { hex, toHex } from '@myna/bytes'
import { beforeAll, describe, expect, test } from 'vitest'
import { cardOf, issuePerson, type Person } from '../people'

const now = new Date('2026-11-24T03:00:00Z')
const SELECT_JPKI = '00a4040c 0a d392f000260100000001'
const PIN = '00200080 04 31323334'
const WRONG = '00200080 04 30303030'
const digestInfo = `3031300d060960864801650304020105000420${'ab'.repeat(32)}`
const sign = `802a0080 33 ${digestInfo} 00`

let hanako: Person
beforeAll(async () => {
  hanako = await issuePerson('hanako', { now })
})

/** A powered card and a way to talk to it in hex; `say` returns the last answer. */
async function powered(person = hanako) {
  const card = cardOf(person)
  await card.powerOn()
  const say = async (...commands: string[]) => {
    let answer = ''
    for (const command of commands) answer = toHex(await card.exchange(hex(command)))
    return answer
  }
  return { card, say }
}

test('wants the PIN in this selection of the application and this time of power', async () => {
  const { card, say } = await powered()

  expect(await say(SELECT_JPKI, '00a4020c 02 0017', sign)).toBe('6982')
  expect(await say('00a4020c 02 0018', PIN, '00a4020c 02 0017', sign)).toMatch(/9000$/)
  expect(await say(sign), 'several signatures after one PIN').toMatch(/9000$/)
  expect(await say(SELECT_JPKI, '00a4020c 02 0017', sign)).toBe('6982')
  await say('00a4020c 02 0018', PIN)
  card.powerOff()
  await card.powerOn()
  expect(await say(SELECT_JPKI, '00a4020c 02 0017', sign)).toBe('6982')
})

test('a wrong PIN takes back what the right one gave', async () => {
  const { say } = await powered()

  await say(SELECT_JPKI, '00a4020c 02 0018', PIN, WRONG)

  expect(await say('00a4020c 02 0017', sign)).toBe('6982')
})

test('one key’s PIN does not open the other key', async () => {
  const { say } = await powered()

  expect(await say(SELECT_JPKI, '00a4020c 02 0018', PIN, '802a009a 01 30 00')).toBe('6982')
})

test.each([
  ['an empty payload', '802a0080 00', '6700'],
  ['246 bytes', `802a0080 f6 ${'aa'.repeat(246)} 00`, '6985'],
  ['no Le', `802a0080 33 ${digestInfo}`, '6700'],
  ['P1 04 with anything but 32 bytes', `802a0480 14 ${'ab'.repeat(20)} 00`, '6985'],
  ['a message of 256 bytes', `802a0380 000100 ${'aa'.repeat(256)} 0000`, '6985'],
  ['less Le than a signature', `802a0080 33 ${digestInfo} ff`, '6700'],
  ['P1 06', `802a0680 33 ${digestInfo} 00`, '6a86'],
  ['P1 02 with anything but 32 bytes', `802a0280 21 ${'ab'.repeat(33)} 00`, '6985'],
  ['a certificate for a key', `802a008a 01 30 00`, '6981'],
])('%s is refused', async (_, command, answer) => {
  const { say } = await powered()
  await say(SELECT_JPKI, '00a4020c 02 0018', PIN, '00a4020c 02 0017')

  expect(await say(command)).toBe(answer)
})

test('INTERNAL AUTHENTICATE is offered by no key, before its PIN and after', async () => {
  const { say } = await powered()

  expect(await say(SELECT_JPKI, '00880097 01 aa 00')).toBe('6982')
  expect(await say('00a4020c 02 0018', PIN, '00880097 01 aa 00')).toBe('6985')
})

describe('the certificate verifies what the key signs', () => {
  const message = new TextEncoder().encode('message')
  const pkcs1 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const pss = { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 }

  test.each([
    ['P1 00, the whole DigestInfo', '00', `3031300d060960864801650304020105000420`, pkcs1],
    ['P1 02, a digest', '02', '', pkcs1],
    ['P1 03, a message', '03', undefined, pkcs1],
    ['P1 04, a digest, PSS', '04', '', pss],
    ['P1 05, a message, PSS', '05', undefined, pss],
  ])('%s', async (_, p1, prefix, algorithm) => {
    const { say } = await powered()
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', message))
    const data = prefix === undefined ? toHex(message) : `${prefix}${toHex(digest)}`
    const length = (data.length / 2).toString(16).padStart(2, '0')

    const answer = await say(
      SELECT_JPKI,
      '00a4020c 02 0018',
      PIN,
      `802a${p1}97 ${length} ${data} 00`,
    )

    const signature = hex(answer.slice(0, -4))
    const key = await publicKey(algorithm)
    expect(await crypto.subtle.verify(algorithm, key, signature, message)).toBe(true)
    expect(await crypto.subtle.verify(algorithm, key, signature, digest)).toBe(false)
  })

  test('PSS signs anew each time, and PKCS #1 does not', async () => {
    const { say } = await powered()
    await say(SELECT_JPKI, '00a4020c 02 0018', PIN)
    const [twice, once] = ['802a0597 01 aa 00', '802a0397 01 aa 00']

    expect(await say(twice)).not.toBe(await say(twice))
    expect(await say(once)).toBe(await say(once))
  })

  async function publicKey(algorithm: { name: string; hash: string }) {
    const { X509Certificate } = await import('@peculiar/x509')
    const certificate = new X509Certificate(new Uint8Array(hanako.authentication.certificate!))
    return certificate.publicKey.export(algorithm, ['verify'])
  }
})
