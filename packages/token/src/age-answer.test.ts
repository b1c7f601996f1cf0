import { MalformedBytes } from '@myna/bytes'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ageAssurances,
  ageEvidence,
  ageSaid,
  answerAge,
  isAssured,
  readAgeAnswer,
  type AgeAnswer,
  type AgeEvidence,
} from './age-answer'

const birth = { year: 2006, month: 4, day: 1 }
const evidences = Object.keys(ageEvidence) as AgeEvidence[]

test('an answer is yes or no for each age, from where, how sure, and when', () => {
  expect(answerAge('jpki-sign', [18, 20], birth, '2026-03-31')).toEqual({
    age_over_18: true,
    age_over_20: false,
    evidence: 'jpki-sign',
    assurance: 'high',
    selfAsserted: false,
    checkedOn: '2026-03-31',
  })
  expect(answerAge('ocr', [20], birth, '2026-03-31', { dayBefore: true })).toEqual({
    age_over_20: true,
    evidence: 'ocr',
    assurance: 'lowest',
    selfAsserted: true,
    checkedOn: '2026-03-31',
  })
})

test('"no" and "unknown" are told apart', () => {
  const no = answerAge('card-text', [65], birth, '2026-03-31')
  const unknown = answerAge('card-text', [65], { month: 4 }, '2026-03-31')

  expect([ageSaid(no, 65), ageSaid(unknown, 65), ageSaid(no, 20)]).toEqual([
    'no',
    'unknown',
    'unknown',
  ])
  expect(Object.keys(unknown)).toEqual(['evidence', 'assurance', 'selfAsserted', 'checkedOn'])
})

describe('there is no place for a date of birth', () => {
  test('by its type', () => {
    const facts = answerAge('jpki-sign', [20], birth, '2026-04-01')
    // @ts-expect-error an answer has no birthDate
    const withDate: AgeAnswer = { ...facts, birthDate: '2006-04-01' } satisfies AgeAnswer
    // @ts-expect-error a claim is yes or no
    const withText: AgeAnswer = { ...facts, age_over_20: '2006-04-01' }
    // @ts-expect-error what only the browser saw is self-asserted
    const withLie: AgeAnswer = { age_over_20: true, evidence: 'ocr', assurance: 'lowest', selfAsserted: false, checkedOn: '2026-04-01' } // prettier-ignore

    for (const bad of [withDate, withText, withLie])
      expect(() => readAgeAnswer(bad)).toThrow(MalformedBytes)
  })

  test('in what is written, whatever the birth', () => {
    const day = '2026-11-24'
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2026-11-24'), noInvalidDate: true }),
        fc.constantFrom(...evidences),
        (date, evidence) => {
          const born = {
            year: date.getUTCFullYear(),
            month: date.getUTCMonth() + 1,
            day: date.getUTCDate(),
          }
          const text = JSON.stringify(answerAge(evidence, [18, 20], born, day))
          expect(text.replace(day, '')).not.toMatch(/\d{4}/)
          expect(readAgeAnswer(JSON.parse(text))).toEqual(JSON.parse(text))
        },
      ),
    )
  })
})

test('assurance goes up from a picture to a signature, and only two kinds reach a server', () => {
  expect(evidences.map((evidence) => ageEvidence[evidence].assurance)).toEqual([...ageAssurances])
  expect(evidences.filter((evidence) => isAssured(evidence, 'substantial'))).toEqual([
    'card-age-record',
    'jpki-sign',
  ])
  expect(evidences.filter((evidence) => ageEvidence[evidence].selfAsserted)).toEqual([
    'ocr',
    'card-text',
  ])
  expect(evidences.every((evidence) => isAssured(evidence, 'lowest'))).toBe(true)
})

test.each([[[]], [[18, 20, 25, 30]], [[20, 20]], [[0]]])('ages %j are not answered', (ages) => {
  expect(() => answerAge('ocr', ages, birth, '2026-03-31')).toThrow(RangeError)
})

describe('an answer that comes as JSON', () => {
  const good = { ...answerAge('jpki-sign', [18, 20], birth, '2026-11-24') }

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a list', [good]],
    ['a member too many', { ...good, name: 'x' }],
    ['a date of birth', { ...good, birth_date: '2006-04-01' }],
    ['an age over a date', { ...good, 'age_over_2006-04-01': true }],
    ['an age with a zero before it', { ...good, age_over_018: true }],
    ['an age nobody has', { ...good, age_over_151: false }],
    ['a claim that is a text', { ...good, age_over_20: 'true' }],
    ['a claim that is null', { ...good, age_over_20: null }],
    ['an unknown evidence', { ...good, evidence: 'passport' }],
    ['an evidence of the prototype', { ...good, evidence: 'toString' }],
    ['another assurance', { ...good, assurance: 'low' }],
    ['a self-assertion that is none', { ...good, selfAsserted: true }],
    ['a day that is none', { ...good, checkedOn: '2026-02-30' }],
    ['no day', { ...good, checkedOn: undefined }],
    ['four ages', { ...good, age_over_25: false, age_over_30: false }],
    ['over 20 and not over 18', { ...good, age_over_18: false, age_over_20: true }],
  ])('%s is refused', (_, json) => {
    expect(() => readAgeAnswer(json)).toThrow(MalformedBytes)
  })
})
