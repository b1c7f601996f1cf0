import type { TemplateResult } from 'lit'
import type { AdviceWords, CeremonyWords } from '../words/words'
import type { Afterwards } from '../words/words-of-page'
import type { Ceremony } from './ceremony'
import type { AnyStep } from './events'

/** What a drawing of a step has at hand. Each widget adds what its own steps need. */
export interface Drawing<Words extends CeremonyWords = CeremonyWords> {
  readonly words: Words
  readonly advice: AdviceWords | undefined
  /** There as soon as `advice` is. */
  readonly afterwards: Afterwards | undefined
  readonly origin: string
  /** The answers of the person go here. */
  readonly ceremony: Pick<
    Ceremony<AnyStep>,
    'give' | 'stop' | 'takeTyped' | 'takeFields' | 'isSecretShown' | 'showSecret'
  >
  /** Begins (again), with the reader it had or with another one. */
  readonly start: (options?: { readonly choose?: boolean }) => void
  /** Digits may be typed with the pointer, on keys the widget draws. */
  readonly keypad: boolean
  /** Id of what a PIN is given for: read out with its field. */
  readonly pinFor?: string | undefined
}

/** One drawing for each step: a new step without one does not compile. */
export type Views<Step extends { readonly at: string }, D extends Drawing> = {
  readonly [At in Step['at']]: (step: Extract<Step, { at: At }>, drawing: D) => TemplateResult
}

/** The drawing of a step. */
export function draw<Step extends { readonly at: string }, D extends Drawing>(
  views: Views<Step, D>,
  step: Step,
  drawing: D,
): TemplateResult {
  const view = views[step.at as Step['at']] as (step: Step, drawing: D) => TemplateResult
  return view(step, drawing)
}
