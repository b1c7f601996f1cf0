import type { NumberBWords } from '../ceremony/number-b-form'

export const numberBEn: NumberBWords = {
  label: 'Enter number B (14 digits printed on the card)',
  hint: 'Look at the front of the card and fill in the three parts. Misses here lock it, too',
  birthDate: 'Birth date',
  calendar: 'Calendar',
  gregorian: 'Western (Gregorian)',
  year: 'Year',
  month: 'Month',
  day: 'Day',
  expiryYear: 'Year of expiry (4 digits)',
  securityCode: 'Security code (4 digits)',
  impossible:
    'The format is wrong. Check the birth date (a day that exists), the year of expiry (4 digits) and the security code (4 digits). No attempt was used',
  wrong: (tries) =>
    tries === undefined
      ? 'This is not the card’s number. The number of attempts left is unknown'
      : `This is not the card’s number. It locks after ${tries} more. Look at the front of the card again`,
  where:
    'Where it is on the front of the card: ① birth date and ② expiry on the left, ③ security code (4 digits) below the photo',
  otherWay: 'Use the 4-digit password',
  birthDateAlone: {
    label: 'Enter the birth date printed on the card',
    hint: 'It opens the card’s record of the birth date and nothing else. Misses here lock it, too',
    impossible: 'Check that the day exists. No attempt was used',
    where: 'Where on the front of the card: ① the birth date, on the left',
    wrong: (tries) =>
      tries === undefined
        ? 'This is not the card’s birth date. The number of attempts left is unknown'
        : `This is not the card’s birth date. ${tries} more and it locks`,
  },
}
