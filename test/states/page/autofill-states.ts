// Each state of <myna-autofill>.
import type { MynaAutofillElement } from '@myna/elements'
import { testCvAnchors } from '@myna/virtual'
import type { State } from './state'
import { hidingCounters, openWith } from './world'

const anchors = testCvAnchors()
const person = 'hanako' as const
const OTHER_WAY = 2 // the third button of the form
const GO_ON = 1

export const autofillStates = {
  start: { ux: [1, 2], at: 'start' },
  'number-b': { ux: [15], card: person, at: 'enter-number-b' },
  'number-b-impossible': { ux: [17], card: person, at: 'enter-number-b', does: ['impossible'] },
  'number-b-wrong': { ux: [19], card: person, at: 'enter-number-b', does: ['wrong'] },
  'number-b-last': { ux: [20], card: 'lastTryEverywhere', at: 'last-try' },
  'number-b-last-confirm': {
    ux: [20],
    card: 'lastTryEverywhere',
    at: 'confirm-last-try',
    does: [GO_ON, 'right'],
  },
  'number-b-unknown': { ux: [21], card: person, at: 'last-try', reader: openWith(hidingCounters) },
  'number-b-locked': { ux: [22], card: 'lockedNumberB', at: 'failed' },
  pin: { ux: [15], card: person, at: 'enter-pin', does: [OTHER_WAY] },
  review: { ux: [2], card: person, at: 'review', does: ['right'], set: { anchors } },
  'review-by-pin': { ux: [2], card: person, at: 'review', does: [OTHER_WAY, '5678'] },
  'review-substitutes': {
    ux: [2],
    card: 'substitutes',
    at: 'review',
    does: ['right'],
    set: { anchors },
  },
  'review-unknown-day': {
    ux: [2],
    card: 'unknownBirthDay',
    at: 'review',
    does: ['right'],
    set: { anchors },
  },
  'review-long': { ux: [2], card: 'longAddress', at: 'review', does: ['right'], set: { anchors } },
  done: { ux: [33], card: person, at: 'done', does: ['right', 'hand-over'], set: { anchors } },
  'card-removed': {
    ux: [11],
    card: person,
    at: 'failed',
    does: ['right'],
    then: ({ remove }) => remove(),
  },
} satisfies Record<string, State<MynaAutofillElement>>
