// Why this exists: a person signs for one thing. Nothing that was signed for it passes for another, and an
// age check leaves nothing of the person behind.
import { signDigest } from '@myna/card'
import {
  ageDigestInfo,
  ageStatementBytes,
  digestInfo,
  readAgeChallenge,
  readChallenge,
  writeAgeProof,
  writeToken,
} from '@myna/token'
import { signatureVerifier, staticChecker } from '@myna/verifier'
import { issuePerson } from '@myna/virtual'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { ageSite, anchors, codeOf, signedProof, verifierFor, withSigningKey } from './age-world'
import { askedSession, issuedNow, ORIGIN, testClock, tokenFor } from './world'

describe('what was signed for one thing is no other', () => {
  test('a login is no age, an age is no login', async () => {
    const age = await verifierFor()
    const { verifier: login, challenge } = await askedSession()
    const token = await tokenFor(challenge)
    const message = await age.challenge('s')
    expect(await codeOf(age.verify('s', token))).toBe('token-malformed')
    expect(await codeOf(login.verify('session-1', await signedProof(message)))).toBe(
      'token-malformed',
    )
  })

  test('a login’s signature in an age proof, and an age’s in a token', async () => {
    const age = await verifierFor()
    const message = readAgeChallenge(await age.challenge('s'))
    const { card, certificate } = await withSigningKey()
    const login = {
      nonce: message.nonce,
      purpose: 'login',
      origin: ORIGIN,
      context: new Uint8Array(0),
    } as const
    const asLogin = await signDigest(card, 'signing', await digestInfo(certificate, login, ORIGIN))
    const proof = writeAgeProof({
      evidence: 'jpki-sign',
      unverifiedCertificate: certificate,
      signature: asLogin,
    })
    expect(await codeOf(age.verify('s', proof))).toBe('signature-wrong')

    const { verifier, challenge } = await askedSession()
    const { nonce } = readChallenge(challenge)
    const asAge = await signDigest(
      card,
      'signing',
      await ageDigestInfo(
        certificate,
        { nonce, origin: ORIGIN, ages: [20], evidence: ['jpki-sign'] },
        ORIGIN,
      ),
    )
    const token = writeToken({ unverifiedCertificate: certificate, signature: asAge })
    expect(await codeOf(verifier.verify('session-1', token))).not.toBe('believed')
  })

  test('the statement of an age check, and what a login signs, are no documents', async () => {
    const { card, certificate } = await withSigningKey()
    const documents = await signatureVerifier({
      role: 'test',
      use: 'signing',
      anchors: (await anchors).signing,
      revocation: staticChecker([]),
      now: testClock().now,
    })
    const message = readAgeChallenge(await (await verifierFor()).challenge('s'))
    const digest = await ageDigestInfo(certificate, message, ORIGIN)
    const signature = await signDigest(card, 'signing', digest)
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(certificate)))
    const signedBytes = ageStatementBytes({ challenge: message, ceremonyOrigin: ORIGIN, hash })
    const document = {
      unverifiedCertificate: certificate,
      signature,
      signedBytes,
      purpose: 'contract',
    }
    expect(await codeOf(documents.verify(document))).toBe('signature-purpose')
  })

  test('a document’s signature is no age', async () => {
    const verifier = await verifierFor()
    await verifier.challenge('s')
    const { card, certificate } = await withSigningKey()
    const digest = new Uint8Array(51).fill(0x30)
    const signature = await signDigest(card, 'signing', digest)
    const proof = writeAgeProof({
      evidence: 'jpki-sign',
      unverifiedCertificate: certificate,
      signature,
    })
    expect(await codeOf(verifier.verify('s', proof))).toBe('signature-wrong')
  })

  test('an authentication certificate proves no age', async () => {
    const verifier = await verifierFor()
    await verifier.challenge('s')
    const { certificate } = (await issuePerson('hanako', issuedNow)).authentication
    const proof = writeAgeProof({
      evidence: 'jpki-sign',
      unverifiedCertificate: certificate!,
      signature: new Uint8Array(256),
    })
    expect(await codeOf(verifier.verify('s', proof))).not.toBe('believed')
  })
})

describe('over HTTP', () => {
  test('asked and answered in one session, with nothing of the person in answer and log', async () => {
    const { post, entries } = await ageSite()
    const challenge = await post('challenge', '{"purpose":"age"}')
    expect(challenge.body).toMatchObject({ purpose: 'age', ages: [20] })
    const answer = await post('verify-age', await signedProof(challenge.body))
    expect(answer).toMatchObject({
      status: 200,
      body: { age: { age_over_20: true, evidence: 'jpki-sign' } },
    })
    expect(entries.map(({ outcome }) => outcome)).toEqual(['challenge-made', 'age-checked'])

    const { printed, signing } = await issuePerson('hanako', issuedNow)
    const all = inspect([answer, entries], { depth: 9 }) + JSON.stringify([answer, entries])
    const { birthDate } = printed
    for (const form of [
      birthDate,
      birthDate.slice(0, 4),
      printed.name,
      printed.address,
      signing.serial,
    ])
      expect(all).not.toContain(form)
  })

  test('a refusal is one of the six words', async () => {
    const { post } = await ageSite()
    expect(await post('verify-age', '{}')).toEqual({
      status: 403,
      body: { refused: 'challenge-used' },
    })
    await post('challenge', '{"purpose":"age"}')
    expect(await post('verify-age', '{}')).toEqual({
      status: 403,
      body: { refused: 'not-accepted' },
    })
  })

  test('a login and an age check of one session do not disturb each other', async () => {
    const { post } = await ageSite()
    const login = await post('challenge', '{"purpose":"login"}')
    const age = await post('challenge', '{"purpose":"age"}')
    expect((await post('verify-age', await signedProof(age.body))).status).toBe(200)
    expect((await post('verify', await tokenFor(login.body as never))).status).toBe(200)
  })
})
