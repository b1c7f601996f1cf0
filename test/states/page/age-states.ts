// Each state of <myna-age-check>.
import { CardError } from '@myna/apdu'
import type { AgeServer, MynaAgeCheckElement, PictureReader, PrintedRead } from '@myna/elements'
import { answerAge, readAgeProof } from '@myna/token'
import { testCvAnchors } from '@myna/virtual'
import type { State } from './state'
import { hidingCounters, never, openWith } from './world'

const anchors = testCvAnchors()
const person = 'hanako' as const
const AGREE = 0 // the first button of the sheet
const GO_ON = 1

const recorded = answerAge('card-age-record', [20], { year: 1990, month: 1, day: 1 }, '2026-11-24')

/** A site's server that believes what it is sent; the real one has tests of its own. */
export const server = (change: Partial<AgeServer> = {}): AgeServer => ({
  challenge: async () => ({
    challenge: {
      nonce: new Uint8Array(32),
      origin: location.origin,
      ages: [20],
      evidence: ['jpki-sign', 'card-text', 'ocr'],
    },
  }),
  async verify(proof) {
    const { evidence } = readAgeProof(proof)
    return { answer: answerAge(evidence, [20], { year: 1990, month: 1, day: 1 }, '2026-11-24') }
  },
  ...change,
})

const sign = { patterns: 'jpki-sign', server: server() }
const record = {
  patterns: 'card-age-record jpki-sign card-text',
  experimentalAgeRecord: true,
  server: server({ verify: async () => ({ answer: recorded }) }),
}
const text = { patterns: 'card-text', server: undefined, anchors }
const pictures = (read: PictureReader['read']) => ({
  patterns: 'ocr card-text',
  server: undefined,
  pictures: { read },
})
const seen: PrintedRead = {
  birthYear: 1996,
  birthMonth: 6,
  birthDay: 15,
  expiryYear: 2031,
  expiryMonth: 6,
  expiryDay: 15,
  securityCode: '1234',
}

export const ageStates = {
  start: { ux: [], at: 'start', set: { server: server(), pictures: { read: never } } },
  'start-no-pattern': { ux: [], at: 'start', set: { patterns: 'ocr', minAssurance: 'high' } },
  'sign-sheet': { ux: [31], card: person, at: 'sign-sheet', set: sign },
  'pin-ask-sign': { ux: [16], card: person, at: 'enter-pin', does: [AGREE], set: sign },
  'pin-lower-case': {
    ux: [16, 17],
    card: person,
    at: 'enter-pin',
    does: [AGREE, 'abc123'],
    set: sign,
  },
  'pin-other': { ux: [18], card: person, at: 'enter-pin', does: [AGREE, '1234'], set: sign },
  'pin-locked': { ux: [22], card: 'lockedSigning', at: 'failed', does: [AGREE], set: sign },
  'no-certificate': { ux: [14], card: 'under15', at: 'unanswered', set: sign },
  'certificate-revoked-moved': {
    ux: [25],
    card: 'moved',
    at: 'failed',
    does: [AGREE, 'ABC123'],
    set: {
      patterns: 'jpki-sign',
      server: server({
        verify: () =>
          Promise.reject(new CardError('login-refused', { told: 'certificate-revoked' })),
      }),
    },
  },
  'yes-by-signature': {
    ux: [32],
    card: person,
    at: 'answered',
    does: [AGREE, 'ABC123'],
    set: sign,
  },
  'record-start': { ux: [], at: 'start', set: record },
  'record-birth-date': { ux: [15], card: person, at: 'enter-number-b', set: record },
  'record-impossible': {
    ux: [17],
    card: person,
    at: 'enter-number-b',
    does: ['impossible'],
    set: record,
  },
  'record-last-try': { ux: [20], card: 'lastTryEverywhere', at: 'last-try', set: record },
  'record-locked': { ux: [22], card: 'lockedBirthDate', at: 'failed', set: record },
  'yes-by-record': { ux: [32], card: person, at: 'answered', does: ['right'], set: record },
  'number-b': { ux: [15], card: person, at: 'enter-number-b', set: text },
  'number-b-last': { ux: [20], card: 'lastTryEverywhere', at: 'last-try', set: text },
  'number-b-last-confirm': {
    ux: [20],
    card: 'lastTryEverywhere',
    at: 'confirm-last-try',
    does: [GO_ON, 'right'],
    set: text,
  },
  'number-b-unknown': {
    ux: [21],
    card: person,
    at: 'last-try',
    reader: openWith(hidingCounters),
    set: text,
  },
  yes: { ux: [32], card: 'turns20Today', at: 'answered', does: ['right'], set: text },
  no: { ux: [32], card: 'turns20Tomorrow', at: 'answered', does: ['right'], set: text },
  'not-checked': {
    ux: [32],
    card: person,
    at: 'answered',
    does: ['right'],
    set: { patterns: 'card-text', server: undefined },
  },
  camera: { ux: [], at: 'camera', set: pictures(never) },
  'camera-denied': {
    ux: [7],
    at: 'camera',
    set: pictures(async ({ onTrouble }) => (onTrouble('camera-denied'), never())),
  },
  'back-side': { ux: [], at: 'unanswered', set: pictures(async () => ({ trouble: 'back-side' })) },
  dark: { ux: [], at: 'unanswered', set: pictures(async () => ({ trouble: 'dark' })) },
  'confirm-printed': {
    ux: [2],
    at: 'confirm-printed',
    set: pictures(async () => ({ printed: seen })),
  },
  'confirm-not-on-birthday': {
    ux: [2],
    at: 'confirm-printed',
    set: pictures(async () => ({ printed: { ...seen, expiryDay: 16 } })),
  },
  'yes-by-picture': {
    ux: [32],
    at: 'answered',
    does: ['hand-over'],
    set: pictures(async () => ({ printed: seen })),
  },
} satisfies Record<string, State<MynaAgeCheckElement>>
