import { html, nothing, type TemplateResult } from 'lit'
import type { Views } from '../ceremony/drawing'
import { numberBForm, type NumberBDrawing } from '../ceremony/number-b-form'
import type { Receipt } from '../ceremony/receipt'
import { announcement, ceremonyViews } from '../ceremony/views'
import { dayIn } from '../words/dates'
import type { AutofillStep, ReadAttributes } from './flow'
import { eraDate, markUnsure, type AttributeName } from './values'
import type { AutofillWords } from './words'

export interface AutofillDrawing extends NumberBDrawing {
  readonly words: AutofillWords
  /** What the form asks for. */
  readonly asked: readonly AttributeName[]
  /** What was read; it is nowhere else, and gone when it was handed over or the widget is reset. */
  readonly read: ReadAttributes | undefined
  readonly filled: number
  readonly receipt: Receipt | undefined
}

export const autofillViews: Views<AutofillStep, AutofillDrawing> = {
  ...ceremonyViews,
  start: (_, { words, start, asked }) =>
    asked.length === 0
      ? html`<p class="box" part="box">${words.noForm}</p>`
      : html`
          <button type="button" class="main" part="button start" @click=${() => start()}>
            <slot name="label">${words.start}</slot>
          </button>
          <p class="small consent" part="consent">
            ${words.asks(asked.map((name) => words.attributes[name]).join(words.language === 'ja' ? '、' : ', '))}
            <br />${words.stays}
          </p>
        `,
  'enter-number-b': numberBForm,
  review: (_, { words, read, asked, origin, ceremony }) =>
    read === undefined
      ? html``
      : html`
          <form
            class="box"
            part="box review"
            @submit=${(event: SubmitEvent) => {
              event.preventDefault()
              const ticked = new FormData(event.currentTarget as HTMLFormElement).getAll('take')
              ceremony.give(ticked)
            }}
          >
            <h2 tabindex="-1">${words.reviewTitle}</h2>
            <p>${words.reviewText(origin)}</p>
            <p class="genuine ${read.genuine.genuine ? 'yes' : 'no'}" part="genuine">
              ${read.genuine.genuine ? words.genuine : words.notGenuine[read.genuine.because]}
            </p>
            ${asked.map(
              (name) => html`
                <label class="choice take">
                  <input type="checkbox" name="take" value=${name} checked />
                  <span
                    ><strong>${words.attributes[name]}</strong> ${shown(name, read, words)}</span
                  >
                </label>
              `,
            )}
            <div class="actions">
              <button class="main" part="button">${words.handOver}</button>
              <button type="button" part="button" @click=${ceremony.stop}>${words.stop}</button>
            </div>
          </form>
        `,
  done: (_, { words, filled, receipt, advice, afterwards }) => html`
    <div class="box done" part="box done">
      <h2 tabindex="-1">${words.done(filled)}</h2>
      <p>${words.doneText}</p>
      ${receipt && afterwards?.receiptView(receipt, advice?.receipt)}
    </div>
  `,
}

/** A value as a person reads it, with a mark at characters that may look otherwise elsewhere. */
function shown(
  name: AttributeName,
  { attributes }: ReadAttributes,
  words: AutofillWords,
): TemplateResult {
  if (name === 'sex') return html`${words.sexes[attributes.sex]}`
  if (name === 'birth-date') return html`${birthDateShown(attributes.birthDate, words)}`
  const text = attributes[name]
  if (text === '') return html`${words.unknownPart}`
  return html`${markUnsure(text).map((piece) =>
    piece.isUnsure
      ? html`<mark title=${words.unsure}>${piece.text}</mark
          ><span class="for-ears">（${words.unsure}）</span>`
      : piece.text,
  )}${
    markUnsure(text).some(({ isUnsure }) => isUnsure)
      ? html`<br /><span class="small">${words.unsure}</span>`
      : nothing
  }`
}

function birthDateShown(
  { year, month, day }: ReadAttributes['attributes']['birthDate'],
  words: AutofillWords,
): string {
  if (year === undefined || month === undefined || day === undefined)
    return [year, month, day].filter((part) => part !== undefined).join('-') + words.unknownPart
  const long = dayIn(words.language, new Date(Date.UTC(year, month - 1, day)))
  const era = eraDate(year, month, day)
  return words.language === 'ja' && era !== '' ? `${long}（${era}）` : long
}

/** What a screen reader says of a step. */
export const autofillAnnouncement = (step: AutofillStep, words: AutofillWords): string =>
  step.at === 'done' ? words.doneText : announcement(step, words)
