import { CardError, loadPart } from '@myna/apdu'
import type { CvAnchor, Genuine, NumberBParts } from '@myna/card'
import { requestReader } from '@myna/reader'
import {
  agePolicies,
  ageSaid,
  isAssured,
  yearsOf,
  type AgeAssurance,
  type AgePolicy,
} from '@myna/token'
import { html, LitElement } from 'lit'
import { Ceremony } from '../ceremony/ceremony'
import { draw } from '../ceremony/drawing'
import { FormValue } from '../ceremony/form-value'
import { numberBStyle } from '../ceremony/number-b-style'
import type { OpenReader } from '../ceremony/open-reader'
import { receiptOf, type Receipt } from '../ceremony/receipt'
import { baseStyle } from '../ceremony/style'
import { WordsOfPage } from '../words/words-of-page'
import { ageServerOf, type AgeServer } from './age-server'
import { pictureReader, type OcrParts, type PictureReader } from './by-picture'
import { MynaAgeCheckedEvent } from './events'
import { confirmedPicture, type ConfirmedPictureWish } from './confirmed-picture'
import type { AgeCheck, AgeOutcome, AgeScreen, AgeStep } from './flow'
import { answerBy } from './answer-by'
import { patternsOffered, type Pattern } from './patterns'
import type { PrintedRead } from './printed'
import { ageStyle } from './style'
import { ageProperties } from './properties'
import { receipts } from './receipts'
import { ageAnnouncement, ageViews } from './views'
import { ageWords, type AgeWords } from './words'

const CLIENT = '@myna/elements/0.1.0'

/**
 * `<myna-age-check>`: whether a person is so old, and no more than that. The person chooses among the ways
 * the site allows (`pki.md` §5.2), each told with what it needs, what the site learns and how sure it is.
 *
 * Slots: `help` (shown with every failure).
 * Parts: `box`, `patterns`, `button`, `start`, `sheet`, `camera`, `answered`, `unanswered`, `pin`, `error`,
 * `calm`, `notice`, `receipt`, `help-code`, `lock-help`.
 * Events: `myna-age-checked`, `myna-failed`, `myna-step`.
 */
export class MynaAgeCheckElement extends LitElement {
  static readonly formAssociated = true
  static override properties = ageProperties
  static override styles = [baseStyle, numberBStyle, ageStyle]

  /** Years, or a policy: `adult`, `alcohol`, `tobacco`, `public-gambling`. 20 unless told otherwise. */
  declare over: string
  /** The ways the site allows, in its order, by spaces: `jpki-sign card-text ocr`. */
  declare patterns: string
  /** The least assurance the site takes: `lowest`, `low`, `substantial`, `high`. */
  declare minAssurance: AgeAssurance
  /** Counts from the day before the birthday, for statutes that count whole days. */
  declare dayBefore: boolean
  /** Offers `card-age-record`, which is experimental: the server has to take it, too. */
  declare experimentalAgeRecord: boolean
  /** Where an age challenge is fetched; without it the answer stays in the page. Same site only. */
  declare challengeUrl: string | undefined
  /** Where the proof is posted: `/myna/verify-age` unless told otherwise. Same site only. */
  declare verifyUrl: string
  /** What the site says it keeps, in its own words, for the receipt. */
  declare keeps: string | undefined
  /** In a form: the value's name. The value is the server's signed answer, or the answer as JSON. */
  declare name: string | undefined
  /** In a form: it cannot be sent before the age is confirmed. */
  declare required: boolean
  /** Draws keys for digits under a PIN, for those who point rather than type. */
  declare keypad: boolean
  /** Keys that vouch for a card's content (`card.md` §5). None is built in. */
  declare anchors: readonly CvAnchor[]
  /** Where the site hosts the parts that read pictures; without them `ocr` is not offered. */
  declare ocrParts: OcrParts | undefined
  /** In place of our own reading of pictures. */
  declare pictures: PictureReader | undefined
  /** Asked inside the click, because browsers show their device list only there. */
  declare openReader: OpenReader
  /** In place of the two addresses: a server of your own making, or one in the page. */
  declare server: AgeServer | undefined
  /** The site's words in the place of ours. */
  declare texts: Partial<AgeWords> | undefined
  /** The clock where there is no server; the computer's unless told otherwise. */
  declare now: () => Date

