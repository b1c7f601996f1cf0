import { html, type TemplateResult } from 'lit'
import type { CeremonyWords } from '../words/words'
import type { Drawing, Views } from './drawing'
import { pinForm } from './pin-form'
import type { CeremonyStep } from './steps'

/** The drawings of the steps that all widgets share. */
export const ceremonyViews: Views<CeremonyStep, Drawing> = {
  'choose-reader': (_, drawing) => waiting(drawing.words.chooseReader, drawing),
  'place-card': (_, drawing) => waiting(drawing.words.placeCard, drawing),
  reading: ({ part, parts }, drawing) => waiting(drawing.words.reading(part, parts), drawing),
  'last-try': ({ triesLeft }, drawing) => {
    const { title, text } = drawing.words.lastTry(triesLeft)
    return question(title, text, drawing.words.lastTryGoOn, drawing)
  },
  'enter-pin': pinForm,
  'type-at-reader': ({ triesLeft, problem }, drawing) => {
    const { words } = drawing
    return html`
      <div class="box" part="box">
        <p class="waiting" id="at-reader">${words.typeAtReader}</p>
        <p class="tries">
          ${problem === 'wrong' ? words.pinWrong(triesLeft) : words.triesLeft(triesLeft)}
        </p>
        ${stopButton(drawing)}
      </div>
    `
  },
  'confirm-last-try': (_, drawing) => {
    const { title, text } = drawing.words.confirmLastTry
    return question(title, text, drawing.words.confirmGoOn, drawing)
  },
  'keep-card': (_, drawing) => waiting(drawing.words.keepCard, drawing),
  // without its words (the page has lost its network, say) a failure is told all the same
  failed: ({ error }, drawing) =>
    drawing.afterwards?.failure(error, drawing.advice!, drawing) ?? failedWithoutWords(drawing),
}

const failedWithoutWords = ({ words, start }: Drawing) => html`
  <div class="box error" part="box error">
    <h2 tabindex="-1">${words.failed.title}</h2>
    <p>${words.failed.text}</p>
    <div class="actions">
      <button type="button" class="main" part="button" @click=${() => start()}>
        ${words.again}
      </button>
    </div>
    <slot name="help"></slot>
  </div>
`

/** What a screen reader says when a step begins and no question takes the focus. */
export function announcement(step: CeremonyStep | { readonly at: string }, words: CeremonyWords) {
  const { at } = step
  if (at === 'choose-reader') return words.chooseReader
  if (at === 'place-card') return words.placeCard
  if (at === 'keep-card') return words.keepCard
  if (at === 'type-at-reader') return words.typeAtReader
  // only the first part is said: the others follow too fast to be heard
  return at === 'reading' ? words.reading(1, (step as { parts: number }).parts) : ''
}

/** Something goes on, and can be stopped. */
export const waiting = (text: string, drawing: Drawing): TemplateResult => html`
  <div class="box" part="box">
    <p class="waiting">${text}</p>
    ${stopButton(drawing)}
  </div>
`

const stopButton = ({ words, ceremony }: Drawing) => html`
  <div class="actions">
    <button type="button" part="button" @click=${ceremony.stop}>${words.stop}</button>
  </div>
`

/** Stopping is the default: it comes first, has the focus and looks like the main button. */
const question = (title: string, text: string, goOn: string, { words, ceremony }: Drawing) => html`
  <div class="box error" part="box" role="group" aria-labelledby="title" aria-describedby="text">
    <h2 id="title">${title}</h2>
    <p id="text">${text}</p>
    <div class="actions">
      <button type="button" class="main" part="button" data-focus @click=${ceremony.stop}>
        ${words.stop}
      </button>
      <button type="button" part="button" @click=${() => ceremony.give()}>${goOn}</button>
    </div>
  </div>
`
