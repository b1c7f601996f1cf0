// A program that uses the public functions of @myna/card in any order it likes, upon a card that is
// pulled, garbles its answers or hides its counters; and a watcher between the two that sees each command.
import { isCardError, type Card, type SecretName, type Waiting } from '@myna/apdu'
import {
  askTries,
  birthDateKey,
  changeSecret,
  numberB,
  openFace,
  openInputSupport,
  openJpki,
  present,
  secretFrom,
  type Counter,
  type Secret,
} from '@myna/card'
import { toHex } from '@myna/bytes'
import { cardOf, virtualReader, VirtualSlot, type PersonName } from '@myna/virtual'
import fc from 'fast-check'
import { personNamed } from '../flows/person'

const NOW = new Date('2026-11-24T03:00:00Z')

/** Where each secret is, and the only form it has (`card.md` §3), written here a second time. */
const facts: Readonly<
  Record<SecretName, { open: typeof openJpki; file: string; form: RegExp; right: string }>
> = {
  'authentication-pin': { open: openJpki, file: '0018', form: /^\d{4}$/, right: '1234' },
  'signing-pin': {
    open: openJpki,
    file: '001b',
    form: /^(?=.*[A-Z])(?=.*\d)[A-Z\d]{6,16}$/,
    right: 'ABC123',
  },
  'input-support-pin': { open: openInputSupport, file: '0011', form: /^\d{4}$/, right: '1234' },
  'number-b': { open: openInputSupport, file: '0015', form: /^\d{14}$/, right: '' },
  'face-number-b': { open: openFace, file: '0012', form: /^\d{14}$/, right: '' },
  'birth-date-key': { open: openFace, file: '0011', form: /^\d{6}$/, right: '' },
}
const secretNames = Object.keys(facts) as SecretName[]

/** What a script does next. Numbers choose among what there is already. */
export type Move =
  | { do: 'open'; secret: SecretName }
  | { do: 'ask'; secret: SecretName }
  | { do: 'type'; secret: SecretName; text: string | undefined; lastTry: boolean }
  | { do: 'type-parts'; secret: SecretName; year: number; month: number; lastTry: boolean }
  | { do: 'present'; counter: number; secret: number }
  | { do: 'change'; counter: number; secret: number; next: number }
  | { do: 'pull'; after: number; when: 'before' | 'answer-lost' }
  | { do: 'garble'; after: number; how: 'data' | 'status' | 'cut-off' }
  | { do: 'hide-counters' }
  | { do: 'put-back' }

const secretName = fc.constantFrom(...secretNames)
const text = fc.oneof(
  fc.constantFrom('', '12', 'abc123', '１２３４', '12345', '1234567890123'),
  fc.string({ maxLength: 18 }),
)
/** Of the right form: `undefined` stands for it, as the secret is not drawn yet. */
const fitting = fc.constant(undefined)
const plausible: Readonly<Record<SecretName, readonly string[]>> = {
  'authentication-pin': ['1234', '9999'],
  'signing-pin': ['ABC123', 'XYZ789'],
  'input-support-pin': ['1234', '0000'],
  'number-b': ['08061520310000', '03021220301234'],
  'face-number-b': ['08061520310000', '03021220301234'],
  'birth-date-key': ['080615', '030212'],
}
const some = fc.constantFrom(0, 0, 0, 1, 2, 5) // the newest, most often

const always = <T extends string>(name: T) => fc.constant(name)
const moves: { readonly [D in Move['do']]: fc.Arbitrary<Extract<Move, { do: D }>> } = {
  open: fc.record({ do: always('open'), secret: secretName }),
  ask: fc.record({ do: always('ask'), secret: secretName }),
  type: fc.record({
    do: always('type'),
    secret: secretName,
    text: fc.oneof(fitting, fitting, fitting, text),
    lastTry: fc.boolean(),
  }),
  'type-parts': fc.record({
    do: always('type-parts'),
    secret: fc.constantFrom<SecretName>('number-b', 'face-number-b', 'birth-date-key'),
    year: fc.integer({ min: 1860, max: 2030 }),
    month: fc.integer({ min: 0, max: 13 }),
    lastTry: fc.boolean(),
  }),
  present: fc.record({ do: always('present'), counter: some, secret: some }),
  change: fc.record({ do: always('change'), counter: some, secret: some, next: some }),
  pull: fc.record({
    do: always('pull'),
    after: fc.integer({ min: 1, max: 5 }),
    when: fc.constantFrom<'before' | 'answer-lost'>('before', 'answer-lost'),
  }),
  garble: fc.record({
    do: always('garble'),
    after: fc.integer({ min: 1, max: 5 }),
    how: fc.constantFrom<'data' | 'status' | 'cut-off'>('data', 'status', 'cut-off'),
  }),
  'hide-counters': fc.record({ do: always('hide-counters') }),
  'put-back': fc.record({ do: always('put-back') }),
}
const { ask, type, present: presenting } = moves
/** What matters most comes most often. */
const often = [ask, type, presenting].flatMap((one) => [one, one, one, one, one])
const move = fc.oneof(...Object.values(moves), ...often)

export const script = fc.record({
  person: fc.constantFrom<PersonName>('hanako', 'lastTryEverywhere', 'locked', 'lockedNumberB'),
  /** The secret it likes most, so that counters and secrets fit each other often enough. */
  liking: secretName,
  moves: fc.array<Move>(move, { minLength: 4, maxLength: 40 }),
})
type Script = typeof script extends fc.Arbitrary<infer S> ? S : never

