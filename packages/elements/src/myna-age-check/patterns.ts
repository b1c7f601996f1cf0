import { isAssured, type AgeAssurance, type AgeEvidence } from '@myna/token'

/** The ways to show an age (`pki.md` §5.2), by what they rest on. */
export type Pattern = AgeEvidence

export const patterns = [
  'jpki-sign',
  'card-age-record',
  'card-text',
  'ocr',
] as const satisfies readonly Pattern[]

/** What a pattern needs beside the person. */
export const needsServer: Readonly<Record<Pattern, boolean>> = {
  'jpki-sign': true,
  'card-age-record': true,
  'card-text': false,
  ocr: false,
}

/**
 * The patterns a site offers: those it names, in its order, that give the assurance it demands and that
 * work here.
 */
export function patternsOffered(
  named: string,
  least: AgeAssurance,
  {
    hasServer,
    hasOcr,
    hasAgeRecord = false,
  }: {
    readonly hasServer: boolean
    readonly hasOcr: boolean
    /** Experimental, and so by the site's own word only. */
    readonly hasAgeRecord?: boolean
  },
): readonly Pattern[] {
  const wanted = named.split(/[\s,]+/).filter((name) => name !== '')
  return wanted
    .filter((name): name is Pattern => (patterns as readonly string[]).includes(name))
    .filter((pattern, index, all) => all.indexOf(pattern) === index)
    .filter((pattern) => isAssured(pattern, least))
    .filter((pattern) => hasServer || !needsServer[pattern])
    .filter((pattern) => hasOcr || pattern !== 'ocr')
    .filter((pattern) => hasAgeRecord || pattern !== 'card-age-record')
}
