import { GlobalFonts } from '@napi-rs/canvas'

/**
 * Those the reader was tuned with, and is counted with. Names of families, in Debian packages of about
 * the same name. For a font that tuning never saw: `npm run ocr -- font=/path/of/a/font.otf`.
 */
export const reportFonts = [
  'Noto Sans CJK JP',
  'IPAGothic',
  'MotoyaLCedar',
  'BIZ UDGothic',
] as const

/** A font that is not there would silently be drawn as another. */
export function demandFonts(): void {
  const there = GlobalFonts.families.map(({ family }) => family)
  const missing = reportFonts.filter((font) => !there.includes(font))
  if (missing.length > 0) throw new Error(`fonts missing: ${missing.join(', ')}`)
}

/** A font out of a file, under a name that no other has. */
export function loadFont(path: string): string {
  const name = `the font ${path}`
  if (GlobalFonts.registerFromPath(path, name) === null) throw new Error(`no font: ${path}`)
  return name
}
