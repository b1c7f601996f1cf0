// An age is told as yes or no and nothing more, by each way; a card that cannot tell is no "no".
import { CardError, type AnyCardError } from '@myna/apdu'
import type { NumberBParts } from '@myna/card'
import {
  ageByCardText,
  ageBySigning,
  ageOfBirth,
  patternsOffered,
  type AgeCheck,
  type AgeServer,
  type AgeStep,
} from '@myna/elements'
import { answerAge, readAgeProof, type AgeChallenge } from '@myna/token'
import { cardOf, testCvAnchors, virtualReader, VirtualSlot, type PersonName } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import { isVerify, personNamed, watched } from './person'

const NOW = new Date('2026-11-24T03:00:00Z')
const ORIGIN = 'https://shop.example'

async function partsOf(name: PersonName): Promise<NumberBParts> {
  const { birthDate, expiry, securityCode } = (await personNamed(name)).printed
  return {
    birthYear: Number(birthDate.slice(0, 4)),
    birthMonth: Number(birthDate.slice(4, 6)),
    birthDay: Number(birthDate.slice(6)),
    expiryYear: Number(expiry.slice(0, 4)),
    securityCode,
  }
}

/** A server that believes everything, and remembers what it was sent. */
function serverOf(change: Partial<AgeChallenge> = {}, now?: Date) {
  const sent: string[] = []
  const server: AgeServer = {
    challenge: async () => ({
      challenge: {
        nonce: new Uint8Array(32).fill(9),
        origin: ORIGIN,
        ages: [20],
        evidence: ['jpki-sign', 'card-text', 'ocr'],
        ...change,
      },
      ...(now === undefined ? {} : { now }),
    }),
    async verify(proof) {
      sent.push(proof)
      const read = readAgeProof(proof)
      const answer =
        'said' in read
          ? {
              ...answerAge(read.evidence, [20], {}, '2026-11-24'),
              age_over_20: read.said.get(20) === 'yes',
            }
          : answerAge('jpki-sign', [20], { year: 1990, month: 1, day: 1 }, '2026-11-24')
      return { answer, result: 'signed-by-the-server' }
    },
  }
  return { server, sent }
}

async function world(name: PersonName, change: Partial<AgeCheck> = {}, types: string[] = []) {
  const slot = new VirtualSlot()
  const card = cardOf(await personNamed(name))
  slot.insert(card)
  const { reader, commands } = watched(virtualReader(slot))
  const steps: AgeStep[] = []
  const parts = await partsOf(name)
  const check: AgeCheck = {
    openReader: async () => reader,
    years: 20,
    dayBefore: false,
    server: undefined,
    origin: ORIGIN,
    now: () => NOW,
    screen: {
      show: (step) => void steps.push(step),
      async askNumberB(step) {
        steps.push(step)
        return parts
      },
      async askPin(step) {
        steps.push(step)
        return types.shift() ?? Promise.reject(new CardError('cancelled', {}))
      },
      confirm: async (step) => void steps.push(step),
      agreeToSign: async (step) => void steps.push(step),
    },
    ...change,
  }
  return { check, steps, commands, card, parts }
}

const byText = async (name: PersonName, change: Partial<AgeCheck> = {}) => {
  const there = await world(name, change)
  const outcome = await ageByCardText({ ...there.check, anchors: testCvAnchors() }).catch(
    (error: AnyCardError) => error,
  )
  return { ...there, outcome }
}

describe('② the text of the card', () => {
  test.each([
    ['turns20Today', 20, 'yes'],
    ['turns20Tomorrow', 20, 'no'],
    ['turns18Today', 18, 'yes'],
    ['turns18Tomorrow', 18, 'no'],
    ['hanako', 20, 'yes'],
    ['under15', 18, 'no'],
    ['foreign', 20, 'yes'],
  ] as const)('%s, %i or over: %s', async (name, years, said) => {
    const { outcome } = await byText(name, { years })
    expect(outcome).toMatchObject({
      is: 'answered',
      result: {
        answer: {
          [`age_over_${years}`]: said === 'yes',
          evidence: 'card-text',
          assurance: 'low',
          selfAsserted: true,
          checkedOn: '2026-11-24',
        },
      },
      genuine: { genuine: true },
    })
  })

  test('the day before the birthday counts, where a statute has it so', async () => {
    const { outcome } = await byText('turns20Tomorrow', { dayBefore: true })
    expect(outcome).toMatchObject({ result: { answer: { age_over_20: true } } })
  })

  test('the day is the server’s, in Japan, whatever the computer’s clock says', async () => {
    const tomorrow = new Date('2026-11-24T15:00:00Z') // the 25th there
    const { server } = serverOf({}, tomorrow)
    const { outcome } = await byText('turns20Tomorrow', { server })
    expect(outcome).toMatchObject({ result: { answer: { age_over_20: true } } })
  })

  test('of an unknown day of birth the latest is taken', async () => {
    const { outcome } = await byText('unknownBirthDay')
    expect(outcome).toMatchObject({ is: 'answered', result: { answer: { age_over_20: true } } })
  })

  test('the server hears yes or no, and nothing of the date', async () => {
    const { server, sent } = serverOf()
    const { outcome } = await byText('hanako', { server })
    expect(outcome).toMatchObject({ result: { result: 'signed-by-the-server' } })
    const { birthDate } = (await personNamed('hanako')).printed
    for (const form of [birthDate, birthDate.slice(0, 4), birthDate.slice(4)])
      expect(sent.join()).not.toContain(form)
    expect(JSON.parse(sent[0]!)).toMatchObject({ evidence: 'card-text', age_over_20: 'yes' })
  })

  test('a card that is not genuine under the configured keys answers nothing', async () => {
    const there = await world('hanako')
    const [first] = testCvAnchors()
    const anchors = testCvAnchors().map(({ keyId }) => ({
      keyId,
      modulus: first!.modulus.toReversed(),
    }))
    const outcome = await ageByCardText({ ...there.check, anchors })
    expect(outcome).toEqual({ is: 'unanswered', because: 'not-genuine' })
  })

  test('a site that does not take this evidence is told no answer', async () => {
    const { server, sent } = serverOf({ evidence: ['jpki-sign'] })
    const { outcome } = await byText('hanako', { server })
    expect(outcome).toMatchObject({ code: 'login-refused' })
    expect(sent).toEqual([])
  })
})

