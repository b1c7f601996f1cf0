// ②′, experimental: a server believes the age record of the card face, and the card's presence.
import { askTries, birthDateKey, openFace, present, readAgeRecordProof } from '@myna/card'
import {
  ageRecordDigestInfo,
  readAgeChallenge,
  writeAgeProof,
  type RecordedAgeProof,
} from '@myna/token'
import type { AgeOptions } from '@myna/verifier'
import { cardOf, testCvAnchors, virtualReader, VirtualSlot, type PersonName } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import { personNamed } from '../flows/person'
import { ageSite, codeOf, signedProof, verifierFor } from './age-world'
import { issuedNow, ORIGIN } from './world'

const experimentalAgeRecord = { anchors: testCvAnchors() }
const taking = { evidence: ['card-age-record'], experimentalAgeRecord } as const
const record = (change: Partial<AgeOptions> = {}) => verifierFor({ ...taking, ...change })

async function proofOf(
  name: PersonName,
  message: unknown,
  page = ORIGIN,
): Promise<RecordedAgeProof> {
  const slot = new VirtualSlot()
  const person = await personNamed(name)
  slot.insert(cardOf(person))
  const card = await virtualReader(slot).connect()
  await openFace(card)
  const { birthDate } = person.printed
  const parts = {
    birthYear: Number(birthDate.slice(0, 4)),
    birthMonth: Number(birthDate.slice(4, 6)),
    birthDay: Number(birthDate.slice(6)),
  }
  await present(card, await askTries(card, 'birth-date-key'), birthDateKey(parts, issuedNow))
  const {
    record: unverifiedRecord,
    issuer: unverifiedIssuer,
    signature,
  } = await readAgeRecordProof(card, (bytes) =>
    ageRecordDigestInfo(bytes, readAgeChallenge(message), page),
  )
  return { evidence: 'card-age-record', unverifiedRecord, unverifiedIssuer, signature }
}

