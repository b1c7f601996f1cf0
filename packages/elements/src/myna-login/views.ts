import type { CertificateDates } from '@myna/card'
import { html, nothing, type TemplateResult } from 'lit'
import type { Drawing, Views } from '../ceremony/drawing'
import { expiryOf } from '../ceremony/expiry'
import type { Receipt } from '../ceremony/receipt'
import { announcement, ceremonyViews } from '../ceremony/views'
import { dayIn } from '../words/dates'
import type { LoginStep } from './flow'
import type { LoginWords } from './words'

export interface LoginDrawing extends Drawing<LoginWords> {
  readonly policyUrl: string | undefined
  readonly dates: CertificateDates | undefined
  readonly receipt: Receipt | undefined
  readonly now: Date
  /** Puts the reminder away; `undefined` when the person has done so. */
  readonly dismissReminder: (() => void) | undefined
}

export const loginViews: Views<LoginStep, LoginDrawing> = {
  ...ceremonyViews,
  start: (_, { words, origin, start, policyUrl }) => html`
    <button type="button" class="main" part="button start" @click=${() => start()}>
      <slot name="label">${words.start}</slot>
    </button>
    <p class="small consent" part="consent">
      ${words.sends(origin)}<br />${words.sendsNot}
      ${
        policyUrl === undefined
          ? nothing
          : html`<br /><a href=${policyUrl} target="_blank" rel="noopener">${words.policy}</a>`
      }
    </p>
  `,
  checking: (_, { words }) =>
    html`<div class="box" part="box"><p class="waiting">${words.checking}</p></div>`,
  'ask-renewal': (_, { words, ceremony }) => html`
    <div class="box" part="box" role="group" aria-labelledby="title">
      <h2 id="title" tabindex="-1">${words.renewalTitle}</h2>
      <p>${words.renewalText}</p>
      <div class="actions">
        <button type="button" part="button" @click=${() => ceremony.give(true)}>
          ${words.renewalYes}
        </button>
        <button type="button" part="button" @click=${() => ceremony.give(false)}>
          ${words.renewalNo}
        </button>
        <button type="button" part="button" @click=${ceremony.stop}>${words.stop}</button>
      </div>
    </div>
  `,
  done: (_, drawing) => html`
    <div class="box done" part="box done">
      <h2 tabindex="-1">${drawing.words.done}</h2>
      ${reminder(drawing)}
      ${
        drawing.receipt && drawing.afterwards?.receiptView(drawing.receipt, drawing.advice?.receipt)
      }
    </div>
  `,
  failed: (step, drawing) => html`
    ${ceremonyViews.failed(step, drawing)}
    ${
      step.error.code === 'login-refused' && step.error.facts.told === 'certificate-expired'
        ? reminder(drawing)
        : nothing
    }
  `,
}

/** That the certificate ends, or has ended: told, and never in the way. */
function reminder({ words, dates, now, dismissReminder }: LoginDrawing): TemplateResult {
  const expiry = dates === undefined ? 'far' : expiryOf(dates, now)
  if (expiry === 'far' || dismissReminder === undefined) return html``
  const day = dayIn(words.language, dates!.notAfter)
  return html`
    <div class="notice" part="notice">
      <p>${expiry === 'past' ? words.certificatePast(day) : words.certificateUntil(day)}</p>
      <button type="button" part="button" @click=${dismissReminder}>${words.dismiss}</button>
    </div>
  `
}

export const TRANSACTION = 'transaction'

/** What is confirmed stands in sight until it is confirmed; then it is in the receipt. */
export const transactionView = (
  text: string | undefined,
  { at }: LoginStep,
  words: LoginWords,
): TemplateResult =>
  text === undefined || at === 'done'
    ? html``
    : html`
        <div
          class="box transaction"
          part="box transaction"
          id=${TRANSACTION}
          role="group"
          aria-label=${words.transaction}
        >
          <p class="small">${words.transaction}</p>
          <p class="as-written">${text}</p>
        </div>
      `

/** What a screen reader says of a step. */
export const loginAnnouncement = (step: LoginStep, words: LoginWords): string =>
  step.at === 'checking' || step.at === 'done' ? words[step.at] : announcement(step, words)