describe('① the signing key', () => {
  test('signs after the person agreed, with the signing password, and the server answers', async () => {
    const { server, sent } = serverOf()
    const there = await world('hanako', { server }, ['ABC123'])

    const outcome = await ageBySigning(there.check)

    expect(outcome).toMatchObject({ is: 'answered', result: { answer: { evidence: 'jpki-sign' } } })
    expect(readAgeProof(sent[0]!)).toMatchObject({ evidence: 'jpki-sign' })
    expect(there.steps.map(({ at }) => at)).toEqual([
      'choose-reader',
      'reading',
      'sign-sheet',
      'enter-pin',
      'keep-card',
      'reading',
      'checking',
    ])
    expect(there.commands.filter(isVerify)).toHaveLength(1)
  })

  test('a card of a child has no signing certificate: no answer, no password asked, no error', async () => {
    const { server, sent } = serverOf()
    const there = await world('under15', { server })
    const outcome = await ageBySigning(there.check)
    expect(outcome).toEqual({ is: 'unanswered', because: 'no-certificate' })
    expect(there.steps.map(({ at }) => at)).not.toContain('enter-pin')
    expect(sent).toEqual([])
  })

  test('the four digits in the place of the signing password cost nothing', async () => {
    const { server } = serverOf()
    const there = await world('hanako', { server }, ['1234', 'abc123', 'ABC123'])
    await ageBySigning(there.check)
    expect(there.steps.flatMap((step) => (step.at === 'enter-pin' ? [step.problem] : []))).toEqual([
      undefined,
      'other',
      'lower-case',
    ])
    expect(there.commands.filter(isVerify)).toHaveLength(1)
  })

  test.each<[string, Partial<AgeChallenge>]>([
    ['another site', { origin: 'https://other.example' }],
    ['another age', { ages: [18] }],
  ])('a challenge for %s is signed by nobody, and no try is used', async (_, change) => {
    const { server, sent } = serverOf(change)
    const there = await world('hanako', { server }, ['ABC123'])
    await expect(ageBySigning(there.check)).rejects.toMatchObject({ code: 'misconfigured' })
    expect(there.commands.filter(isVerify)).toEqual([])
    expect(sent).toEqual([])
  })
})

describe('③ a picture', () => {
  test('answers from what the person confirmed, as the least sure', async () => {
    const { check } = await world('hanako')
    const outcome = await ageOfBirth(check, 'ocr', { year: 2006, month: 11, day: 24 })
    expect(outcome).toMatchObject({
      result: { answer: { age_over_20: true, evidence: 'ocr', assurance: 'lowest' } },
    })
  })

  test('without a year there is no answer, which is no "no"', async () => {
    const { check } = await world('hanako')
    expect(await ageOfBirth(check, 'ocr', { month: 3 })).toEqual({
      is: 'unanswered',
      because: 'unknown',
    })
  })
})

test('no outcome and no step holds a date of birth, in any form', async () => {
  const { birthDate } = (await personNamed('hanako')).printed
  const { server } = serverOf()
  const text = await byText('hanako', { server })
  const sign = await world('hanako', { server }, ['ABC123'])
  const signed = await ageBySigning(sign.check)
  const all = JSON.stringify([text.outcome, text.steps, signed, sign.steps])
  const [year, month, day] = [birthDate.slice(0, 4), birthDate.slice(4, 6), birthDate.slice(6)]
  for (const form of [birthDate, year, `${month}${day}`, `${month}-${day}`, `${Number(month)}月`])
    expect(all).not.toContain(form)
})

describe('a site’s demands', () => {
  const all = 'ocr card-text jpki-sign'
  test.each<[string, 'lowest' | 'low' | 'substantial' | 'high', boolean, boolean, string]>([
    [all, 'lowest', true, true, 'ocr card-text jpki-sign'],
    [all, 'low', true, true, 'card-text jpki-sign'],
    [all, 'high', true, true, 'jpki-sign'],
    [all, 'lowest', false, true, 'ocr card-text'],
    [all, 'lowest', true, false, 'card-text jpki-sign'],
    ['card-text, card-text magic', 'lowest', true, true, 'card-text'],
    [all, 'high', false, true, ''],
  ])('%s, at least %s (server %s, ocr %s): %s', (named, least, hasServer, hasOcr, offered) => {
    expect(patternsOffered(named, least, { hasServer, hasOcr }).join(' ')).toBe(offered)
  })
})
