import type { Genuine } from '@myna/card'
import { html, nothing, type TemplateResult } from 'lit'
import type { Views } from '../ceremony/drawing'
import { numberBForm, type NumberBDrawing } from '../ceremony/number-b-form'
import { secretForm } from '../ceremony/pin-form'
import type { Receipt } from '../ceremony/receipt'
import { announcement, ceremonyViews } from '../ceremony/views'
import type { AgeStep } from './flow'
import type { Pattern } from './patterns'
import { endsOnBirthday, printedFrom, type Printed, type PrintedRead } from './printed'
import type { AgeWords } from './words'

export interface AgeDrawing extends NumberBDrawing {
  readonly words: AgeWords
  readonly years: number
  readonly offered: readonly Pattern[]
  readonly choose: (pattern: Pattern) => void
  /** Back to the choice. */
  readonly again: () => void
  readonly genuine: Genuine | undefined
  readonly receipt: Receipt | undefined
  readonly printed: PrintedRead | undefined
  readonly hasReader: boolean
  /** What the camera sees, or why it sees nothing. */
  readonly hint: string
}

/** What the person wants of a confirmed picture. */
export interface PrintedAnswer {
  readonly way: 'ocr' | 'card-text'
  readonly printed: Printed
}

export const ageViews: Views<AgeStep, AgeDrawing> = {
  ...ceremonyViews,
  start: (_, { words, years, offered, choose }) => html`
    <div class="box" part="box">
      <h2>${words.title(years)}</h2>
      ${offered.length === 0 ? html`<p>${words.noPattern}</p>` : html`<p>${words.choose}</p>`}
      <ul class="patterns" part="patterns">
        ${offered.map((pattern) => {
          const { name, needs, learns, sure } = words.patterns[pattern]
          return html`
            <li>
              <button
                type="button"
                class="main"
                part="button start"
                value=${pattern}
                aria-describedby="about-${pattern}"
                @click=${() => choose(pattern)}
              >
                ${name}
              </button>
              <p class="small" id="about-${pattern}">${needs}<br />${learns}<br />${sure}</p>
            </li>
          `
        })}
      </ul>
    </div>
  `,
  'enter-number-b': numberBForm,
  'sign-sheet': (_, { words, origin, years, ceremony }) => html`
    <div class="box" part="box sheet" role="group" aria-labelledby="title">
      <h2 id="title" tabindex="-1">${words.signTitle}</h2>
      <p>${words.signText(origin, years)}</p>
      <p>${words.signHandsOver}</p>
      <div class="actions">
        <button type="button" class="main" part="button" @click=${() => ceremony.give()}>
          ${words.sign}
        </button>
        <button type="button" part="button" @click=${ceremony.stop}>${words.stop}</button>
      </div>
    </div>
  `,
  camera: (_, { words, ceremony, hint }) => html`
    <div class="box" part="box camera">
      <h2 tabindex="-1">${words.cameraTitle}</h2>
      <p class="small">${words.cameraText}</p>
      <div class="view">
        <video muted playsinline></video>
        <div class="guide"></div>
      </div>
      <p role="status">${hint}</p>
      <div class="actions">
        <label class="file" part="button">
          ${words.takeFile}
          <input
            type="file"
            accept="image/*"
            @change=${(event: Event) => {
              const file = (event.target as HTMLInputElement).files?.[0]
              if (file !== undefined) ceremony.give(file)
            }}
          />
        </label>
        <button type="button" part="button" @click=${ceremony.stop}>${words.stop}</button>
      </div>
    </div>
  `,
  'confirm-printed': confirmPrinted,
  checking: (_, { words }) =>
    html`<div class="box" part="box"><p class="waiting">${words.checking}</p></div>`,
  answered: ({ said }, { words, years, genuine, receipt, advice, afterwards }) => {
    const { title, text } = words[said](years)
    return html`
      <div class="box ${said === 'yes' ? 'done' : 'calm'}" part="box answered">
        <h2 tabindex="-1">${title}</h2>
        <p>${text}</p>
        ${genuine?.genuine === false ? html`<p class="small">${words.notChecked}</p>` : nothing}
        ${receipt && afterwards?.receiptView(receipt, advice?.receipt)}
      </div>
    `
  },
  unanswered: ({ because }, { words, again }) => {
    const { title, text } = words.unanswered[because]
    return html`
      <div class="box calm" part="box unanswered">
        <h2 tabindex="-1">${title}</h2>
        <p>${text}</p>
        <div class="actions">
          <button type="button" class="main" part="button" @click=${again}>
            ${words.otherWay}
          </button>
        </div>
        <slot name="help"></slot>
      </div>
    `
  },
  failed: (step, drawing) => html`
    ${ceremonyViews.failed(step, drawing)}
    ${
      step.error.code === 'login-refused' && step.error.facts.told === 'certificate-revoked'
        ? html`<p class="notice" part="notice">${drawing.words.moved}</p>`
        : nothing
    }
    <div class="actions">
      <button type="button" part="button" @click=${drawing.again}>${drawing.words.otherWay}</button>
    </div>
  `,
}

/** What was read, in fields that the person compares with the card and corrects. */
function confirmPrinted(
  _: AgeStep,
  { words, ceremony, printed = {}, hasReader }: AgeDrawing,
): TemplateResult {
  const say = words.numberB
  const field = (
    name: string,
    label: string,
    size: number,
    value: number | string | undefined,
  ) => html`
    <label class="part" for=${name}>
      <span>${label}</span>
      <input
        id=${name}
        name=${name}
        data-secret
        inputmode="numeric"
        autocomplete="off"
        maxlength=${size}
        size=${size}
        .value=${value === undefined ? '' : String(value)}
      />
    </label>
  `
  const give = (way: PrintedAnswer['way']) =>
    ceremony.give({ way, printed: printedFrom(ceremony.takeFields()) } satisfies PrintedAnswer)
  const content = html`
    <h2 tabindex="-1">${words.confirmTitle}</h2>
    <p>${words.confirmText}</p>
    ${
      printed.expiryMonth !== undefined && !endsOnBirthday(printed)
        ? html`<p class="problem">${words.notOnBirthday}</p>`
        : nothing
    }
    <fieldset>
      <legend>① ${say.birthDate}</legend>
      ${field('year', say.year, 4, printed.birthYear)}
      ${field('month', say.month, 2, printed.birthMonth)}
      ${field('day', say.day, 2, printed.birthDay)}
    </fieldset>
    <fieldset>
      <legend>② ${say.expiryYear}</legend>
      ${field('expiry-year', say.year, 4, printed.expiryYear)}
      ${field('expiry-month', say.month, 2, printed.expiryMonth)}
      ${field('expiry-day', say.day, 2, printed.expiryDay)}
    </fieldset>
    ${field('security-code', `③ ${say.securityCode}`, 4, printed.securityCode)}
    <div class="actions">
      ${
        hasReader
          ? html`<button type="button" part="button" @click=${() => give('card-text')}>
              ${words.useWithReader}
            </button>`
          : nothing
      }
      <button class="main" part="button">${words.answerByPicture}</button>
      <button type="button" part="button" @click=${ceremony.stop}>${words.stop}</button>
    </div>
  `
  return secretForm(content, () => give('ocr'))
}

/** What a screen reader says of a step. */
export function ageAnnouncement(step: AgeStep, words: AgeWords): string {
  return step.at === 'checking' ? words.checking : announcement(step, words)
}
