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
}
