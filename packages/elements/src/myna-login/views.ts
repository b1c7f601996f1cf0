import { html, nothing, type TemplateResult } from 'lit'
import type { AdviceWords, Words } from '../words/words'
import { adviceOn } from './advice'
import type { EnterPin, LoginStep } from './flow'

/** What a person can do on the drawing of a step. */
export interface LoginActions {
  start(): void
  startWithOtherReader(): void
  stop(): void
  goOn(): void
  submitPin(event: SubmitEvent): void
  showOrHidePin(): void
}

interface Drawing {
  readonly words: Words
  readonly advice: AdviceWords | undefined
  readonly origin: string
  readonly act: LoginActions
  readonly isPinShown: boolean
}

type Draw<Step> = (step: Step, drawing: Drawing) => TemplateResult

/** One drawing for each step: a new step without one does not compile. */
type Views = { readonly [At in LoginStep['at']]: Draw<Extract<LoginStep, { at: At }>> }

const views: Views = {
  start: (_, { words, origin, act }) => html`
    <button class="main" part="button start" @click=${act.start}>
      <slot name="label">${words.start}</slot>
    </button>
    <p class="small consent" part="consent">${words.sends(origin)}<br />${words.sendsNot}</p>
  `,
  'choose-reader': (_, drawing) => waiting(drawing.words.chooseReader, drawing),
  'place-card': (_, drawing) => waiting(drawing.words.placeCard, drawing),
  reading: (_, drawing) => waiting(drawing.words.reading, drawing),
  'last-try': ({ triesLeft }, { words, act }) => {
    const { title, text } = words.lastTry(triesLeft)
    return question(title, text, words.lastTryGoOn, words, act)
  },
  'enter-pin': enterPin,
  'confirm-last-try': (_, { words, act }) => {
    const { title, text } = words.confirmLastTry
    return question(title, text, words.confirmGoOn, words, act)
  },
  'keep-card': (_, drawing) => waiting(drawing.words.keepCard, drawing),
  checking: (_, { words }) =>
    html`<div class="box" part="box"><p class="waiting">${words.checking}</p></div>`,
  done: (_, { words }) => html`
    <div class="box done" part="box done"><h2 tabindex="-1">${words.done}</h2></div>
  `,
  failed: ({ error }, { words, advice, act }) => {
    const { title, text } = advice === undefined ? words.failed : adviceOn(error, advice)
    const remedy = advice?.remedies[error.code] ?? 'again'
    const tone = error.code === 'cancelled' ? 'calm' : 'error'
    return html`
      <div class="box ${tone}" part="box ${tone}">
        <h2 tabindex="-1">${title}</h2>
        <p>${text}</p>
        <div class="actions">
          ${
            remedy === 'none'
              ? nothing
              : html`<button class="main" part="button" @click=${act.start}>${words.again}</button>`
          }
          ${
            remedy === 'again-or-other-reader'
              ? html`<button part="button" @click=${act.startWithOtherReader}>
                  ${words.otherReader}
                </button>`
              : nothing
          }
        </div>
        <slot name="help"></slot>
      </div>
    `
  },
}

/** The drawing of a step. */
export const draw = (step: LoginStep, drawing: Drawing): TemplateResult =>
  (views[step.at] as Draw<LoginStep>)(step, drawing)

/** What a screen reader says when a step begins and no question takes the focus. */
export const announcement = ({ at }: LoginStep, words: Words): string => {
  const key = spoken[at]
  return key === undefined ? '' : words[key]
}

const spoken: Partial<
  Record<
    LoginStep['at'],
    'chooseReader' | 'placeCard' | 'reading' | 'keepCard' | 'checking' | 'done'
  >
> = {
  'choose-reader': 'chooseReader',
  'place-card': 'placeCard',
  reading: 'reading',
  'keep-card': 'keepCard',
  checking: 'checking',
  done: 'done',
}

const waiting = (text: string, { words, act }: Drawing) => html`
  <div class="box" part="box">
    <p class="waiting">${text}</p>
    <div class="actions"><button part="button" @click=${act.stop}>${words.stop}</button></div>
  </div>
`

/** Stopping is the default: it comes first, has the focus and looks like the main button. */
const question = (
  title: string,
  text: string,
  goOn: string,
  words: Words,
  act: LoginActions,
) => html`
  <div class="box error" part="box" role="group" aria-labelledby="title" aria-describedby="text">
    <h2 id="title">${title}</h2>
    <p id="text">${text}</p>
    <div class="actions">
      <button class="main" part="button" data-focus @click=${act.stop}>${words.stop}</button>
      <button part="button" @click=${act.goOn}>${goOn}</button>
    </div>
  </div>
`

/** These events leave a shadow root, and page-wide scripts that record what is typed would have the PIN. */
const unheard = (event: Event): void => event.stopPropagation()

function enterPin({ triesLeft, problem }: EnterPin, { words, act, isPinShown }: Drawing) {
  const problems = {
    impossible: words.pinImpossible,
    other: words.pinOther,
    wrong: words.pinWrong(triesLeft), // says how many tries are left, too
  }
  return html`
    <form
      class="box"
      part="box"
      novalidate
      @submit=${act.submitPin}
      @keydown=${unheard}
      @keypress=${unheard}
      @keyup=${unheard}
      @beforeinput=${unheard}
      @input=${unheard}
      @paste=${unheard}
    >
      <label for="pin">${words.pinLabel}</label>
      <p class="small" id="hint">${words.pinHint}</p>
      <p class="tries" id="tries">${problem === 'wrong' ? nothing : words.triesLeft(triesLeft)}</p>
      <p class="problem" id="problem">
        ${problem === undefined ? nothing : `＊${problems[problem]}`}
      </p>
      <div class="field">
        <input
          id="pin"
          part="pin"
          data-focus
          type=${isPinShown ? 'text' : 'password'}
          inputmode="numeric"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          aria-invalid=${problem === undefined ? 'false' : 'true'}
          aria-describedby="problem tries hint"
        />
        <button type="button" part="button" @click=${act.showOrHidePin}>
          ${isPinShown ? words.hidePin : words.showPin}
        </button>
      </div>
      <div class="actions">
        <button class="main" part="button">${words.go}</button>
        <button type="button" part="button" @click=${act.stop}>${words.stop}</button>
      </div>
    </form>
  `
}
