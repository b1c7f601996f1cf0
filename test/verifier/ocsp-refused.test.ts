// OCSP answers that OpenSSL would not make: one thing is wrong with each, and none of them may pass
// for "good". Those that real OpenSSL makes are in test/openssl.
import { encodeTlv, hex } from '@myna/bytes'
import { ocspChecker } from '@myna/verifier/accredited'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  extension,
  generalizedTime,
  holderCertificate,
  integer,
  keysFor,
  keyUsage,
  nameOf,
  objectId,
  period,
  sequence,
  type Keys,
} from './certificate-factory'
import {
  anchorOf,
  answerOf,
  delegate,
  NO_CHECK,
  NONCE,
  purpose,
  responderByKey,
  question,
  never,
  sending,
  type AnswerFields,
} from './source-factory'

let keys: Keys
let anchors: Uint8Array[]
beforeAll(async () => {
  keys = await keysFor()
  anchors = [await anchorOf(keys)]
})

async function byAnswer(answer: Uint8Array<ArrayBuffer>, change: object = {}) {
  const checker = await ocspChecker({
    role: 'test',
    anchors,
    address: 'https://ocsp.example/',
    randomBytes: () => NONCE,
    fetch: sending(answer, 'application/ocsp-response'),
    ...change,
  })
  return checker.check(question(), never)
}