/** The functions under test; a test of the test hands in broken ones. */
export interface Functions {
  readonly present: typeof present
  readonly changeSecret: typeof changeSecret
  readonly secretFrom: typeof secretFrom
}
export const ours: Functions = { present, changeSecret, secretFrom }

/** What came out: how many VERIFYs there were, and what was wrong with them. */
export interface Watched {
  readonly verifies: number
  readonly faults: readonly string[]
}

export async function runScript(
  { person, liking, moves: drawnMoves }: Script,
  use = ours,
): Promise<Watched> {
  const slot = new VirtualSlot()
  const chip = cardOf(await personNamed(person))
  slot.insert(chip)
  const faults: string[] = []
  let verifies = 0
  let isHidden = false
  let selected = ''
  /** What the move under way may do: a VERIFY only if it is a presentation, and one for the secret. */
  let allowed: { secret: Secret; counter: Counter; confirmation: { left: number } } | undefined

  const watch = (card: Card): Card => ({
    ...card,
    async transmit(command, waiting?: Waiting) {
      const { ins, data } = command
      const typed = data === undefined ? '' : new TextDecoder().decode(data)
      if (ins === 0xa4) selected = toHex(data!)
      if (ins === 0x20 && data !== undefined) {
        verifies++
        if (allowed === undefined) faults.push('a VERIFY nobody asked for')
        else {
          const { secret, counter, confirmation } = allowed
          const row = facts[secret.secret]
          if (--confirmation.left < 0) faults.push('two VERIFYs for one confirmation')
          if (!row.form.test(typed)) faults.push('a VERIFY with impossible input')
          if (selected !== row.file) faults.push('a VERIFY of another secret')
          const isLast = counter.triesLeft === undefined || counter.triesLeft <= 1
          if (isLast && !secret.lastTry)
            faults.push(`a VERIFY unconfirmed at ${counter.triesLeft ?? 'unknown'} left`)
          const truth = chip.triesLeft(secret.secret)
          if (truth === 1 && !secret.lastTry) faults.push('the last try went unconfirmed')
        }
      }
      const response = await card.transmit(command, waiting)
      const isCounter = ins === 0x20 && data === undefined
      return isCounter && isHidden ? { data: response.data, status: 0x6d00 } : response
    },
  })

  const reader = virtualReader(slot)
  const connect = async () => watch(await reader.connect())
  let card = await connect()
  const counters: Counter[] = []
  const secrets: Secret[] = []
  const confirmations = new Map<Secret, { left: number }>()
  const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % (list.length || 1)]
  const keep = (secret: Secret) => {
    secrets.unshift(secret)
    confirmations.set(secret, { left: 1 })
  }

  const steps: { [D in Move['do']]: (now: Extract<Move, { do: D }>) => Promise<void> | void } = {
    open: ({ secret }) => facts[secret].open(card),
    async ask({ secret }) {
      await facts[secret].open(card)
      counters.unshift(await askTries(card, secret))
    },
    type({ secret, text: typed = pick(plausible[secret], secrets.length)!, lastTry }) {
      keep(use.secretFrom(secret, typed, { lastTry }))
    },
    'type-parts'({ secret, year, month, lastTry }) {
      const parts = {
        birthYear: year,
        birthMonth: month,
        birthDay: 15,
        expiryYear: 2031,
        securityCode: '1234',
      }
      if (secret === 'birth-date-key') keep(birthDateKey(parts, { now: NOW, lastTry }))
      else keep(numberB(parts, { now: NOW, lastTry, secret: secret as 'number-b' }))
    },
    async present(now) {
      const [counter, secret] = [pick(counters, now.counter), pick(secrets, now.secret)]
      if (counter === undefined || secret === undefined) return
      allowed = { secret, counter, confirmation: confirmations.get(secret)! }
      await use.present(card, counter, secret)
    },
    async change(now) {
      const [counter, secret] = [pick(counters, now.counter), pick(secrets, now.secret)]
      const next = pick(secrets, now.next)
      if (counter === undefined || secret === undefined || next === undefined) return
      allowed = { secret, counter, confirmation: confirmations.get(secret)! }
      await use.changeSecret(card, counter, secret, next)
    },
    pull: ({ after, when }) => slot.pullOutAfter(after, when),
    garble: ({ after, how }) => slot.garble(after, how),
    'hide-counters'() {
      isHidden = !isHidden
    },
    async 'put-back'() {
      if (!slot.present) slot.insert(chip)
      await card.powerOff()
      card = await connect()
    },
  }

  for (const [at, drawn] of drawnMoves.entries()) {
    const now =
      'secret' in drawn && typeof drawn.secret === 'string' && at % 8 !== 7
        ? { ...drawn, secret: liking }
        : drawn
    allowed = undefined
    try {
      await (steps[now.do] as (now: Move) => Promise<void> | void)(now as Move)
    } catch (error) {
      // a situation of the person, or a mistake of the program that was refused
      if (!isCardError(error) && !(error instanceof RangeError)) throw error
    }
    if (!slot.present && now.do !== 'put-back') await steps['put-back']({ do: 'put-back' })
  }
  return { verifies, faults }
}
