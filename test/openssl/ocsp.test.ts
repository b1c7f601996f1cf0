import { encodeTlv, hex } from '@myna/bytes'
import { ocspChecker, type OcspOptions } from '@myna/verifier/accredited'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ask } from './ask'
import { HOUR, later, makeAuthority, type Authority, type Holder } from './authority'
import { startResponder, type Responder } from './responder'

let authority: Authority
let responder: Responder | undefined
beforeAll(async () => {
  authority = await makeAuthority()
}, 60_000)
afterEach(() => responder?.stop())
afterAll(() => authority.remove())

/** A checker that asks a responder started with this signer and these options. */
async function checkerFor(
  signer: string,
  options: readonly string[] = [],
  change: Partial<OcspOptions> = {},
) {
  responder = await startResponder(authority, signer, ...options)
  return ocspChecker({
    role: 'test',
    anchors: [authority.anchor, authority.siblingAnchor],
    address: responder.address,
    fetch,
    ...change,
  })
}

describe('openssl ocsp says', () => {
  test.each<[string, readonly string[]]>([
    ['ca', []],
    ['ca', ['-resp_key_id']],
    ['ca', ['-resp_no_certs']],
    ['ca', ['-rmd', 'sha512']],
    ['delegate', []],
    ['delegate', ['-resp_key_id']],
  ])('good, signed by %s with %s', async (signer, options) => {
    const checker = await checkerFor(signer, options)

    const { outcome, answer } = await ask(checker, authority, 'good')

    expect(answer).toMatchObject({ status: 'good', method: 'ocsp' })
    expect(outcome).toBe('believed, revocation good')
    const age = Date.now() - answer!.sourceTime.getTime()
    expect(Math.abs(age)).toBeLessThan(60_000)
    expect(answer!.nextUpdate!.getTime() - answer!.thisUpdate!.getTime()).toBe(HOUR / 3)
  })

  test.each<[Holder, string, object]>([
    [
      'revoked',
      'certificate-revoked',
      {
        status: 'revoked',
        reason: 'affiliationChanged',
        revokedAt: new Date('2026-09-01T00:00:00Z'),
      },
    ],
    ['held', 'certificate-revoked', { status: 'revoked', reason: 'certificateHold' }],
    ['unlisted', 'revocation-unknown', { status: 'unknown' }],
  ])('%s → %s', async (holder, outcome, answer) => {
    const checker = await checkerFor('delegate')
    expect(await ask(checker, authority, holder)).toMatchObject({ outcome, answer })
  })

  test('good by a responder that may itself be revoked, to who said so', async () => {
    const checker = await checkerFor('revocable', [], { delegates: 'notChecked' })
    expect((await ask(checker, authority, 'good')).outcome).toBe('believed, revocation good')
  })

  test('good to a question whose hashes are SHA-256', async () => {
    const checker = await checkerFor('ca', [], { certIdHash: 'SHA-256' })
    expect((await ask(checker, authority, 'good')).outcome).toBe('believed, revocation good')
  })
})

