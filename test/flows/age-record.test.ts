// ②′, experimental: the birth date opens the age record, the card signs that it is here, a server judges.
import {
  ageByRecord,
  patternsOffered,
  type AgeCheck,
  type AgeServer,
  type AgeStep,
} from '@myna/elements'
import { readAgeChallenge, readAgeProof } from '@myna/token'
import { cardOf, testCvAnchors, virtualReader, VirtualSlot, type PersonName } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import { verifierFor } from '../verifier/age-world'
import { ORIGIN } from '../verifier/world'
import { isVerify, personNamed, watched } from './person'

const NOW = new Date('2026-11-24T03:00:00Z')

async function world(name: PersonName, said: readonly number[][] = []) {
  const slot = new VirtualSlot()
  const person = await personNamed(name)
  const card = cardOf(person)
  slot.insert(card)
  const { reader, commands } = watched(virtualReader(slot))
  const verifier = await verifierFor({
    evidence: ['card-age-record'],
    experimentalAgeRecord: { anchors: testCvAnchors() },
  })
  const sent: string[] = []
  let asked = 0
  const server: AgeServer = {
    async challenge() {
      asked++
      return { challenge: readAgeChallenge(await verifier.challenge('s')) }
    },
    async verify(proof) {
      sent.push(proof)
      return { answer: (await verifier.verify('s', proof)).answer }
    },
  }
  const { birthDate } = person.printed
  const own = [birthDate.slice(0, 4), birthDate.slice(4, 6), birthDate.slice(6)].map(Number)
  const typed = [...said]
  const steps: AgeStep[] = []
  const check: AgeCheck = {
    openReader: async () => reader,
    screen: {
      show: (step) => void steps.push(step),
      askPin: async () => Promise.reject(new Error('no PIN is asked for')),
      async askNumberB(step) {
        steps.push(step)
        const [birthYear, birthMonth, birthDay] = (typed.shift() ?? own) as [number, number, number]
        return { birthYear, birthMonth, birthDay, expiryYear: Number.NaN, securityCode: '' }
      },
      confirm: async (step) => void steps.push(step),
      agreeToSign: async () => Promise.reject(new Error('nothing is signed by the person')),
    },
    years: 20,
    dayBefore: false,
    server,
    origin: ORIGIN,
    now: () => NOW,
  }
  const problems = () =>
    steps.flatMap((step) => (step.at === 'enter-number-b' ? [step.problem] : []))
  return { check, card, commands, sent, steps, problems, challenges: () => asked }
}

describe('the age record of the card face', () => {
  test.each([
    ['turns20Today', true],
    ['turns20Tomorrow', false],
  ] as const)('of %s is believed: %s', async (name, isOver) => {
    const { check, sent, steps } = await world(name)
    expect(await ageByRecord(check)).toMatchObject({
      is: 'answered',
      result: { answer: { age_over_20: isOver, evidence: 'card-age-record' } },
    })
    expect(readAgeProof(sent[0]!).evidence).toBe('card-age-record')
    const { birthDate } = (await personNamed(name)).printed
    expect(JSON.stringify(steps)).not.toContain(birthDate.slice(0, 4))
  })

  test('a day that does not exist costs nothing; a wrong one costs one try and is told', async () => {
    const { check, card, commands, problems, challenges } = await world('hanako', [
      [2006, 2, 30],
      [2006, 2, 28],
    ])
    expect(await ageByRecord(check)).toMatchObject({ is: 'answered' })
    expect(problems()).toEqual([undefined, 'impossible', 'wrong'])
    expect(commands.filter(isVerify)).toHaveLength(2)
    expect(card.triesLeft('birth-date-key')).toBe(3) // the right one gave them back
    expect(challenges()).toBe(2) // a fresh one for each
  })

  test('the last try is asked for twice, and stopping there costs nothing', async () => {
    const { check, card } = await world('lastTryEverywhere')
    const stops: AgeCheck = {
      ...check,
      screen: { ...check.screen, confirm: () => Promise.reject(new Error('stopped')) },
    }
    await expect(ageByRecord(stops)).rejects.toThrow('stopped')
    expect(card.triesLeft('birth-date-key')).toBe(1)
  })

  test('needs a server', async () => {
    const { check } = await world('hanako')
    await expect(ageByRecord({ ...check, server: undefined })).rejects.toMatchObject({
      code: 'misconfigured',
    })
  })

  test('is offered by the site’s own word only, and never alone without a server', () => {
    const named = 'card-age-record card-text'
    const offered = (hasServer: boolean, hasAgeRecord?: boolean) =>
      patternsOffered(named, 'lowest', {
        hasServer,
        hasOcr: false,
        ...(hasAgeRecord === undefined ? {} : { hasAgeRecord }),
      }).join(' ')
    expect(offered(true)).toBe('card-text')
    expect(offered(true, true)).toBe('card-age-record card-text')
    expect(offered(false, true)).toBe('card-text')
  })
})
