import type { AnyCardError } from '@myna/apdu'
import { adviceFor } from './languages'
import type { Advice, AdviceWords } from './words'

/**
 * What a person should read about an error, in a language (BCP 47): for pages that draw a login
 * themselves, and for help desks. Japanese and English there are.
 */
export async function explain(error: AnyCardError, language: string): Promise<Advice> {
  return adviceOn(error, await adviceFor(language))
}

/** The words for an error. */
export function adviceOn(error: AnyCardError, words: AdviceWords): Advice {
  if (error.code === 'login-refused') return words.refused[error.facts.told]
  const write = words.errors[error.code] as (facts: typeof error.facts) => Advice
  return write(error.facts)
}
