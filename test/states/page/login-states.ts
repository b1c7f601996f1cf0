// Each state of <myna-login> (`ux.md` §1), and how a person gets there. A row is what the card, the
// reader and the site are like, and what the person does: types, goes on, stops.
import { CardError } from '@myna/apdu'
import type { LoginServer, MynaLoginElement } from '@myna/elements'
import { transactionContext } from '@myna/token'
import type { State } from './state'
import {
  answering,
  hidingCounters,
  never,
  openFails,
  openWith,
  refusing,
  silentAt,
  withKeys,
} from './world'

type LoginState = State<MynaLoginElement>

const person = 'hanako' as const
const opened = (error: CardError): LoginState => ({
  ux: [],
  at: 'failed',
  reader: openFails(error),
})
const GO_ON = 1 // the second button of a question; the first one stops
const reader = 'Sony RC-S300'

/** A transaction of two lines, and a site whose challenges are bound to it. */
const transaction = '見本銀行\n架空 太郎 さんへ 100,000円 を振り込む'
const paying: Partial<LoginServer> = {
  challenge: async (purpose) => ({
    nonce: new Uint8Array(32),
    purpose,
    origin: location.origin,
    context: await transactionContext(transaction),
  }),
  verify: async () => ({}),
}
const stepUp = { card: person, set: { purpose: 'step-up', transaction }, server: paying } as const

export const loginStates = {
  start: { ux: [1, 2], at: 'start' },
  'choose-reader': { ux: [3], at: 'choose-reader', reader: never },
  'no-reader': {
    ...opened(new CardError('reader-gone', { reader, attempt: 'none' })),
    ux: [4],
  },
  'reader-blocked': { ...opened(new CardError('reader-protected', { reader })), ux: [5] },
  'reader-busy': { ...opened(new CardError('reader-busy', { reader })), ux: [6] },
  'permission-denied': { ...opened(new CardError('permission-denied', {})), ux: [7] },
  'browser-unsupported': { ...opened(new CardError('browser-unsupported', {})), ux: [8] },
  'insert-card': { ux: [9], at: 'place-card' },
  reading: { ux: [10], card: person, at: 'reading', reader: openWith(silentAt(0xb0)) },
  'card-removed': {
    ux: [11],
    card: person,
    at: 'failed',
    does: ['1234'],
    then: ({ remove }) => remove(),
  },
  'wrong-card': { ux: [12], card: 'licence', at: 'failed' },
  'two-cards': { ...opened(new CardError('cards-several', {})), ux: [13] },
  'no-cert': { ux: [14], card: person, at: 'failed', reader: openWith(answering(0xb0, 0x6b00)) },
  'pin-ask': { ux: [15], card: person, at: 'enter-pin' },
  keypad: { ux: [15], card: person, at: 'enter-pin', keypad: true },
  'type-at-reader': {
    ux: [15],
    card: person,
    at: 'type-at-reader',
    reader: openWith(withKeys),
  },
  'pin-impossible': { ux: [17], card: person, at: 'enter-pin', does: ['12'] },
  'pin-other': { ux: [18], card: person, at: 'enter-pin', does: ['ABC123'] },
  'pin-wrong': { ux: [19], card: person, at: 'enter-pin', does: ['9999'] },
  'pin-last': { ux: [20], card: 'lastTry', at: 'last-try' },
  'pin-last-ask': { ux: [20], card: 'lastTry', at: 'enter-pin', does: [GO_ON] },
  'pin-last-confirm': {
    ux: [20],
    card: 'lastTry',
    at: 'confirm-last-try',
    does: [GO_ON, '1234'],
  },
  'pin-unknown': { ux: [21], card: person, at: 'last-try', reader: openWith(hidingCounters) },
  'pin-locked': { ux: [22], card: 'locked', at: 'failed' },
  'keep-card': {
    ux: [10],
    card: person,
    at: 'keep-card',
    does: ['1234'],
    server: { challenge: never },
  },
  checking: { ux: [10], card: person, at: 'checking', does: ['1234'], server: { verify: never } },
  'cert-expired': { ux: [23], card: 'expired', at: 'failed', does: ['1234'] },
  'cert-expiring': {
    ux: [24, 33],
    card: person,
    at: 'done',
    does: ['1234'],
    server: { verify: async () => ({}) },
    now: new Date('2029-05-01T03:00:00Z'),
  },
  'cert-revoked': { ux: [26], card: 'revoked', at: 'failed', does: ['1234'] },
  'cert-renewed-recently': {
    ux: [27],
    card: 'renewed',
    at: 'failed',
    does: ['1234'],
    now: new Date('2026-11-19T12:00:00Z'), // hours after the new certificate was issued
    server: refusing('not-accepted'),
  },
  'verifier-down': {
    ux: [28],
    card: person,
    at: 'failed',
    does: ['1234'],
    server: refusing('checking-unavailable'),
  },
  'nonce-expired': {
    ux: [29],
    card: person,
    at: 'failed',
    does: ['1234'],
    server: refusing('challenge-expired'),
  },
  'unknown-person': {
    ux: [30],
    card: person,
    at: 'ask-renewal',
    does: ['1234'],
    server: {
      verify: async () => ({ renewal: 'consent-needed' }),
      renew: async () => ({}),
    },
  },
  done: { ux: [33], card: person, at: 'done', does: ['1234'] },
  cancelled: {
    ux: [34],
    card: person,
    at: 'failed',
    then: ({ widget }) => widget.cancel(),
  },
  'step-up': { ...stepUp, ux: [1, 2], at: 'start' },
  'step-up-pin': { ...stepUp, ux: [15], at: 'enter-pin' },
  'step-up-done': { ...stepUp, ux: [33], at: 'done', does: ['1234'] },
  'link-account': { ux: [1, 2], at: 'start', set: { purpose: 'link-account' } },
  'card-broken': { ux: [35], card: 'dead', at: 'failed' },
  'dead-end': {
    ux: [36],
    card: person,
    at: 'failed',
    does: ['1234'],
    server: {
      verify: () => Promise.reject(new CardError('server-fault', { detail: 'HTTP 500' })),
    },
  },
} satisfies Record<string, LoginState>
