import type { Card, Reader, Waiting } from '@myna/apdu'
import {
  openInputSupport,
  readVerifiedAttributes,
  type Attributes,
  type CvAnchor,
  type Genuine,
} from '@myna/card'
import { presentNumberB, type EnterNumberB, type NumberBScreen } from '../ceremony/present-number-b'
import { presentPin } from '../ceremony/present-pin'
import type { CeremonyStep } from '../ceremony/steps'
import { withCard } from '../ceremony/with-card'

/** Where an autofill stands. What was read is in no step. */
export type AutofillStep =
  | { readonly at: 'start' }
  | CeremonyStep
  | EnterNumberB
  | { readonly at: 'review' } // what was read is shown; the person ticks what the form gets
  | { readonly at: 'done' }

export interface AutofillScreen extends NumberBScreen {
  show(step: AutofillStep): void
}

export interface Reading {
  readonly openReader: (waiting: Waiting) => Promise<Reader>
  readonly screen: AutofillScreen
  /** Keys that vouch for a card's content; without one nothing is genuine. */
  readonly anchors: readonly CvAnchor[]
  readonly now: () => Date
}

/** What a card says of its holder, and whether its issuer wrote it. */
export interface ReadAttributes {
  readonly attributes: Attributes
  readonly genuine: Genuine
}

/**
 * Reads the four attributes by 照合番号B, or by the four-digit PIN if the person would rather. Card and
 * reader are let go before anything is shown.
 *
 * @throws CardError
 */
export const readAttributesFor = (
  { openReader, screen, anchors, now }: Reading,
  waiting: Waiting = {},
): Promise<ReadAttributes> =>
  withCard({ openReader, screen }, waiting, async (card: Card) => {
    screen.show({ at: 'reading', part: 1, parts: 2 })
    await openInputSupport(card, waiting)
    if (!(await presentNumberB(card, { secret: 'number-b', screen, now }, waiting)))
      await presentPin(card, { secret: 'input-support-pin', screen }, waiting)
    screen.show({ at: 'reading', part: 2, parts: 2 })
    return readVerifiedAttributes(card, { anchors }, waiting)
  })