  readonly #ceremony = new Ceremony<AgeStep>(this, {
    first: { at: 'start' },
    uncancellable: ['checking'],
  })
  readonly #speech = new WordsOfPage<AgeWords>(this, ageWords)
  readonly #value = new FormValue(this, () => this.#speech.words?.title(this.#years) ?? '')
  #pattern: Pattern | undefined
  #genuine: Genuine | undefined
  #receipt: Receipt | undefined
  #printed: PrintedRead | undefined
  #hint = ''

  constructor() {
    super()
    this.over = '20'
    this.patterns = 'jpki-sign card-text ocr'
    this.minAssurance = 'lowest'
    this.dayBefore = this.experimentalAgeRecord = false
    this.challengeUrl = undefined
    this.verifyUrl = '/myna/verify-age'
    this.keeps = undefined
    this.name = undefined
    this.required = false
    this.keypad = false
    this.anchors = []
    this.ocrParts = undefined
    this.pictures = undefined
    this.openReader = requestReader
    this.server = undefined
    this.texts = undefined
    this.now = () => new Date()
  }

  /** Where the check stands. */
  get step(): AgeStep {
    return this.#ceremony.step
  }
  /** In a form: the signed answer, or the answer as JSON; `null` before, and after a "no". */
  get value(): string | null {
    return this.#value.value ?? null
  }
  get form(): HTMLFormElement | null {
    return this.#value.form
  }
  checkValidity(): boolean {
    return this.#value.checkValidity()
  }
  reportValidity(): boolean {
    return this.#value.reportValidity()
  }
  formResetCallback(): void {
    this.reset()
  }

  /**
   * Begins with a pattern, as a click on its button does; with the first one offered unless told otherwise.
   * Call it inside a click of yours.
   */
  async start({
    pattern = this.#pattern ?? this.#offered[0],
    choose = false,
  }: { readonly pattern?: Pattern | undefined; readonly choose?: boolean } = {}): Promise<void> {
    this.#speech.loadAdvice()
    await this.#ceremony.run(async (signal) => {
      this.#forget()
      if (pattern === undefined || !this.#offered.includes(pattern))
        throw new CardError('misconfigured', { detail: 'this site offers no such pattern' })
      this.#pattern = pattern
      const flow = await loadPart(import('./flow'))
      const check: AgeCheck = {
        openReader: (waiting) => this.openReader({ ...waiting, choose }),
        screen: this.#screen,
        years: this.#years,
        dayBefore: this.dayBefore,
        server: ageServerOf(this),
        origin: location.origin,
        now: this.now,
        client: CLIENT,
      }
      const { anchors } = this
      const picture = () => confirmedPicture(this.#ceremony, this.#pictureWish(signal))
      const asked = { pattern, check, anchors, picture }
      const { outcome, by } = await answerBy(asked, flow, { signal })
      this.#finish(outcome, by)
    })
  }

  cancel(): void {
    this.#ceremony.cancel()
  }

  /** Back to the choice, for the next person. */
  reset(): void {
    this.#pattern = undefined
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
      start: (options?: { readonly choose?: boolean }) => void this.start(options),
      keypad: this.keypad,
      hasOtherWay: true,
      numberBRead: this.#printed,
      years: this.#years,
      offered: this.#offered,
      choose: (chosen: Pattern) => void this.start({ pattern: chosen }),
      again: () => this.reset(),
      genuine: this.#genuine,
      receipt: this.#receipt,
      printed: this.#printed,
      hasReader: this.#offered.includes('card-text'),
      hint: this.#hint,
    }
    return html`
      <div role="status" class="for-ears">${ageAnnouncement(step, words)}</div>
      <div lang=${words.language} part="age-check">${draw(ageViews, step, drawing)}</div>
    `
  }

  readonly #screen: AgeScreen = {
    show: (step) => this.#ceremony.show(step),
    askPin: (step) => this.#ceremony.ask<string>(step),
    confirm: (step) => this.#ceremony.ask<void>(step),
    askNumberB: (step) => this.#ceremony.ask<NumberBParts | undefined>(step),
    agreeToSign: (step) => this.#ceremony.ask<void>(step),
  }

  get #years(): number {
    const isPolicy = Object.hasOwn(agePolicies, this.over)
    return yearsOf(isPolicy ? (this.over as AgePolicy) : Number(this.over))
  }

  get #hasServer(): boolean {
    return this.server !== undefined || this.challengeUrl !== undefined
  }

  get #offered(): readonly Pattern[] {
    return patternsOffered(this.patterns, this.minAssurance, {
      hasServer: this.#hasServer,
      hasAgeRecord: this.experimentalAgeRecord,
      hasOcr: this.ocrParts !== undefined || this.pictures !== undefined,
    })
  }

  #pictureWish(signal: AbortSignal): ConfirmedPictureWish {
    return {
      pictures: this.pictures ?? pictureReader(this.ocrParts!),
      drawnVideo: async () => {
        await this.updateComplete
        return this.renderRoot.querySelector('video')!
      },
      now: this.now,
      signal,
      onSeen: (seen) => this.#showHint((words) => words.seen[seen]),
      onTrouble: (trouble) => this.#showHint((words) => words.unanswered[trouble].text),
      onRead: (printed) => {
        this.#printed = printed
      },
    }
  }

  #showHint(say: (words: AgeWords) => string): void {
    const { words } = this.#speech
    if (words === undefined || this.#hint === say(words)) return
    this.#hint = say(words)
    this.requestUpdate()
  }

  #finish(outcome: AgeOutcome, pattern: Pattern): void {
    this.#ceremony.stopIfReset() // one person's "yes" is no other's
    this.#printed = undefined
    if (outcome.is === 'unanswered')
      return this.#ceremony.show({ at: 'unanswered', because: outcome.because })
    const { answer, result } = outcome.result
    if (!isAssured(answer.evidence, this.minAssurance))
      throw new CardError('login-refused', { told: 'not-accepted' })
    this.#genuine = outcome.genuine
    const { read, sent } = receipts[pattern]
    const [site, widget, keeps, now] = [location.origin, this.localName, this.keeps, this.now()]
    const told = { read, sent: this.#hasServer ? sent : [], keeps }
    this.#receipt = receiptOf({ now, site, widget, ...told })
    const said = ageSaid(answer, this.#years) === 'yes' ? 'yes' : 'no'
    // a "no" is an answer too, but no form that asks for the age may go out with it
    if (said === 'yes') this.#value.value = result ?? JSON.stringify(answer)
    this.#ceremony.show({ at: 'answered', said })
    this.dispatchEvent(new MynaAgeCheckedEvent(answer, result))
  }

  #forget(): void {
    this.#genuine = this.#receipt = this.#printed = undefined
    this.#hint = ''
    this.#value.value = undefined
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'myna-age-check': MynaAgeCheckElement
  }
}
