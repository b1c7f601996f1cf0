import { GlobalFonts } from '@napi-rs/canvas'

/** Those the reader was tuned with. Names of families, in Debian packages of about the same name. */
export const tuningFonts = ['Noto Sans CJK JP', 'IPAGothic', 'MotoyaLCedar'] as const
/** The report adds one that tuning never saw. */
export const reportFonts = [...tuningFonts, 'BIZ UDGothic'] as const

/** A font that is not there would silently be drawn as another. */
export function demandFonts(): void {
  const there = GlobalFonts.families.map(({ family }) => family)
  const missing = reportFonts.filter((font) => !there.includes(font))
  if (missing.length > 0) throw new Error(`fonts missing: ${missing.join(', ')}`)
}
