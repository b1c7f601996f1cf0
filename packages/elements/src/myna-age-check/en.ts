import { en } from '../words/en'
import { numberBEn } from '../words/number-b-en'
import { inputSupportPin, signingPin } from '../words/secrets-en'
import type { AgeWords } from './words'

export const ageEn: AgeWords = {
  ...en,
  secrets: { 'signing-pin': signingPin, 'input-support-pin': inputSupportPin },
  numberB: numberBEn,
  go: 'Check my age',
  title: (years) => `Check whether you are ${years} or over`,
  choose: 'Choose how to check',
  patterns: {
    'jpki-sign': {
      name: 'By the signing certificate',
      needs: 'A card reader and your signing password (6–16 characters)',
      learns:
        'The site receives: the certificate with your name, address, birth date and sex (they cannot be removed)',
      sure: 'How sure: high (the server checks the signature and the certificate)',
    },
    'card-age-record': {
      name: 'By the card’s record of the birth date (experimental)',
      needs: 'A card reader and the birth date printed on the card',
      learns:
        'The site receives: the record with your birth date and a key of this card (it can know the card again)',
      sure: 'How sure: fair (the server checks that a genuine card is here now, not whose hands it is in)',
    },
    'card-text': {
      name: 'By the birth date in the card',
      needs: 'A card reader, and number B (14 digits printed on the card) or your 4-digit password',
      learns: 'The site receives: yes or no, nothing else',
      sure: 'How sure: low (checked on this device; to the site you say it yourself)',
    },
    ocr: {
      name: 'By a picture of the card',
      needs: 'A camera or a picture (no reader)',
      learns: 'The site receives: yes or no, nothing else. The picture stays on this device',
      sure: 'How sure: the least (you say it yourself)',
    },
  },
  noPattern: 'There is no way here to check it as surely as this site demands',
  start: 'Begin',
  signTitle: 'A signature for an age check',
  signText: (origin, years) =>
    `You sign a statement: “only to check at ${origin} whether I am ${years} or over; this is no contract”`,
  signHandsOver:
    'Name, address, birth date and sex in the certificate go to the site’s server for the check (they cannot be removed). It computes the age and does not keep them',
  sign: 'Enter the password and sign',
  checking: 'Checking',
  yes: (years) => ({
    title: `Confirmed: ${years} or over`,
    text: 'Your birth date is not stored. You may remove the card',
  }),
  no: (years) => ({
    title: 'The condition is not met',
    text: `Not ${years} or over. Your birth date is not stored. You may remove the card`,
  }),
  notChecked: 'Whether the card’s content is genuine was not checked',
  unanswered: {
    'no-certificate': {
      title: 'This card has no signing certificate',
      text: 'Cards of people under 15, or who did not want one, have none. This is no “no”. You can choose another way',
    },
    unknown: {
      title: 'The age is unknown',
      text: 'The card does not tell the year of birth. This is no “no”',
    },
    'not-genuine': {
      title: 'The card’s content could not be shown genuine',
      text: 'No answer was given. Choose another way, or ask your municipal office',
    },
    disagree: {
      title: 'Two readings differed',
      text: 'Try again in good light and keep the card still',
    },
    dark: { title: 'It is too dark', text: 'Try again in better light' },
    blurred: { title: 'It is blurred', text: 'Move the camera closer and keep it still' },
    'other-document': {
      title: 'This does not look like the front of a My Number Card',
      text: 'Show the front of your My Number Card, with the photo',
    },
    'back-side': {
      title: 'Please do not show the back',
      text: 'Your 12-digit number is on it. It was not read, and the picture was wiped. Show the front, with the photo',
    },
    'no-card': { title: 'No card was found', text: 'Fit the front of the card into the frame' },
    'camera-denied': {
      title: 'Permission to use the camera was not given',
      text: 'Allow it in the browser’s settings, or choose a picture file',
    },
    'no-camera': { title: 'No camera was found', text: 'Choose a picture file' },
    'parts-missing': {
      title: 'The parts for reading pictures are missing',
      text: 'This is a matter of the site. Choose another way',
    },
    'not-a-picture': {
      title: 'This file is no picture',
      text: 'Choose a picture of the front of the card (JPEG, PNG and so on)',
    },
  },
  otherWay: 'Choose another way',
  cameraTitle: 'Fit the front of the card (with the photo) into the frame',
  cameraText: 'The picture is read on this device only and wiped at once. Do not show the back',
  takeFile: 'Choose a picture file',
  seen: {
    front: 'Reading. Keep it still',
    'back-side': 'Please do not show the back. Turn the card over',
    'other-document': 'Show the front of your My Number Card',
    'no-card': 'Fit the card into the frame',
    dark: 'It seems dark',
    blurred: 'It is blurred',
  },
  confirmTitle: 'Check what was read',
  confirmText:
    'Compare it with the card and correct what is wrong. What you write here stays on this device',
  notOnBirthday:
    'A card usually expires on a birthday, and these differ. Please look at the card again (cards of foreign residents, for example, may differ)',
  answerByPicture: 'Check the age with this (the least sure)',
  useWithReader: 'Check the card with a reader',
  moved:
    'A signing certificate ends when your name or address changes. Get a new one at your municipal office. The one for signing in may still work',
}
