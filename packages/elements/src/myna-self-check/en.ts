import { en } from '../words/en'
import type { SelfCheckWords } from './words'

export const selfCheckEn: SelfCheckWords = {
  ...en,
  secrets: {},
  go: 'Check',
  start: 'Check my reader and card',
  promise: 'No password is asked, no attempt is used, nothing is sent, and it costs nothing',
  done: 'Checked. You may remove the card',
  stopped: 'It stopped on the way. What was found until then is below',
  states: { ok: 'Fine', attention: 'Note', problem: 'Cannot be used', unknown: 'Unknown' },
  browserOk: 'This browser can read cards',
  reader: (name) => `Card reader: ${name}`,
  tokens: {
    card: 'This is a My Number Card',
    'old-card': 'This is a Basic Resident Register Card, which is no longer in use',
    android: 'These are the certificates of an Android phone',
    iphone: 'These are the certificates of an iPhone',
    unknown: 'It has the JPKI application (of what kind is unknown)',
  },
  certificates: {
    authentication: 'Certificate for user authentication (signing in)',
    signing: 'Certificate for signing',
  },
  until: (day) => `valid until ${day}`,
  untilSoon: (day) => `valid until ${day}; it can be renewed now at your municipal office (free)`,
  past: (day) => `expired on ${day}. Renew it at your municipal office (free)`,
  there: 'there (its content cannot be read without its password)',
  absent: {
    authentication: 'not there. You can apply for one at your municipal office',
    signing: 'not there (under 15, or not wanted, for example)',
  },
  unreadable: 'could not be read. Ask your municipal office',
  cardExpiry: 'The card itself',
  cardPast: (day) => `expired on ${day}. Ask your municipal office`,
  secretNames: {
    'authentication-pin': '4-digit password for user authentication',
    'signing-pin': 'Signing password (6–16 letters and digits)',
    'input-support-pin': '4-digit password for card information (input support)',
    'number-b': 'Number B (input support)',
    'face-number-b': 'Number B (card face)',
  },
  left: (tries) => `${tries} ${tries === 1 ? 'attempt' : 'attempts'} left before it locks`,
  leftUnknown: 'the number of attempts left is unknown',
  locked: 'locked. Your municipal office can reset it',
  copyReport: 'Copy the result’s code (nothing personal in it)',
}
