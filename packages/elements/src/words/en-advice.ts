import type { SecretName } from '@myna/apdu'
import { itemsEn } from './items-en'
import { momentIn } from './dates'
import { situations } from './remedies'
import type { AdviceWords } from './words'

const OFFICE = 'your municipal office'

export const enAdvice: AdviceWords = {
  receipt: {
    items: itemsEn,
    title: 'What was read and what was sent (receipt)',
    site: 'Site',
    at: 'Date and time',
    read: 'Read from the card',
    sent: 'Sent to the site',
    nothing: 'nothing',
    never: 'Not read',
    neverItems: 'your 12-digit number, your password',
    keeps: 'What the site says it keeps',
    confirmed: 'What you confirmed',
    keepsUnsaid: 'The site does not say. Look at its own explanation',
    copy: 'Copy the receipt (JSON)',
    copied: 'Copied',
    print: 'Print',
    time: (iso) => momentIn('en', iso),
  },
  lockHelp: {
    knowsOther: (other) => `Do you know your ${secrets[other]}?`,
    yes: 'Yes',
    no: 'No',
    lives: 'Where do you live?',
    inJapan: 'In Japan',
    inAbroad: 'Abroad',
    withOther:
      'Reserve with the official phone app and reset it at a kiosk of some convenience stores. Your municipal office can do it too (free; ask for its hours)',
    office:
      'Your municipal office resets it after checking who you are (free). Bring the card and another identity document, and ask for its hours',
    abroad:
      'Ask the Japanese embassy or consulate, or the municipality of your registered domicile in Japan, whether they can do it',
  },
  help: {
    code: 'Code to tell the help desk (nothing personal in it):',
    copy: 'Copy',
    copied: 'Copied',
  },
  situations,
  owners: {
    browser: 'About your browser',
    reader: 'About the card reader',
    card: 'About the card',
    certificate: 'About the certificate and its passwords',
    site: 'About this site',
    outage: 'About the connection',
    person: 'About this step',
  },
  errors: {
    'browser-unsupported': () => ({
      title: 'This browser cannot read the card directly',
      text: 'Open this page in Chrome or Edge on a computer or Android, or choose another way',
    }),
    'insecure-context': () => ({
      title: 'This page has no secure connection (https)',
      text: 'Open it again with an address that begins with https',
    }),
    'policy-forbids': () => ({
      title: 'Readers may not be used on this page',
      text: 'This is set by the site or by the administrator of your computer. Ask them, or choose another way',
    }),
    'permission-denied': () => ({
      title: 'No reader was chosen',
      text: 'Connect the reader, press the button again and choose it in the browser’s window',
    }),
    misconfigured: () => ({
      title: 'This page is set up wrongly',
      text: 'Your card is fine. Please tell whoever runs this site',
    }),

    'page-fault': () => ({
      title: 'A program of this page did not work',
      text: 'Your card is fine. Open the page again. If it keeps happening, tell whoever runs this site',
    }),

    'reader-protected': ({ reader }) => ({
      title: 'Browsers do not allow direct use of this kind of reader',
      text: `${reader} is of the smart card class, which browsers keep from web pages. Use a supported reader such as Sony’s RC-S300, or choose another way`,
    }),
    'reader-busy': ({ reader }) => ({
      title: 'Another program is using the reader',
      text: `Close other programs and pages that use ${reader}, then try again`,
    }),
    'reader-unknown': ({ reader }) => ({
      title: 'This reader is not supported yet',
      text: `Choose a supported reader instead of ${reader}`,
    }),
    'reader-gone': ({ attempt }) => ({
      title: 'The reader was disconnected',
      text: `Connect it again. ${tries(attempt)}`,
    }),
    'reader-fault': ({ attempt }) => ({
      title: 'The reader is not working properly',
      text: `Unplug the reader and plug it in again. ${tries(attempt)}`,
    }),

    'card-removed': ({ attempt }) => ({
      title: 'The card was removed',
      text: `Place it again and keep it still until the end. ${tries(attempt)}`,
    }),
    'cards-several': () => ({
      title: 'More than one card was found',
      text: 'Leave only one on the reader. No attempt was used',
    }),
    'card-mute': () => ({
      title: 'The card does not respond',
      text: 'Check which way round it is and where it lies. If another reader cannot read it either, it must be reissued at your municipal office',
    }),
    'card-wrong': () => ({
      title: 'This does not look like a My Number Card',
      text: 'Place your My Number Card. Nothing was written to this card',
    }),
    'card-broken': () => ({
      title: 'The card cannot be read',
      text: `The card reports a fault. If another reader cannot read it either, it must be reissued at ${OFFICE}`,
    }),
    'card-refused': () => ({
      title: 'The card did not accept this operation',
      text: 'Try again. If it keeps happening, tell whoever runs this site',
    }),
    'certificate-absent': ({ certificate }) => ({
      title: `This card has no ${kinds[certificate]} certificate`,
      text: `You can apply for one at ${OFFICE}`,
    }),
    'certificate-protected': ({ certificate }) => ({
      title: `The ${kinds[certificate]} certificate wants its password first`,
      text: 'Try again. If it keeps happening, tell whoever runs this site',
    }),
    'record-unreadable': () => ({
      title: 'The card’s contents could not be read',
      text: `Try again. If it keeps happening, ask at ${OFFICE}`,
    }),
    'certificate-unreadable': ({ certificate }) => ({
      title: `The ${kinds[certificate]} certificate could not be read`,
      text: `Try again. If it keeps happening, ask at ${OFFICE}`,
    }),

    'pin-impossible': () => ({ title: 'The format is wrong', text: 'No attempt was used' }),
    'pin-wrong': ({ triesLeft }) => ({
      title: 'Wrong password',
      text: triesLeft === undefined ? '' : `It locks after ${triesLeft} more`,
    }),
    'pin-last-try': () => ({
      title: 'Stopped before the last attempt',
      text: 'No attempt was used',
    }),
    'secret-absent': ({ secret }) => ({
      title: `This card does not have the ${secrets[secret]}`,
      text: `It may be a phone or an older card. Ask at ${OFFICE}`,
    }),
    'pin-not-typed': () => ({
      title: 'No password was typed at the reader in time',
      text: 'No attempt was used. Try again, and type it at the reader’s keys',
    }),
    'pin-locked': ({ secret }) => ({
      title: `The ${secrets[secret]} is locked`,
      text: `${unlocking(secret)}go to ${OFFICE}. If you live abroad, ask a Japanese embassy or consulate`,
    }),

    'server-unreachable': () => ({
      title: 'The site cannot be reached',
      text: 'Your card is fine. Check your internet connection. No attempt was used',
    }),
    'server-fault': () => ({
      title: 'The site gave an unexpected answer',
      text: 'Your card is fine. Try again later',
    }),
    'certificate-new': () => ({
      title: 'The new certificate does not seem to be ready yet',
      text: 'Right after renewal it may take a while (up to about a day). Try later. No attempt was used',
    }),
    cancelled: () => ({ title: 'Cancelled', text: 'Nothing was sent to this site' }),
  },

  refused: {
    'certificate-expired': {
      title: 'Your certificate has expired',
      text: `It has a date of its own, separate from the card’s. Renew it at ${OFFICE} (free). If you live abroad, ask a Japanese embassy or consulate`,
    },
    'certificate-revoked': {
      title: 'This certificate has been stopped (revoked)',
      text: `This happens when a card was reported lost or a new certificate took its place. Ask at ${OFFICE}`,
    },
    'challenge-expired': {
      title: 'It took too long. Please start again',
      text: 'No attempt was used',
    },
    'challenge-used': {
      title: 'This sign-in was used already',
      text: 'An answer is good only once. Close other tabs and start again. No attempt was used',
    },
    'checking-unavailable': {
      title: 'The checking service cannot be reached',
      text: 'Your card and certificate are fine. No attempt was used. Try again later',
    },
    'not-accepted': {
      title: 'This site could not accept a sign-in with this card',
      text: 'No attempt was used. If it keeps happening, tell whoever runs this site',
    },
  },
}

/** Either password of the certificates can be set anew by who knows the other one. */
const unlocking = (secret: SecretName) =>
  secret === 'authentication-pin' || secret === 'signing-pin'
    ? 'If you know your other password you can reset it with the official app and a kiosk at some convenience stores; otherwise '
    : 'Please '

const secrets: Readonly<Record<SecretName, string>> = {
  'authentication-pin': '4-digit password for user authentication',
  'signing-pin': 'signing password',
  'input-support-pin': '4-digit password for card information input',
  'number-b': 'number B (14 digits printed on the card)',
  'face-number-b': 'number B (14 digits printed on the card)',
  'birth-date-key': 'reading by birth date',
}

const kinds = { authentication: 'user authentication', signing: 'signing' } as const

function tries(attempt: 'none' | 'perhaps'): string {
  return attempt === 'none'
    ? 'No attempt was used'
    : 'The password had just been sent to the card. If it was wrong, one attempt may have been used; the next screen shows how many are left'
}