describe('the age record', () => {
  test.each([
    ['turns20Today', true],
    ['turns20Tomorrow', false],
  ] as const)('of %s: %s, and no date of birth in the answer', async (name, isOver) => {
    const verifier = await record()
    const proof = await proofOf(name, await verifier.challenge('s'))
    const verified = await verifier.verify('s', writeAgeProof(proof))
    expect(verified).toEqual({
      answer: {
        age_over_20: isOver,
        evidence: 'card-age-record',
        assurance: 'substantial',
        selfAsserted: false,
        checkedOn: '2026-11-24',
      },
      checks: { challenge: 'good', signature: 'good', revocation: 'impossible' },
    })
  })

  test('is refused unless the site takes it', async () => {
    const other = await verifierFor({ experimentalAgeRecord })
    const proof = await proofOf('hanako', await other.challenge('s'))
    expect(await codeOf(other.verify('s', writeAgeProof(proof)))).toBe('age-evidence')
  })

  type Change = (proof: RecordedAgeProof) => RecordedAgeProof
  const flipped = (bytes: Uint8Array, at: number) =>
    bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
  const last = ({ length }: Uint8Array) => length - 1
  test.each<[string, string, Change]>([
    [
      'with another birth date',
      'age-record-signature',
      (proof) => ({ ...proof, unverifiedRecord: flipped(proof.unverifiedRecord, 12) }),
    ],
    [
      'with another signature of its issuer',
      'age-record-signature',
      (proof) => ({
        ...proof,
        unverifiedRecord: flipped(proof.unverifiedRecord, last(proof.unverifiedRecord)),
      }),
    ],
    [
      'whose issuer no anchor signed',
      'age-record-issuer',
      (proof) => ({
        ...proof,
        unverifiedIssuer: flipped(proof.unverifiedIssuer, last(proof.unverifiedIssuer)),
      }),
    ],
    [
      'with something after it',
      'age-record-malformed',
      (proof) => ({ ...proof, unverifiedRecord: Uint8Array.of(...proof.unverifiedRecord, 0xff) }),
    ],
    [
      'that breaks off',
      'age-record-malformed',
      (proof) => ({ ...proof, unverifiedRecord: proof.unverifiedRecord.slice(0, -1) }),
    ],
    [
      'and an issuer that is none',
      'age-record-malformed',
      (proof) => ({ ...proof, unverifiedIssuer: proof.unverifiedRecord }),
    ],
    [
      'of a card that is not here',
      'signature-wrong',
      (proof) => ({ ...proof, signature: flipped(proof.signature, 100) }),
    ],
    [
      'with half a signature',
      'signature-wrong',
      (proof) => ({ ...proof, signature: proof.signature.slice(128) }),
    ],
  ])('%s → %s', async (_, code, change) => {
    const verifier = await record()
    const proof = await proofOf('hanako', await verifier.challenge('s'))
    expect(await codeOf(verifier.verify('s', writeAgeProof(change(proof))))).toBe(code)
  })

  test('of one card, with the presence of another', async () => {
    const verifier = await record()
    const message = await verifier.challenge('s')
    const [mine, theirs] = [
      await proofOf('hanako', message),
      await proofOf('turns20Today', message),
    ]
    const mixed = writeAgeProof({ ...theirs, signature: mine.signature })
    expect(await codeOf(verifier.verify('s', mixed))).toBe('signature-wrong')
  })

  test('answers one question, of one site, on its page, once', async () => {
    const verifier = await record()
    const old = await proofOf('hanako', await verifier.challenge('s'))
    await verifier.challenge('s')
    expect(await codeOf(verifier.verify('s', writeAgeProof(old)))).toBe('signature-wrong')
    const elsewhere = await proofOf(
      'hanako',
      await verifier.challenge('s'),
      'https://other.example',
    )
    expect(await codeOf(verifier.verify('s', writeAgeProof(elsewhere)))).toBe('signature-wrong')
    const right = writeAgeProof(await proofOf('hanako', await verifier.challenge('s')))
    expect(await codeOf(verifier.verify('s', right))).toBe('believed')
    expect(await codeOf(verifier.verify('s', right))).toBe('challenge-missing')
  })

  test('is no signature of the signing key, nor the other way round', async () => {
    const verifier = await verifierFor({
      evidence: ['jpki-sign', 'card-age-record'],
      experimentalAgeRecord,
    })
    const signed = JSON.parse(await signedProof(await verifier.challenge('s'))) as {
      signature: string
    }
    const proof = JSON.parse(
      writeAgeProof(await proofOf('hanako', await verifier.challenge('s'))),
    ) as object
    const mixed = JSON.stringify({ ...proof, signature: signed.signature })
    expect(await codeOf(verifier.verify('s', mixed))).toBe('signature-wrong')
  })

  test('over HTTP: the log has the verdict and nothing of the card', async () => {
    const { post, entries } = await ageSite({ age: await record() })
    const challenge = await post('challenge', '{"purpose":"age"}')
    const proof = await proofOf('hanako', challenge.body)
    const answer = await post('verify-age', writeAgeProof(proof))
    expect(answer.body).toMatchObject({ age: { age_over_20: true } })
    expect(entries.at(-1)).toMatchObject({ outcome: 'age-checked', revocation: 'impossible' })
    expect(JSON.stringify([answer, entries])).not.toContain('1995')
  })
})

describe('a server does not start', () => {
  const [anchor] = testCvAnchors()
  const real = { ...anchor!, keyId: Uint8Array.of(0x35, ...anchor!.keyId.slice(1)) }
  test.each<[string, Partial<AgeOptions>, RegExp]>([
    ['that would take the record without its flag', { evidence: ['card-age-record'] }, /^evidence/],
    ['without anchors', { experimentalAgeRecord: { anchors: [] } }, /at least one/],
    [
      'with a key of the real hierarchy, in test mode',
      { experimentalAgeRecord: { anchors: [real] } },
      /another hierarchy/,
    ],
    [
      'with a key id of another length',
      { experimentalAgeRecord: { anchors: [{ ...anchor!, keyId: new Uint8Array(15) }] } },
      /16 bytes/,
    ],
    [
      'with a key of another size',
      { experimentalAgeRecord: { anchors: [{ ...anchor!, modulus: new Uint8Array(128) }] } },
      /RSA-2048/,
    ],
  ])('%s', async (_, change, message) => {
    await expect(verifierFor(change)).rejects.toThrow(message)
  })
})
