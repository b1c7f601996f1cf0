import { loadPart } from '@myna/apdu'
import { requestReader } from '@myna/reader'
import { html, LitElement } from 'lit'
import { Ceremony } from '../ceremony/ceremony'
import { draw } from '../ceremony/drawing'
import type { OpenReader } from '../ceremony/open-reader'
import { receiptOf, type Item, type Receipt } from '../ceremony/receipt'
import { baseStyle } from '../ceremony/style'
import { WordsOfPage } from '../words/words-of-page'
import { MynaCheckedEvent } from './events'
import { Examination, examineReaders, type Examine } from './examination'
import type { Findings, SelfCheckStep } from './flow'
import { selfCheckStyle } from './style'
import { selfCheckAnnouncement, selfCheckViews } from './views'
import { selfCheckWords, type SelfCheckWords } from './words'

const VERSION = '@myna/elements/0.1.0'
const READ: readonly Item[] = ['certificate-dates', 'card-expiry', 'tries-left']

/**
 * `<myna-self-check>`: whether a person's browser, reader and card work together. It asks for no PIN and
 * no server, uses no try, and sends nothing.
 *
 * Slots: `label` (the button's words), `help` (shown when it did not come to its end).
 * Parts: `button`, `start`, `box`, `consent`, `error`, `calm`, `doctor`, `findings`, `help-code`, `receipt`.
 * Events: `myna-checked`, `myna-failed`, `myna-step`.
 */
export class MynaSelfCheckElement extends LitElement {
  static override properties = {
    lang: {},
    openReader: { attribute: false },
    examine: { attribute: false },
    texts: { attribute: false },
    now: { attribute: false },
  }
  static override styles = [baseStyle, selfCheckStyle]

  /** Asked inside the click, because browsers show their device list only there. */
  declare openReader: OpenReader
  /** Looks at the readers once the check failed at one; the browser's own unless told otherwise. */
  declare examine: Examine
  /** The site's words in the place of ours. */
  declare texts: Partial<SelfCheckWords> | undefined
  /** The clock, for what has expired; the computer's unless told otherwise. */
  declare now: () => Date

  readonly #ceremony = new Ceremony<SelfCheckStep>(this, { first: { at: 'start' } })
  readonly #speech = new WordsOfPage<SelfCheckWords>(this, selfCheckWords)
  readonly #examination = new Examination(this, () => this.#speech.languageName)
  #findings: Findings | undefined
  #receipt: Receipt | undefined

  constructor() {
    super()
    this.openReader = requestReader
    this.examine = examineReaders
    this.texts = undefined
    this.now = () => new Date()
  }

  /** Where the check stands. */
  get step(): SelfCheckStep {
    return this.#ceremony.step
  }

  /** Begins, as a click on the button does. Call it inside a click of yours. */
  async start({ choose = false }: { readonly choose?: boolean } = {}): Promise<void> {
    this.#speech.loadAdvice()
    await this.#examination.stop()
    await this.#check(choose)
    if (this.step.at === 'failed') this.#examination.begin(this.step.error.code, this.examine)
  }

  async #check(choose: boolean): Promise<void> {
    await this.#ceremony.run(async (signal) => {
      this.#forget()
      const { selfCheck } = await loadPart(import('./flow'))
      this.#findings = await selfCheck(
        {
          openReader: (waiting) => this.openReader({ ...waiting, choose }),
          screen: this.#ceremony,
        },
        { signal },
      )
      this.#receipt = receiptOf({
        now: this.now(),
        site: location.origin,
        widget: this.localName,
        read: READ,
        sent: [],
        keeps: undefined,
      })
      this.#ceremony.show({ at: 'done' })
      this.dispatchEvent(new MynaCheckedEvent())
    })
  }

  cancel(): void {
    this.#ceremony.cancel()
  }

  /** Back to the button, for the next person. */
  reset(): void {
    this.#ceremony.reset(() => this.#forget())
  }

  protected override render() {
    const { words, advice, afterwards } = this.#speech
    if (words === undefined) return html``
    const { step } = this
    const drawing = {
      words,
      advice,
      afterwards,
      origin: location.origin,
      ceremony: this.#ceremony,
      start: this.#start,
      keypad: false,
      findings: this.#findings,
      receipt: this.#receipt,
      doctor: this.#examination.advice,
      now: this.now(),
      version: VERSION,
    }
    return html`
      <div role="status" class="for-ears">${selfCheckAnnouncement(step, words)}</div>
      <div lang=${words.language} part="self-check">${draw(selfCheckViews, step, drawing)}</div>
    `
  }

  readonly #start = (options?: { readonly choose?: boolean }) => void this.start(options)

  #forget(): void {
    void this.#examination.stop()
    this.#findings = undefined
    this.#receipt = undefined
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'myna-self-check': MynaSelfCheckElement
  }
}
