import { CardError, type AnyCardError } from '@myna/apdu'
import { expect, test } from 'vitest'
import { helpCode } from './help-code'

const codeOf = (error: CardError) => helpCode(error as AnyCardError)

test.each<[CardError, string]>([
  [new CardError('card-mute', {}), 'card-mute'],
  [
    new CardError('card-refused', { doing: 'select the key', status: '6A88' }),
    'card-refused/select-the-key/6A88',
  ],
  [new CardError('login-refused', { told: 'not-accepted' }), 'login-refused/not-accepted'],
  [new CardError('pin-wrong', { secret: 'signing-pin', triesLeft: 2 }), 'pin-wrong/signing-pin'],
  [
    new CardError('reader-gone', { reader: 'My Reader 12345678', attempt: 'none' }),
    'reader-gone/none',
  ],
  [
    new CardError('misconfigured', { detail: 'https://shop.example is not this page' }),
    'misconfigured',
  ],
])('%s', (error, code) => {
  expect(codeOf(error)).toBe(code)
})
