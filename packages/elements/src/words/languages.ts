import { ja } from './ja'
import type { AdviceWords, Words } from './words'

interface Language {
  readonly words: () => Promise<Words>
  readonly advice: () => Promise<AdviceWords>
}

/** Japanese is in the first load; everything else is a file of its own. */
const japanese: Language = {
  words: async () => ja,
  advice: () => import('./ja-advice').then(({ jaAdvice }) => jaAdvice),
}
const english: Language = {
  words: () => import('./en').then(({ en }) => en),
  advice: () => import('./en-advice').then(({ enAdvice }) => enAdvice),
}
const languages: Readonly<Record<string, Language>> = { '': japanese, ja: japanese, en: english }

/** A language nobody has written is read in English. */
const languageOf = (tag: string): Language => languages[tag.toLowerCase().split('-')[0]!] ?? english

/** Words for a language tag (BCP 47); Japanese, which is always there, if they cannot be loaded. */
export const wordsFor = (tag: string): Promise<Words> =>
  languageOf(tag)
    .words()
    .catch(() => ja)

/** Words for errors. Rejects if they cannot be loaded. */
export const adviceFor = (tag: string): Promise<AdviceWords> => languageOf(tag).advice()
