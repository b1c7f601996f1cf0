import type { AnyCardError, CardErrorCode } from '@myna/apdu'
import { ja } from '../words/ja'
import { wordsFor, type Advice, type Words } from '../words/words'

/**
 * What a person should read about an error, in a language (BCP 47): for pages that draw a login
 * themselves, and for help desks. Japanese and English there are.
 */
export async function explain(error: AnyCardError, language: string): Promise<Advice> {
  return adviceFor(error, await wordsFor(language, ja))
}

/** The words for an error. */
export function adviceFor(error: AnyCardError, words: Words): Advice {
  if (error.code === 'login-refused') return words.refused[error.facts.told]
  const write = words.errors[error.code] as (facts: typeof error.facts) => Advice
  return write(error.facts)
}

/** What a person can usefully do on the page about each situation, beside the site's other ways in. */
type Remedy = 'again' | 'again-or-other-reader' | 'none'

const remedies: Readonly<Record<CardErrorCode, Remedy>> = {
  'browser-unsupported': 'none',
  'insecure-context': 'none',
  'policy-forbids': 'none',
  'permission-denied': 'again',
  misconfigured: 'none',
  'reader-protected': 'again-or-other-reader',
  'reader-busy': 'again-or-other-reader',
  'reader-unknown': 'again-or-other-reader',
  'reader-gone': 'again-or-other-reader',
  'reader-fault': 'again-or-other-reader',
  'card-removed': 'again',
  'card-mute': 'again',
  'card-wrong': 'again',
  'card-broken': 'again',
  'card-refused': 'again',
  'certificate-absent': 'again',
  'certificate-unreadable': 'again',
  'pin-impossible': 'again',
  'pin-wrong': 'again',
  'pin-last-try': 'again',
  'pin-locked': 'none', // trying again cannot help, and must not look as if it could
  'server-unreachable': 'again',
  'server-fault': 'again',
  'login-refused': 'again',
  cancelled: 'again',
}

export const remedyFor = ({ code }: AnyCardError): Remedy => remedies[code]
