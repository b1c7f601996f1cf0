import { en } from '../words/en'
import { authenticationPin } from '../words/secrets-en'
import type { LoginWords } from './words'

export const loginEn: LoginWords = {
  ...en,
  secrets: { 'authentication-pin': authenticationPin },
  start: 'Sign in with My Number Card',
  sends: (origin) =>
    `This site (${origin}) will receive: your card’s user authentication certificate (it does not contain your name or address) and a signature made with it`,
  sendsNot: 'It will not receive: your 12-digit number, your password, your photo',
  go: 'Sign in',
  checking: 'The site is checking',
  done: 'Signed in. You may remove the card',
  renewalTitle: 'This card is new here',
  renewalText:
    'If you renewed your card or certificate, you can carry over your earlier account. May this site ask the checking service which certificate you had before?',
  renewalYes: 'Yes, carry it over',
  renewalNo: 'No, begin anew',
  certificateUntil: (date) =>
    `Your certificate is valid until ${date}. It can be renewed from 3 months before, free, at your municipal office. The card has a date of its own`,
  certificatePast: (date) => `Your certificate expired on ${date}. The card has a date of its own`,
  dismiss: 'Close this notice',
  policy: 'How this site handles personal data',
  transaction: 'What you confirm',
  forPurpose: {
    'link-account': {
      start: 'Add My Number Card',
      go: 'Add',
      done: 'Added. You may remove the card',
    },
    'step-up': {
      start: 'Confirm with My Number Card',
      go: 'Confirm',
      done: 'Confirmed. You may remove the card',
    },
  },
}
