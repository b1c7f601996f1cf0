// Each state of <myna-self-check>: what it says of a card.
import { CardError } from '@myna/apdu'
import type { MynaSelfCheckElement } from '@myna/elements'
import type { State } from './state'
import { hidingCounters, openFails, openWith, pulledAfter } from './world'

const done = (card: NonNullable<State<MynaSelfCheckElement>['card']>) =>
  ({ ux: [], card, at: 'done' }) as const

export const selfCheckStates = {
  start: { ux: [1], at: 'start' },
  'insert-card': { ux: [9], at: 'place-card' },
  fine: done('hanako'),
  expired: { ...done('expired'), ux: [23] },
  expiring: { ...done('hanako'), ux: [24], now: new Date('2029-05-01T03:00:00Z') },
  'last-tries': { ...done('lastTryEverywhere'), ux: [20] },
  locked: { ...done('locked'), ux: [22] },
  'no-signing-certificate': { ...done('under15'), ux: [14] },
  phone: done('phone'),
  'unknown-counters': { ...done('hanako'), ux: [21], reader: openWith(hidingCounters) },
  stopped: { ...done('hanako'), ux: [11], reader: openWith(pulledAfter(9)) },
  'wrong-card': { ux: [12], card: 'bank', at: 'failed' },
  'reader-blocked': {
    ux: [5],
    at: 'failed',
    reader: openFails(new CardError('reader-protected', { reader: 'Some CCID reader' })),
  },
  'reader-held': {
    ux: [5],
    at: 'failed',
    reader: openFails(new CardError('reader-busy', { reader: 'Some CCID reader' })),
    set: {
      examine: async () => ({
        browser: { verdict: 'usable', system: 'windows' },
        readers: [
          {
            verdict: 'held',
            system: 'windows',
            reader: 'Some CCID reader',
            vendorId: 0x04e6,
            productId: 0x5810,
          },
        ],
      }),
    },
  },
  'card-broken': { ux: [35], card: 'dead', at: 'failed' },
} satisfies Record<string, State<MynaSelfCheckElement>>
