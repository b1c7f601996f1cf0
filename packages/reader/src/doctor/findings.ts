import type { CardErrorCode } from '@myna/apdu'
import type { KnownReader } from './known-readers'
import type { OperatingSystem } from './operating-system'

/** What the doctor can say of a browser and the page in it. */
export type BrowserVerdict = 'usable' | 'no-webusb' | 'insecure-context' | 'policy'

/** What the doctor can say of a reader. The list is closed: each has words for the person. */
export type ReaderVerdict =
  | 'usable' // it works and there is a card, which was not asked what it is
  | 'card-fine' // and it is a My Number card
  | 'not-my-number-card'
  | 'card-mute' // a card that does not answer to power
  | 'reader-fine-no-card'
  | 'protected-class' // class 0x0B: browsers refuse it
  | 'held' // by the system, another program or another page
  | 'unknown-device' // nothing we know how to talk to
  | 'faulty' // answers nonsense or nothing, or went away meanwhile

export interface BrowserFinding {
  readonly verdict: BrowserVerdict
  readonly system: OperatingSystem
}

export interface ReaderFinding {
  readonly verdict: ReaderVerdict
  readonly system: OperatingSystem
  /** As the device calls itself. */
  readonly reader: string
  readonly vendorId: number
  readonly productId: number
  /** What is known of this model. */
  readonly known?: KnownReader
  /** For a report to us, in English: nothing about the person or the card. */
  readonly detail?: string
}

export interface Diagnosis {
  readonly browser: BrowserFinding
  /** One for each device the page may use; the person gives permission in the browser's window. */
  readonly readers: readonly ReaderFinding[]
}

/** Errors that say something of the reader's or the card's state; all others are faults. */
const verdicts: Readonly<Partial<Record<CardErrorCode, ReaderVerdict>>> = {
  'reader-protected': 'protected-class',
  'reader-busy': 'held',
  'reader-unknown': 'unknown-device',
  'card-mute': 'card-mute',
  'card-removed': 'reader-fine-no-card',
  'card-wrong': 'not-my-number-card',
}

export const verdictOf = (code: CardErrorCode): ReaderVerdict => verdicts[code] ?? 'faulty'
