import type { ItemWords } from './words'

export const itemsEn: ItemWords = {
  'authentication-certificate':
    'the user authentication certificate (it does not contain your name or address)',
  'signing-certificate': 'the signing certificate (with your name, address, birth date and sex)',
  signature: 'a signature made by the card',
  name: 'name',
  address: 'address',
  'birth-date': 'birth date',
  sex: 'sex',
  'age-answer': 'whether the age condition is met (only yes or no)',
  'age-record': 'The card’s record of the birth date (with a key of this card)',
  'tries-left': 'how many password attempts are left',
  'certificate-dates': 'until when the certificates are valid',
  'card-expiry': 'until when the card is valid',
  'card-signature': 'data that proves the card’s content genuine (it does not leave the browser)',
  'printed-card': 'a picture of the card’s front (it does not leave the browser)',
}
