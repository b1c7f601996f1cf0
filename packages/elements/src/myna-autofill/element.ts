import { CardError, loadPart } from '@myna/apdu'
import type { CvAnchor, NumberBParts } from '@myna/card'
import { requestReader } from '@myna/reader'
import { html, LitElement } from 'lit'
import { Ceremony } from '../ceremony/ceremony'
import { draw } from '../ceremony/drawing'
import { numberBStyle } from '../ceremony/number-b-style'
import type { OpenReader } from '../ceremony/open-reader'
import { receiptOf, type Receipt } from '../ceremony/receipt'
import { baseStyle } from '../ceremony/style'
import { WordsOfPage } from '../words/words-of-page'
import { MynaFilledEvent } from './events'
import type { AutofillScreen, AutofillStep, ReadAttributes } from './flow'
import { fieldsOf, fill, type FieldMap, type Mapping } from './form-fields'
import { autofillStyle } from './style'
import { attributeOf, valueFor, type AttributeName, type FieldName } from './values'
import { autofillAnnouncement, autofillViews } from './views'
import { autofillWords, type AutofillWords } from './words'

/**
 * `<myna-autofill for="form">`: fills a form from a My Number card with the attributes it asks for, after
 * the person has seen them and unticked what they would rather keep. It uses no network.
 *
 * Slots: `label` (the button's words), `help` (shown with every error).
 * Parts: `button`, `start`, `box`, `consent`, `review`, `genuine`, `pin`, `error`, `calm`, `done`,
 * `receipt`, `help-code`, `lock-help`.
 * Events: `myna-filled`, `myna-failed`, `myna-step`.
 */
export class MynaAutofillElement extends LitElement {
  static override properties = {
    htmlFor: { attribute: 'for', reflect: true },
    lang: {},
    keypad: { type: Boolean },
    keeps: {},
    mapping: { attribute: false },
    anchors: { attribute: false },
    openReader: { attribute: false },
    texts: { attribute: false },
    now: { attribute: false },
  }
  static override styles = [baseStyle, numberBStyle, autofillStyle]

  /** The id of the form; the form around the element unless told otherwise. */
  declare htmlFor: string | undefined
  /** Draws keys for digits under the PIN, for those who point rather than type. */
  declare keypad: boolean
  /** What the site says it keeps, in its own words, for the receipt. */
  declare keeps: string | undefined
  /** What the form's controls ask for, by their names; `autocomplete` tells unless it stands here. */
  declare mapping: Mapping
  /** Keys that vouch for a card's content (`card.md` §5). None is built in. */
  declare anchors: readonly CvAnchor[]
  /** Asked inside the click, because browsers show their device list only there. */
  declare openReader: OpenReader
  /** The site's words in the place of ours. */
  declare texts: Partial<AutofillWords> | undefined
  /** The clock; the computer's unless told otherwise. */
  declare now: () => Date

  readonly #ceremony = new Ceremony<AutofillStep>(this, { first: { at: 'start' } })
  readonly #speech = new WordsOfPage<AutofillWords>(this, autofillWords)
  #read: ReadAttributes | undefined
  #filled = 0
  #receipt: Receipt | undefined

  constructor() {
    super()
    this.htmlFor = undefined
    this.keypad = false
    this.keeps = undefined
    this.mapping = {}
    this.anchors = []
    this.openReader = requestReader
    this.texts = undefined
    this.now = () => new Date()
  }

  /** Where it stands. */
  get step(): AutofillStep {
    return this.#ceremony.step
  }

  /** Begins, as a click on the button does. Call it inside a click of yours. */
  async start({ choose = false }: { readonly choose?: boolean } = {}): Promise<void> {
    this.#speech.loadAdvice()
    await this.#ceremony
      .run(async (signal) => {
        this.#forget()
        const fields = this.#fields()
        if (fields.size === 0)
          throw new CardError('misconfigured', { detail: 'no field of the form asks for anything' })
        const { readAttributesFor } = await loadPart(import('./flow'))
        this.#read = await readAttributesFor(
          {
            openReader: (waiting) => this.openReader({ ...waiting, choose }),
            screen: this.#screen,
            anchors: this.anchors,
            now: this.now,
          },
          { signal },
        )
        const ticked = await this.#ceremony.ask<readonly AttributeName[]>({ at: 'review' })
        const filled = this.#handOver(this.#read, fields, ticked)
        this.#read = undefined
        this.#finish(filled, ticked)
      })
      .finally(() => (this.#read = undefined))
  }

  cancel(): void {
    this.#ceremony.cancel()
  }

  /** Back to the button, for the next person. */
  reset(): void {
    this.#ceremony.reset(() => this.#forget())
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#read = undefined
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
      keypad: this.keypad,
      hasOtherWay: true,
      asked: this.#asked(),
      read: this.#read,
      filled: this.#filled,
      receipt: this.#receipt,
    }
    return html`
      <div role="status" class="for-ears">${autofillAnnouncement(step, words)}</div>
      <div lang=${words.language} part="autofill">${draw(autofillViews, step, drawing)}</div>
    `
  }

  readonly #start = (options?: { readonly choose?: boolean }) => void this.start(options)

  readonly #screen: AutofillScreen = {
    show: (step) => this.#ceremony.show(step),
    askPin: (step) => this.#ceremony.ask<string>(step),
    confirm: (step) => this.#ceremony.ask<void>(step),
    askNumberB: (step) => this.#ceremony.ask<NumberBParts | undefined>(step),
  }

  #fields(): FieldMap {
    const form =
      this.htmlFor === undefined ? this.closest('form') : document.getElementById(this.htmlFor)
    if (!(form instanceof HTMLFormElement)) return new Map()
    return fieldsOf(form, this.mapping)
  }

  /** What the form asks for, each attribute once and in the order of the card. */
  #asked(): readonly AttributeName[] {
    const asked = new Set([...this.#fields().keys()].map((field) => attributeOf[field]))
    return (['name', 'address', 'birth-date', 'sex'] as const).filter((name) => asked.has(name))
  }

  #handOver(
    { attributes }: ReadAttributes,
    fields: FieldMap,
    ticked: readonly AttributeName[],
  ): readonly FieldName[] {
    return [...fields]
      .filter(([field]) => ticked.includes(attributeOf[field]))
      .filter(([field, controls]) =>
        fill(field, controls, field === 'sex' ? attributes.sex : valueFor(field, attributes)),
      )
      .map(([field]) => field)
  }

  #finish(filled: readonly FieldName[], ticked: readonly AttributeName[]): void {
    this.#filled = filled.length
    this.#receipt = receiptOf({
      now: this.now(),
      site: location.origin,
      widget: this.localName,
      read: ['name', 'address', 'birth-date', 'sex', 'card-signature', 'tries-left'],
      sent: ticked,
      keeps: this.keeps,
    })
    this.#ceremony.show({ at: 'done' })
    this.dispatchEvent(new MynaFilledEvent(filled))
  }

  #forget(): void {
    this.#read = undefined
    this.#filled = 0
    this.#receipt = undefined
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'myna-autofill': MynaAutofillElement
  }
}
