import type { Waiting } from '@myna/apdu'
import type { OperatingSystem } from '@myna/reader'
import type { Conversation } from './conversation'

/** What the command works with; tests have a computer of their own. */
export interface Machine extends Waiting {
  readonly usb: USB
  readonly system: OperatingSystem
  readonly conversation: Conversation
  complain(text: string): void
  readFile(name: string): Promise<string>
  /** Only its owner may read what is written. */
  writeFile(name: string, text: string): Promise<void>
}

/** A file that cannot be read or written, or holds something else. */
export class FileTrouble extends Error {
  override readonly name = 'FileTrouble'
}