describe('an answer is unavailable, neither good nor revoked, when', () => {
  const cases: readonly [string, string, readonly string[], string][] = [
    ['its signature is corrupted', 'ca', ['-badsig'], 'signed by another key'],
    ['another key of the same name signed it', 'sibling', [], 'signed by another key'],
    [
      'another key of the same name signed it, by its key id',
      'sibling',
      ['-resp_key_id'],
      'no responder who may speak',
    ],
    ['a stranger signed it', 'foreign', [], 'no responder who may speak'],
    ['a holder signed it with their card', 'good', [], 'no responder who may speak'],
    ['a responder without OCSPSigning signed it', 'plain', [], 'no responder who may speak'],
    ['a responder that may itself be revoked signed it', 'revocable', [], 'may itself be revoked'],
    ['a responder that is a CA signed it', 'authority', [], 'no responder who may speak'],
    ['a responder of another generation signed it', 'cousin', [], 'no responder who may speak'],
    [
      'its responder’s certificate did not come along',
      'delegate',
      ['-resp_no_certs'],
      'no responder who may speak',
    ],
    ['it is signed over SHA-1', 'ca', ['-rmd', 'sha1'], 'an algorithm we do not take'],
  ]
  test.each(cases)('%s', async (_, signer, options, detail) => {
    const checker = await checkerFor(signer, options)
    for (const holder of ['good', 'revoked'] as const) {
      const { outcome, answer } = await ask(checker, authority, holder)
      expect(answer).toMatchObject({
        status: 'unavailable',
        detail: expect.stringContaining(detail),
      })
      expect(outcome).toBe('revocation-unavailable')
    }
  })

  test('it is past its next update', async () => {
    const checker = await checkerFor('ca', ['-nmin', '1'])
    const { outcome, answer } = await ask(checker, authority, 'good', later(1))
    expect(outcome).toBe('revocation-unavailable')
    expect(answer?.detail).toBe('an answer past its next update')
  })

  test('it comes from the future', async () => {
    const checker = await checkerFor('ca')
    const { answer } = await ask(checker, authority, 'good', new Date(), later(-0.2))
    expect(answer?.detail).toBe('an answer from the future')
  })

  test('its responder’s certificate has ended', async () => {
    const checker = await checkerFor('delegate', ['-ndays', '9'])
    const { answer } = await ask(checker, authority, 'good', later(48))
    expect(answer?.detail).toContain('no responder who may speak')
  })

  test('it is good for long, but known for more than 30 minutes', async () => {
    const checker = await checkerFor('ca', ['-ndays', '9'])
    expect((await ask(checker, authority, 'good', later(0.4))).outcome).toBe(
      'believed, revocation good',
    )
    expect((await ask(checker, authority, 'good', later(0.6))).outcome).toBe('revocation-stale')
  })

  test('any bit of it is changed', async () => {
    let at = 0
    let size = 0
    const changing = async (address: string, init: RequestInit) => {
      const response = await fetch(address, init)
      const bytes = new Uint8Array(await response.arrayBuffer())
      size = bytes.length
      bytes[at]! ^= 1 << (at % 8)
      return new Response(bytes, response)
    }
    const checker = await checkerFor('delegate', [], { fetch: changing })
    const believed: number[] = []
    await ask(checker, authority, 'good')
    for (at = 0; at < size; at += 29) {
      const { outcome } = await ask(checker, authority, 'revoked')
      if (outcome !== 'revocation-unavailable') believed.push(at)
    }
    expect(size).toBeGreaterThan(1000)
    expect(believed).toEqual([])
  })
})

