import type { SharedWords } from './words'

export const en: SharedWords = {
  language: 'en',
  chooseReader: 'Choose your card reader in the browser’s window',
  placeCard: 'Place or insert the card and keep it still',
  reading: (part, parts) => `Reading the card (${part}/${parts})`,
  triesLeft: (tries) =>
    tries === undefined
      ? 'The number of attempts left is unknown. A mistake may lock it'
      : tries === 1
        ? 'One attempt left. A mistake locks it'
        : `${tries} attempts left before it locks`,
  pinWrong: (tries) =>
    tries === undefined
      ? 'Wrong password. The number of attempts left is unknown'
      : `Wrong password. It locks after ${tries} more. Misses at other services count too`,
  typeAtReader: 'Type it on the keys of your card reader, not on this screen',
  showSecret: 'Show what I typed',
  hideSecret: 'Hide what I typed',
  keypad: 'Number keys',
  eraseDigit: 'Erase one',
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
  again: 'Try again',
  otherReader: 'Choose another reader',
  failed: {
    title: 'It did not work',
    text: 'Try again. If it keeps happening, tell whoever runs this site',
  },
}
