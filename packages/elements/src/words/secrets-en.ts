import type { SecretWords } from './words'

export const authenticationPin: SecretWords = {
  label: 'Enter the 4-digit password for user authentication',
  hint: 'The 4 digits you chose when you received the card',
  impossible: 'The format is wrong: it is 4 digits. No attempt was used',
  other: 'Is this your signing password? Here 4 digits are needed. No attempt was used',
}

export const signingPin: SecretWords = {
  label: 'Enter the signing password (6–16 letters and digits, capital letters)',
  hint: 'The longer password with both letters and digits, not the 4-digit one',
  impossible:
    'The format is wrong: 6 to 16 capital letters and digits, some of each. No attempt was used',
  lowerCase:
    'Its letters are capitals, and there are small ones here. Type it in capitals. No attempt was used',
  other:
    'Is this your 4-digit password for user authentication? Here 6–16 letters and digits are needed. No attempt was used',
}

export const inputSupportPin: SecretWords = {
  label: 'Enter the 4-digit password for card information (input support)',
  hint: 'The 4 digits you chose when you received the card',
  impossible: 'The format is wrong: it is 4 digits. No attempt was used',
  other: 'Is this your signing password? Here 4 digits are needed. No attempt was used',
}