describe('an answer to another question', () => {
  const body = (init: RequestInit) => init.body as Uint8Array<ArrayBuffer>

  test('is none: an earlier good answer, kept and given again', async () => {
    let kept: Uint8Array<ArrayBuffer> | undefined
    const keeping = async (address: string, init: RequestInit) => {
      kept ??= new Uint8Array(await (await fetch(address, init)).arrayBuffer())
      return new Response(kept, { headers: { 'content-type': 'application/ocsp-response' } })
    }
    const checker = await checkerFor('ca', [], { fetch: keeping })
    expect((await ask(checker, authority, 'good')).outcome).toBe('believed, revocation good')
    const { answer } = await ask(checker, authority, 'good')
    expect(answer).toMatchObject({ status: 'unavailable', detail: 'an answer to another question' })
  })

  test('is none: about another certificate, with the right nonce', async () => {
    const serial = Buffer.from(authority.serial('revoked'), 'hex')
    const asking = (address: string, init: RequestInit) => {
      const changed = Buffer.from(body(init))
      Buffer.from(authority.serial('good'), 'hex').copy(changed, changed.indexOf(serial))
      return fetch(address, { ...init, body: changed })
    }
    const checker = await checkerFor('ca', [], { fetch: asking })
    const { answer } = await ask(checker, authority, 'revoked')
    expect(answer?.detail).toBe('an answer about another certificate')
  })

  test('without a nonce is taken only by who said so', async () => {
    await authority.openssl(
      'ocsp',
      '-issuer',
      'ca.pem',
      '-cert',
      'good.pem',
      '-no_nonce',
      '-reqout',
      'request.der',
    )
    const withoutNonce = await readFile(join(authority.folder, 'request.der'))
    const asking = (address: string, init: RequestInit) =>
      fetch(address, { ...init, body: withoutNonce })
    const strict = await checkerFor('ca', [], { fetch: asking })
    expect((await ask(strict, authority, 'good')).answer?.detail).toBe('an answer without nonce')
    await responder!.stop()
    const lenient = await checkerFor('ca', [], { fetch: asking, nonce: 'ifRepeated' })
    expect((await ask(lenient, authority, 'good')).outcome).toBe('believed, revocation good')
  })

  test('with another nonce is taken by nobody', async () => {
    const asking = (address: string, init: RequestInit) => {
      const changed = Uint8Array.from(body(init))
      changed[changed.length - 1]! ^= 1
      return fetch(address, { ...init, body: changed })
    }
    const checker = await checkerFor('ca', [], { fetch: asking, nonce: 'ifRepeated' })
    expect((await ask(checker, authority, 'good')).answer?.detail).toBe(
      'an answer to another question',
    )
  })

  test.each([
    ['0a0101', 'responseStatus 1'], // malformedRequest
    ['0a0106', 'responseStatus 6'], // unauthorized
    ['0a0100', 'no basic answer'], // successful, and nothing else
  ])('%s is none', async (status, detail) => {
    const bytes = encodeTlv(0x30, hex(status))
    const headers = { 'content-type': 'application/ocsp-response' }
    const checker = await checkerFor('ca', [], {
      fetch: async () => new Response(bytes, { headers }),
    })
    expect((await ask(checker, authority, 'good')).answer?.detail).toBe(detail)
  })
})

test('OpenSSL reads our question as we meant it', async () => {
  let question: Uint8Array | undefined
  const checker = await checkerFor('ca', [], {
    fetch: (address, init) => {
      question = init.body as Uint8Array
      return fetch(address, init)
    },
  })
  await ask(checker, authority, 'good')
  await writeFile(join(authority.folder, 'question.der'), question!)
  await authority.openssl('ocsp', '-reqin', 'question.der', '-req_text', '-out', 'question.txt')
  const text = await readFile(join(authority.folder, 'question.txt'), 'utf8')
  expect(text).toMatch(/Hash Algorithm: sha1/)
  expect(text).toMatch(/Serial Number: 06D18001/i)
  expect(text).toMatch(/OCSP Nonce/)
})

test('a responder that is gone is asked twice and then is unavailable', async () => {
  let asked = 0
  const checker = await checkerFor('ca', [], {
    fetch: (address, init) => {
      asked++
      return fetch(address, init)
    },
  })
  await responder!.stop()
  const { outcome, answer } = await ask(checker, authority, 'good')
  expect(outcome).toBe('revocation-unavailable')
  expect(answer?.detail).toBe('the network failed twice')
  expect(asked).toBe(2)
})

describe('a checker does not start', () => {
  test.each<[string, Partial<OcspOptions>, RegExp]>([
    ['for test cards in production', { role: 'accredited' }, /test CA in production/],
    ['without anchors', { anchors: [] }, /^anchors/],
    ['for an SP', { role: 'viaPlatform' as 'test' }, /^role/],
    ['without an address', { address: 'ocsp.example' }, /^address/],
  ])('%s', async (_, change, message) => {
    const { anchor } = authority
    const options = {
      role: 'test',
      anchors: [anchor],
      address: 'http://localhost/',
      fetch,
    } as const
    await expect(ocspChecker({ ...options, ...change })).rejects.toThrow(message)
  })
})