describe('an OCSP answer', () => {
  const single = (change: object): Partial<AnswerFields> => ({ singles: [change] })
  test('that is right says good: by the CA, by name and by key, and by whom it named', async () => {
    expect((await byAnswer(await answerOf(keys))).status).toBe('good')
    const byKey = { responder: await responderByKey(keys.ca) }
    expect((await byAnswer(await answerOf(keys, byKey))).status).toBe('good')
    const named = {
      responder: await responderByKey(keys.leaf),
      signer: keys.leaf,
      certificates: [await delegate(keys)],
    }
    expect((await byAnswer(await answerOf(keys, named))).status).toBe('good')
    const others = { ...named, certificates: [hex('3000'), await delegate(keys)] }
    expect((await byAnswer(await answerOf(keys, others))).status).toBe('good')
  })

  test('without a next update is taken, and says so', async () => {
    const answer = await byAnswer(await answerOf(keys, single({ nextUpdate: new Uint8Array(0) })))
    expect(answer.status).toBe('good')
    expect('nextUpdate' in answer).toBe(false)
  })

  test('says revoked with and without a reason', async () => {
    const time = generalizedTime('20261101000000Z')
    const status = encodeTlv(0xa1, time, encodeTlv(0xa0, encodeTlv(0x0a, Uint8Array.of(1))))
    expect(await byAnswer(await answerOf(keys, single({ status })))).toMatchObject({
      status: 'revoked',
      reason: 'keyCompromise',
    })
    const bare = await byAnswer(await answerOf(keys, single({ status: encodeTlv(0xa1, time) })))
    expect(bare.status).toBe('revoked')
    expect('reason' in bare).toBe(false)
  })

  const SHA256 = sequence(objectId('2.16.840.1.101.3.4.2.1'), hex('0500'))
  const SHA1_WITH_PARAMETERS = sequence(objectId('1.3.14.3.2.26'), integer('01'))
  test.each<[string, string, Partial<AnswerFields>]>([
    ['of another version', 'another version', { version: encodeTlv(0xa0, integer('01')) }],
    ['that says two things', 'two answers', { singles: [{}, { status: hex('8200') }] }],
    ['about nobody', 'another certificate', single({ serial: integer('06d18007') })],
    [
      'about another issuer’s name',
      'another certificate',
      single({ issuerName: new Uint8Array(20) }),
    ],
    [
      'about another issuer’s key',
      'another certificate',
      single({ issuerKey: new Uint8Array(20) }),
    ],
    ['by another hash', 'another certificate', single({ hash: SHA256 })],
    ['by a hash with parameters', 'another certificate', single({ hash: SHA1_WITH_PARAMETERS })],
    ['that will be', 'from the future', single({ thisUpdate: generalizedTime('20261124030501Z') })],
    ['made in the future', 'from the future', { producedAt: generalizedTime('20261124030501Z') }],
    [
      'whose next update is now',
      'past its next update',
      single({ nextUpdate: encodeTlv(0xa0, generalizedTime('20261124030000Z')) }),
    ],
    [
      'with a critical extension',
      'critical extension',
      single({ extensions: encodeTlv(0xa1, sequence(extension('1.2.3.4', true, hex('0500')))) }),
    ],
    ['without a nonce', 'without nonce', { extensions: [] }],
    ['of nobody in particular', 'no responder', { responder: encodeTlv(0xa3, hex('0500')) }],
  ])('%s is unavailable', async (_, detail, change) => {
    expect(await byAnswer(await answerOf(keys, change))).toMatchObject({
      status: 'unavailable',
      detail: expect.stringContaining(detail),
    })
  })

  test('at the edge of a clock’s difference is taken', async () => {
    const edge = generalizedTime('20261124030500Z')
    const answer = await answerOf(keys, { producedAt: edge, singles: [{ thisUpdate: edge }] })
    expect((await byAnswer(answer)).status).toBe('good')
  })

  test.each<[string, string, () => Promise<Uint8Array>]>([
    [
      'may not sign',
      'no responder',
      () => delegate(keys, [keyUsage('03020520'), purpose, NO_CHECK]),
    ],
    ['is not named for it', 'no responder', () => delegate(keys, [keyUsage('03020780'), NO_CHECK])],
    [
      'is not there yet',
      'no responder',
      () => delegate(keys, undefined, { validity: period('261124030001Z') }),
    ],
    [
      'has ended',
      'no responder',
      () => delegate(keys, undefined, { validity: period('240101000000Z', '261124025959Z') }),
    ],
    [
      'has another issuer',
      'no responder',
      () => delegate(keys, undefined, { issuer: nameOf('x') }),
    ],
    [
      'was signed by another',
      'no responder',
      () => delegate(keys, undefined, { signer: keys.otherCa }),
    ],
    [
      'may be revoked',
      'may itself be revoked',
      () => delegate(keys, [keyUsage('03020780'), purpose]),
    ],
    [
      'says it may not be revoked in a form that is none',
      'no responder',
      () =>
        delegate(keys, [
          keyUsage('03020780'),
          purpose,
          extension('1.3.6.1.5.5.7.48.1.5', false, hex('0101ff')),
        ]),
    ],
    ['is a holder’s', 'no responder', () => holderCertificate(keys)],
  ])('by a responder that %s is unavailable', async (_, detail, certificate) => {
    const answer = await answerOf(keys, {
      responder: await responderByKey(keys.leaf),
      signer: keys.leaf,
      certificates: [await certificate()],
    })
    expect(await byAnswer(answer)).toMatchObject({
      status: 'unavailable',
      detail: expect.stringContaining(detail),
    })
  })

  test('by a responder without a key usage is taken: none is demanded (RFC 6960 §4.2.2.2)', async () => {
    const answer = await answerOf(keys, {
      responder: await responderByKey(keys.leaf),
      signer: keys.leaf,
      certificates: [await delegate(keys, [purpose, NO_CHECK])],
    })
    expect((await byAnswer(answer)).status).toBe('good')
  })

  test('by the fifth of many certificates is not looked for: each costs a signature', async () => {
    const answer = async (before: number) =>
      byAnswer(
        await answerOf(keys, {
          responder: await responderByKey(keys.leaf),
          signer: keys.leaf,
          certificates: [
            ...Array.from({ length: before }, () => hex('3000')),
            await delegate(keys),
          ],
        }),
      )
    expect((await answer(3)).status).toBe('good')
    expect((await answer(4)).status).toBe('unavailable')
  })
})
