// An age on the server: believed by a signature, or passed on as what somebody said.
import { ageByCardText, ageBySigning } from '@myna/elements'
import { writeAgeProof } from '@myna/token'
import { countedChecker, memoryLedgerStore, openLedger, staticChecker } from '@myna/verifier'
import { testCvAnchors } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import { check, codeOf, serverOver, signedProof, verifierFor } from './age-world'
import { testClock } from './world'

describe('① by a signature', () => {
  test.each([
    ['turns20Today', 20, true],
    ['turns20Tomorrow', 20, false],
    ['turns18Today', 18, true],
    ['turns18Tomorrow', 18, false],
  ] as const)('%s, %i or over: %s', async (name, years, isOver) => {
    const verifier = await verifierFor({ ages: [years] })
    const outcome = await ageBySigning(await check(name, serverOver(verifier), years))
    expect(outcome).toMatchObject({
      is: 'answered',
      result: {
        answer: {
          [`age_over_${years}`]: isOver,
          evidence: 'jpki-sign',
          assurance: 'high',
          selfAsserted: false,
          checkedOn: '2026-11-24',
        },
      },
    })
  })

  test('the day is the server’s, in Japan', async () => {
    const clock = testClock('2026-11-24T15:00:00Z') // the 25th there
    const verifier = await verifierFor({}, clock)
    const outcome = await ageBySigning(await check('turns20Tomorrow', serverOver(verifier)))
    expect(outcome).toMatchObject({ result: { answer: { age_over_20: true } } })
  })

  test('of who has moved: the certificate is revoked, and there is no answer', async () => {
    const verifier = await verifierFor()
    await expect(ageBySigning(await check('moved', serverOver(verifier)))).rejects.toMatchObject({
      code: 'certificate-revoked',
    })
  })

  test('costs one look-up at the price of signing certificates', async () => {
    const clock = testClock()
    const ledger = openLedger({ store: memoryLedgerStore(), now: clock.now })
    const revocation = countedChecker(staticChecker([]), ledger)
    const verifier = await verifierFor({ revocation }, clock)
    await ageBySigning(await check('hanako', serverOver(verifier)))
    await ledger.flush()
    expect(await ledger.months('2026-11', '2026-11')).toMatchObject([
      { kind: 'signing', count: 1, yen: 20 },
    ])
  })

  test('a challenge is good once, and not for another session', async () => {
    const verifier = await verifierFor()
    const message = await verifier.challenge('s')
    const proof = await signedProof(message)
    expect(await codeOf(verifier.verify('other', proof))).toBe('challenge-missing')
    expect(await codeOf(verifier.verify('s', proof))).toBe('believed')
    expect(await codeOf(verifier.verify('s', proof))).toBe('challenge-missing')
  })

  test('one that came late, was signed on another page, or was changed is refused', async () => {
    const clock = testClock()
    const verifier = await verifierFor({}, clock)
    const late = await signedProof(await verifier.challenge('s'))
    clock.advance(121_000)
    expect(await codeOf(verifier.verify('s', late))).toBe('challenge-late')
    const elsewhere = await signedProof(await verifier.challenge('s'), 'https://other.example')
    expect(await codeOf(verifier.verify('s', elsewhere))).toBe('signature-wrong')
    const old = await signedProof(await verifier.challenge('s'))
    await verifier.challenge('s')
    expect(await codeOf(verifier.verify('s', old))).toBe('signature-wrong')
    await verifier.challenge('s')
    expect(await codeOf(verifier.verify('s', '{"format":"jpki-age:1"}'))).toBe('token-malformed')
  })
})

describe('② and ③ by what the browser said', () => {
  test('passed on as self-asserted', async () => {
    const verifier = await verifierFor()
    const there = await check('turns20Tomorrow', serverOver(verifier))
    expect(await ageByCardText({ ...there, anchors: testCvAnchors() })).toMatchObject({
      result: { answer: { age_over_20: false, evidence: 'card-text', selfAsserted: true } },
    })
  })

  test.each([
    ['not for other ages', { evidence: 'ocr', said: new Map([[18, 'yes']]) }, 'token-malformed'],
    ['not for no age', { evidence: 'ocr', said: new Map() }, 'token-malformed'],
    [
      'not for two',
      {
        evidence: 'ocr',
        said: new Map([
          [20, 'yes'],
          [18, 'no'],
        ]),
      },
      'token-malformed',
    ],
    ['as it is', { evidence: 'ocr', said: new Map([[20, 'yes']]) }, 'believed'],
  ] as const)('%s', async (_, proof, outcome) => {
    const verifier = await verifierFor()
    await verifier.challenge('s')
    let text = JSON.stringify({
      format: 'self-asserted-age:1',
      evidence: proof.evidence,
      ...Object.fromEntries([...proof.said].map(([years, said]) => [`age_over_${years}`, said])),
    })
    if (proof.said.size === 1)
      text = writeAgeProof({ ...proof, said: new Map(proof.said) } as never)
    expect(await codeOf(verifier.verify('s', text))).toBe(outcome)
  })

  test('“unknown” is left out of the answer, and is no “no”', async () => {
    const verifier = await verifierFor()
    await verifier.challenge('s')
    const said = new Map([[20, 'unknown' as const]])
    const { answer } = await verifier.verify('s', writeAgeProof({ evidence: 'ocr', said }))
    expect(answer).toEqual({
      evidence: 'ocr',
      assurance: 'lowest',
      selfAsserted: true,
      checkedOn: '2026-11-24',
    })
  })

  test('a site that takes signatures only refuses them, and one that demands more does not start', async () => {
    const verifier = await verifierFor({ evidence: ['jpki-sign'] })
    await verifier.challenge('s')
    const said = new Map([[20, 'yes' as const]])
    const proof = writeAgeProof({ evidence: 'card-text', said })
    expect(await codeOf(verifier.verify('s', proof))).toBe('age-evidence')
    await expect(verifierFor({ leastAssurance: 'substantial' })).rejects.toThrow(
      /^evidence: must be/,
    )
  })
})

test.each<[string, object, RegExp]>([
  ['no ages', { ages: [] }, /^ages:/],
  ['four ages', { ages: [18, 20, 25, 30] }, /^ages:/],
  ['an age that is none', { ages: [0] }, /^ages:/],
  ['evidence nobody knows', { evidence: ['passport'] }, /^evidence:/],
  ['evidence not taken yet', { evidence: ['card-age-record'] }, /^evidence:/],
  ['no evidence', { evidence: [] }, /^evidence:/],
  ['an origin with a path', { origin: 'https://a.example/x' }, /^origin:/],
  ['no store', { challenges: {} }, /^challenges:/],
  ['a life of six minutes', { lifetimeSeconds: 301 }, /^lifetimeSeconds:/],
])('does not start with %s', async (_, change, message) => {
  await expect(verifierFor(change)).rejects.toThrow(message)
})
