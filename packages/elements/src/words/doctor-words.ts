import type { BrowserVerdict, OperatingSystem, ReaderReason, ReaderVerdict } from '@myna/reader'
import type { Advice } from './words'

/** What the reader doctor's findings mean, in one language. A verdict without words does not compile. */
export interface DoctorWords {
  /** Between two sentences; the last one has no full stop. */
  readonly fullStop: string
  readonly browser: Readonly<Record<BrowserVerdict, Advice>>
  readonly readers: Readonly<Record<ReaderVerdict, (reader: string) => Advice>>
  /** How a reader that is held is set free; follows the advice for `held`. */
  readonly release: Readonly<Record<OperatingSystem, string>>
  /** What is known of a model; follows the advice on it where it helps. */
  readonly reasons: Readonly<Record<ReaderReason, string>>
}
