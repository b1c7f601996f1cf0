import { html } from 'lit'
import type { Drawing, Views } from '../ceremony/drawing'
import { announcement, ceremonyViews } from '../ceremony/views'
import type { LoginStep } from './flow'
import type { LoginWords } from './words'

export const loginViews: Views<LoginStep, Drawing<LoginWords>> = {
  ...ceremonyViews,
  start: (_, { words, origin, start }) => html`
    <button type="button" class="main" part="button start" @click=${() => start()}>
      <slot name="label">${words.start}</slot>
    </button>
    <p class="small consent" part="consent">${words.sends(origin)}<br />${words.sendsNot}</p>
  `,
  checking: (_, { words }) =>
    html`<div class="box" part="box"><p class="waiting">${words.checking}</p></div>`,
  done: (_, { words }) => html`
    <div class="box done" part="box done"><h2 tabindex="-1">${words.done}</h2></div>
  `,
}

/** What a screen reader says of a step. */
export const loginAnnouncement = (step: LoginStep, words: LoginWords): string =>
  step.at === 'checking' || step.at === 'done' ? words[step.at] : announcement(step, words)
