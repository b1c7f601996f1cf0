import type { BrowserFinding, ReaderFinding, ReaderVerdict } from '@myna/reader'
import type { DoctorWords } from './words/doctor-words'
import { languageOf, type WordsByLanguage } from './words/languages'
import type { Advice } from './words/words'

/** A file for each language, loaded when somebody asks. */
const languages: WordsByLanguage<DoctorWords> = {
  ja: () => import('./words/ja-doctor').then(({ jaDoctor }) => jaDoctor),
  en: () => import('./words/en-doctor').then(({ enDoctor }) => enDoctor),
  'ja-easy': () => import('./words/ja-easy-doctor').then(({ jaEasyDoctor }) => jaEasyDoctor),
}

/** Verdicts that what is known of the model helps to understand. */
const wantReason: readonly ReaderVerdict[] = ['held', 'protected-class']

/**
 * What a person should read about a finding of `diagnose`, with what to do on their operating system
 * where that differs.
 *
 * @param language as `lang` of a page has it (BCP 47): Japanese, `ja-easy` for やさしい日本語, and
 *   English for all others
 */
export async function explainFinding(
  finding: BrowserFinding | ReaderFinding,
  language: string,
): Promise<Advice> {
  const words = await languages[languageOf(language)]()
  return adviceOnFinding(finding, words)
}

function adviceOnFinding(finding: BrowserFinding | ReaderFinding, words: DoctorWords): Advice {
  if (!('reader' in finding)) return words.browser[finding.verdict]
  const { verdict, reader, known, system } = finding
  const { title, text } = words.readers[verdict](reader)
  const sentences = [
    text,
    ...(known !== undefined && wantReason.includes(verdict) ? [words.reasons[known.reason]] : []),
    ...(verdict === 'held' ? [words.release[system]] : []),
  ]
  return { title, text: sentences.join(words.fullStop) }
}
