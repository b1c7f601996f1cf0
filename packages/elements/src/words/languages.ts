import type { AdviceWords } from './words'

/** Languages somebody has written: Japanese, English, and Japanese in easy words (やさしい日本語). */
export type LanguageName = 'ja' | 'en' | 'ja-easy'

/** A widget's words. Japanese is in its first load, so it is always there; the others are files. */
export type WordsByLanguage<Words> = Readonly<Record<LanguageName, () => Promise<Words>>>

/**
 * The language for a tag (BCP 47). Easy Japanese is `ja-easy` or, as the registry would have it,
 * `ja-x-easy`. A language nobody has written is read in English.
 */
export function languageOf(tag: string): LanguageName {
  const [language, ...subtags] = tag.toLowerCase().split('-')
  if (language !== 'ja' && language !== '') return 'en'
  return subtags.includes('easy') ? 'ja-easy' : 'ja'
}

const advice: WordsByLanguage<AdviceWords> = {
  ja: () => import('./ja-advice').then(({ jaAdvice }) => jaAdvice),
  en: () => import('./en-advice').then(({ enAdvice }) => enAdvice),
  'ja-easy': () => import('./ja-easy-advice').then(({ jaEasyAdvice }) => jaEasyAdvice),
}

/** Words for errors. Rejects if they cannot be loaded. */
export const adviceFor = (tag: string): Promise<AdviceWords> => advice[languageOf(tag)]()
