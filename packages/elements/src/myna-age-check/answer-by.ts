import type { Waiting } from '@myna/apdu'
import type { CvAnchor } from '@myna/card'
import type { AgeCheck, AgeOutcome, PictureTrouble } from './flow'
import type { Pattern } from './patterns'
import type { PrintedAnswer } from './views'

export interface Asked {
  readonly pattern: Pattern
  readonly check: AgeCheck
  readonly anchors: readonly CvAnchor[]
  /** ③ up to what the person confirmed. */
  readonly picture: () => Promise<PrintedAnswer | { readonly trouble: PictureTrouble }>
}

type Flow = typeof import('./flow')

/**
 * The answer by a pattern. A picture may lead to the card itself: what was read and confirmed then saves
 * the person the typing of 照合番号B.
 *
 * @returns by which pattern it came in the end
 * @throws CardError
 */
export async function answerBy(
  { pattern, check, anchors, picture }: Asked,
  flow: Flow,
  waiting: Waiting,
): Promise<{ readonly outcome: AgeOutcome; readonly by: Pattern }> {
  if (pattern === 'jpki-sign')
    return { outcome: await flow.ageBySigning(check, waiting), by: pattern }
  if (pattern === 'card-age-record')
    return { outcome: await flow.ageByRecord(check, waiting), by: pattern }
  const answer = pattern === 'ocr' ? await picture() : undefined
  if (answer === undefined || ('way' in answer && answer.way === 'card-text')) {
    const outcome = await flow.ageByCardText({ ...check, anchors }, waiting)
    return { outcome, by: 'card-text' }
  }
  if ('trouble' in answer)
    return { outcome: { is: 'unanswered', because: answer.trouble }, by: pattern }
  const { birthYear: year, birthMonth: month, birthDay: day } = answer.printed
  // 0 stands for what nobody knows
  const birth = { year, ...(month ? { month } : {}), ...(day ? { day } : {}) }
  return { outcome: await flow.ageOfBirth(check, 'ocr', birth, waiting), by: pattern }
}
