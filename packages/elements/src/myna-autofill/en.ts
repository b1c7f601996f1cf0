import { en } from '../words/en'
import { numberBEn } from '../words/number-b-en'
import { inputSupportPin } from '../words/secrets-en'
import type { AutofillWords } from './words'

export const autofillEn: AutofillWords = {
  ...en,
  secrets: { 'input-support-pin': inputSupportPin },
  numberB: numberBEn,
  go: 'Read from the card',
  start: 'Fill in from My Number Card',
  asks: (attributes) => `This form uses: ${attributes}`,
  stays:
    'Your 12-digit number is not read. What is read goes nowhere until you press “Put into the form”',
  reviewTitle: 'Check what was read',
  reviewText: (origin) =>
    `What you untick is left out. When you send the form, this site (${origin}) gets what is in it`,
  attributes: { name: 'Name', address: 'Address', 'birth-date': 'Birth date', sex: 'Sex' },
  sexes: { male: 'male', female: 'female', 'not-told': '(not told)' },
  genuine: 'The card’s content was checked by its issuer’s signature',
  notGenuine: {
    'no-anchor': 'Whether the card’s content is genuine was not checked',
    issuer: 'The issuer’s signature could not be checked',
    data: 'The content is not what the issuer wrote',
    'card-key': 'The card’s key could not be checked',
    presence: 'The card could not show that it has its own key',
  },
  unsure: 'This character may look different on other screens',
  unknownPart: '(not on the card)',
  handOver: 'Put into the form',
  done: (fields) =>
    `${fields} ${fields === 1 ? 'field was' : 'fields were'} filled in. You may remove the card`,
  doneText: 'Nothing was sent yet. Check the form, then send it',
  noForm: 'This page has no field that the card could fill in',
}
