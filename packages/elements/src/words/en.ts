import type { Words } from './words'

export const en: Words = {
  language: 'en',
  start: 'Sign in with My Number Card',
  sends: (origin) =>
    `This site (${origin}) will receive: your card’s user authentication certificate (it does not contain your name or address) and a signature made with it`,
  sendsNot: 'It will not receive: your 12-digit number, your password, your photo',
  chooseReader: 'Choose your card reader in the browser’s window',
  placeCard: 'Place or insert the card and keep it still',
  reading: 'Reading the card',
  pinLabel: 'Enter the 4-digit password for user authentication',
  pinHint: 'The 4 digits you chose when you received the card',
  triesLeft: (tries) =>
    tries === undefined
      ? 'The number of attempts left is unknown. A mistake may lock it'
      : tries === 1
        ? 'One attempt left. A mistake locks it'
        : `${tries} attempts left before it locks`,
  pinImpossible: 'The format is wrong: it is 4 digits. No attempt was used',
  pinOther: 'Is this your signing password? Here 4 digits are needed. No attempt was used',
  pinWrong: (tries) =>
    tries === undefined
      ? 'Wrong password. The number of attempts left is unknown'
      : `Wrong password. It locks after ${tries} more. Misses at other services count too`,
  showPin: 'Show the digits',
  hidePin: 'Hide the digits',
  go: 'Sign in',
  stop: 'Stop',
  lastTry: (tries) => ({
    title: tries === undefined ? 'The number of attempts left is unknown' : 'One attempt left',
    text: 'If it is wrong it locks, and you must reset it in person. Stop here if you are unsure',
  }),
  lastTryGoOn: 'Enter the password',
  confirmLastTry: {
    title: 'Are you sure of the password you entered?',
    text: 'If it is wrong it locks. If you stop here, no attempt is used',
  },
  confirmGoOn: 'Go on with this password',
  keepCard: 'Keep the card still',
  checking: 'The site is checking',
  done: 'Signed in. You may remove the card',
  again: 'Try again',
  otherReader: 'Choose another reader',
  failed: {
    title: 'It did not work',
    text: 'Try again. If it keeps happening, tell whoever runs this site',
  },
}
