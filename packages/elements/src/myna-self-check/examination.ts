import { loadPart, type CardErrorCode, type Waiting } from '@myna/apdu'
import type { Diagnosis, ReaderFinding, ReaderVerdict } from '@myna/reader'
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
  readonly #language: () => string
  #found: readonly ReaderFinding[] = []
  #spoken: string | undefined
  #running: AbortController | undefined
  #ended: Promise<void> = Promise.resolve()

  /** @param language of the words, as `lang` has it */
  constructor(host: ReactiveControllerHost, language: () => string) {
    this.#host = host
    this.#language = language
    host.addController(this)
  }

  hostDisconnected(): void {
    void this.stop()
  }

  /** A page that has changed its language is told the same again in the new one. */
  hostUpdate(): void {
    if (this.#found.length > 0 && this.#language() !== this.#spoken) void this.#say()
  }

  begin(code: CardErrorCode, examine: Examine): void {
    if (!worthALook.includes(code)) return
    const running = new AbortController()
    this.#running = running
    this.#ended = this.#look(examine, running.signal).catch(() => {
      // the failure that is shown stands; that the doctor knows nothing is no further one
    })
  }

  /** Ends the look, takes its words away, and waits until the readers are free. */
  async stop(): Promise<void> {
    this.#running?.abort()
    this.#found = this.advice = []
    await this.#ended
  }

  async #look(examine: Examine, signal: AbortSignal): Promise<void> {
    const { readers } = await examine({ signal })
    if (signal.aborted) return
    this.#found = readers.filter(({ verdict }) => troubles.includes(verdict))
    await this.#say()
  }

  async #say(): Promise<void> {
    const [found, language] = [this.#found, this.#language()]
    this.#spoken = language
    const advice = await loadPart(import('../doctor-advice'))
      .then(({ explainFinding }) => Promise.all(found.map((one) => explainFinding(one, language))))
      .catch(() => []) // words that cannot be loaded; those of the failure are there
    if (found !== this.#found || language !== this.#spoken) return
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
