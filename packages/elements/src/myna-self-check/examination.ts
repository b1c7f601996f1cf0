import { loadPart, type CardErrorCode, type Waiting } from '@myna/apdu'
import type { Diagnosis, ReaderVerdict } from '@myna/reader'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Advice } from '../words/words'

/** Looks at the readers the page may use; see `diagnose` of `@myna/reader`. */
export type Examine = (waiting: Waiting) => Promise<Diagnosis>

/** Failures of which a look at the readers may tell more. */
const worthALook: readonly CardErrorCode[] = [
  'reader-protected',
  'reader-busy',
  'reader-unknown',
  'reader-gone',
  'reader-fault',
  'card-mute',
]

/** Verdicts that say more than "it works". */
const troubles: readonly ReaderVerdict[] = ['protected-class', 'held', 'unknown-device', 'faulty']

/**
 * The reader doctor after a check that failed: what it has to say comes when it is there, beside the
 * failure. It lets go of the readers before anybody uses them again.
 */
export class Examination implements ReactiveController {
  /** What to do about each reader with a trouble. */
  advice: readonly Advice[] = []
  readonly #host: ReactiveControllerHost
  #running: AbortController | undefined
  #ended: Promise<void> = Promise.resolve()

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    void this.stop()
  }

  /** @param language of the words, as `lang` has it */
  begin(code: CardErrorCode, examine: Examine, language: string): void {
    if (!worthALook.includes(code)) return
    const running = new AbortController()
    this.#running = running
    this.#ended = this.#look(examine, language, running.signal).catch(() => {
      // the failure that is shown stands; that the doctor knows nothing is no further one
    })
  }

  /** Ends the look, takes its words away, and waits until the readers are free. */
  async stop(): Promise<void> {
    this.#running?.abort()
    this.advice = []
    await this.#ended
  }

  async #look(examine: Examine, language: string, signal: AbortSignal): Promise<void> {
    const { readers } = await examine({ signal })
    const { explainFinding } = await loadPart(import('../doctor-advice'))
    const found = readers.filter(({ verdict }) => troubles.includes(verdict))
    const advice = await Promise.all(found.map((finding) => explainFinding(finding, language)))
    if (signal.aborted) return
    this.advice = advice
    this.#host.requestUpdate()
  }
}

/** The browser's readers. A card is sent SELECT, and nothing else. */
export const examineReaders: Examine = async (waiting) => {
  const { openJpki } = await loadPart(import('@myna/card'))
  const { diagnose } = await loadPart(import('@myna/reader'))
  return diagnose({
    ...waiting,
    recognise: (card, patience) => openJpki(card, patience).then(() => true),
  })
}
