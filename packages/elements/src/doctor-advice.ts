import type { BrowserFinding, ReaderFinding, ReaderVerdict } from '@myna/reader'
import type { DoctorWords } from './words/doctor-words'
import type { Advice } from './words/words'

/** A file for each language, loaded when somebody asks. */
const languages: Readonly<Record<string, () => Promise<DoctorWords>>> = {
  ja: () => import('./words/ja-doctor').then(({ jaDoctor }) => jaDoctor),
  en: () => import('./words/en-doctor').then(({ enDoctor }) => enDoctor),
}

/** Verdicts that what is known of the model helps to understand. */
const wantReason: readonly ReaderVerdict[] = ['held', 'protected-class']

/**
 * What a person should read about a finding of `diagnose`, in a language (BCP 47), with what to do on
 * their operating system where that differs. Japanese and English there are.
 */
export async function explainFinding(
  finding: BrowserFinding | ReaderFinding,
  language: string,
): Promise<Advice> {
  const load = languages[language.toLowerCase().split('-')[0]!] ?? languages['en']!
  return adviceOnFinding(finding, await load())
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
