import { isAssured, type AgeAssurance, type AgeEvidence } from '@myna/token'

/** The ways to show an age (`pki.md` §5.2), by what they rest on. */
export type Pattern = Extract<AgeEvidence, 'jpki-sign' | 'card-text' | 'ocr'>

export const patterns = ['jpki-sign', 'card-text', 'ocr'] as const satisfies readonly Pattern[]

/** What a pattern needs beside the person. */
export const needsServer: Readonly<Record<Pattern, boolean>> = {
  'jpki-sign': true,
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
  { hasServer, hasOcr }: { readonly hasServer: boolean; readonly hasOcr: boolean },
): readonly Pattern[] {
  const wanted = named.split(/[\s,]+/).filter((name) => name !== '')
  return wanted
    .filter((name): name is Pattern => (patterns as readonly string[]).includes(name))
    .filter((pattern, index, all) => all.indexOf(pattern) === index)
    .filter((pattern) => isAssured(pattern, least))
    .filter((pattern) => hasServer || !needsServer[pattern])
    .filter((pattern) => hasOcr || pattern !== 'ocr')
}
