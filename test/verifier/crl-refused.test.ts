// Lists that OpenSSL would not make: one thing is wrong with each, and none of them may pass
// for "good". Those that real OpenSSL makes are in test/openssl.
import { encodeTlv, hex } from '@myna/bytes'
import { crlChecker } from '@myna/verifier/accredited'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  caName,
  CA_KEY_ID,
  extension,
  integer,
  keysFor,
  keyUsage,
  nameOf,
  objectId,
  octetString,
  sequence,
  TRUE,
  utcTime,
  authorityKeyId,
  type Keys,
} from './certificate-factory'
import {
  anchorOf,
  entry,
  listOf,
  reasonCode,
  question,
  never,
  sending,
  type ListFields,
} from './source-factory'

let keys: Keys
let anchors: Uint8Array[]
beforeAll(async () => {
  keys = await keysFor()
  anchors = [await anchorOf(keys)]
})

async function byList(list: Uint8Array<ArrayBuffer>, asked = question(), from = anchors) {
  const checker = await crlChecker({
    role: 'test',
    anchors: from,
    addressOf: () => 'https://lists.example/all.crl',
    fetch: sending(list, 'application/pkix-crl'),
  })
  return checker.check(asked, never)
}

describe('a list', () => {
  test('that is right says good, and revoked with its reason', async () => {
    expect(await byList(await listOf(keys))).toMatchObject({ status: 'good', method: 'crl' })
    const revoked = [entry('06d18006', reasonCode(3)), entry('06d18007')]
    const answer = await byList(await listOf(keys, { revoked }))
    expect(answer).toMatchObject({
      status: 'revoked',
      reason: 'affiliationChanged',
      revokedAt: new Date('2026-11-01T00:00:00Z'),
    })
    expect(await byList(await listOf(keys, { revoked: [entry('06d18007')] }))).toMatchObject({
      status: 'good',
    })
    const without = await byList(await listOf(keys, { revoked: [entry('06d18006')] }))
    expect(without.status).toBe('revoked')
    expect('reason' in without).toBe(false)
  })

  const none = new Uint8Array(0)
  test.each<[string, string, Partial<ListFields> | (() => Partial<ListFields>)]>([
    ['without a version', 'version', { version: none }],
    ['of version 1, written out', 'version', { version: integer('00') }],
    ['of version 3', 'version', { version: integer('02') }],
    ['of a version of two bytes', 'version', { version: integer('0101') }],
    ['of another issuer', 'another issuer', { issuer: nameOf('Somebody') }],
    [
      'of a CA of the other use',
      'another issuer',
      { issuer: caName('JPKI-TEST', 'JPKI for digital signature') },
    ],
    [
      'with another algorithm inside',
      'another algorithm inside',
      { algorithm: sequence(objectId('1.2.840.113549.1.1.12'), hex('0500')) },
    ],
    [
      'of another generation, by its key id',
      'another generation',
      { extensions: [authorityKeyId(new Uint8Array(20).fill(1))] },
    ],
    ['signed by another key', 'signed by another key', () => ({ signer: keys.otherCa })],
    ['without a next update', 'without a next update', { nextUpdate: none }],
    ['from the future', 'from the future', { thisUpdate: utcTime('261124030501Z') }],
    ['whose next update is now', 'past its next update', { nextUpdate: utcTime('261124030000Z') }],
    [
      'with an entry of another issuer',
      'an indirect list',
      { revoked: [entry('01', extension('2.5.29.29', false, sequence(caName())))] },
    ],
    [
      'with an entry that takes one off',
      'a delta list',
      { revoked: [entry('06d18006', reasonCode(8))] },
    ],
    [
      'with an unknown critical extension of an entry',
      'critical extension',
      { revoked: [entry('01', extension('1.2.3.4', true, hex('0500')))] },
    ],
    ['with an extension twice', 'twice', { extensions: [authorityKeyId(), authorityKeyId()] }],
    [
      'with an entry of no serial number',
      'revokedCertificates',
      { revoked: [sequence(utcTime('261101000000Z'))] },
    ],
  ])('%s is unavailable', async (_, detail, change) => {
    const fields = typeof change === 'function' ? change() : change
    expect(await byList(await listOf(keys, fields))).toMatchObject({
      status: 'unavailable',
      detail: expect.stringContaining(detail),
    })
  })

  test('as old as a clock’s difference allows is taken', async () => {
    const list = await listOf(keys, { thisUpdate: utcTime('261124030500Z') })
    expect((await byList(list)).status).toBe('good')
  })

  test('of an issuer that may sign no lists is unavailable', async () => {
    const anchor = await anchorOf(keys, {
      extensions: [
        keyUsage('03020204'), // keyCertSign and nothing else
        extension('2.5.29.19', true, sequence(TRUE)),
        extension('2.5.29.14', false, octetString(CA_KEY_ID)),
      ],
    })
    expect(await byList(await listOf(keys), question(), [anchor])).toMatchObject({
      status: 'unavailable',
      detail: expect.stringContaining('may sign no lists'),
    })
  })

  test('is not looked into for an issuer nobody named', async () => {
    for (const issuerKeyId of [undefined, new Uint8Array(20)])
      expect(await byList(await listOf(keys), question({ issuerKeyId }))).toMatchObject({
        status: 'unavailable',
        detail: expect.stringContaining('was not given'),
      })
  })

  test('of one point says nothing about a certificate that names none', async () => {
    const point = encodeTlv(0xa0, encodeTlv(0xa0, encodeTlv(0xa4, nameOf('point'))))
    const ofPoint = extension('2.5.29.28', true, sequence(point))
    expect(await byList(await listOf(keys, { extensions: [ofPoint] }))).toMatchObject({
      status: 'unavailable',
      detail: expect.stringContaining('another distribution point'),
    })
    const named = question({ distributionPoints: [nameOf('point')] })
    const list = await listOf(keys, { extensions: [ofPoint] })
    expect((await byList(list, named)).status).toBe('good')
  })

  test('comes in time or not at all', async () => {
    const checker = await crlChecker({
      role: 'test',
      anchors,
      addressOf: () => 'https://lists.example/all.crl',
      fetch: () => new Promise(() => {}),
    })
    const patience = new AbortController()
    const asked = checker.check(question(), patience.signal)
    patience.abort()
    expect(await asked).toMatchObject({ status: 'unavailable', detail: 'no answer in time' })
    expect(await checker.check(question(), patience.signal)).toMatchObject({
      status: 'unavailable',
    })
  })
})
