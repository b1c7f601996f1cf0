// What a person needs only after they began: the words and ways of a failure, and the receipt. It is
// downloaded with the words for them, once a flow is under way.
import type { AnyCardError } from '@myna/apdu'
import { html, nothing, type TemplateResult } from 'lit'
import { adviceOn } from '../words/advice'
import { ownerOf } from '../words/remedies'
import type { AdviceWords } from '../words/words'
import type { Drawing } from './drawing'
import { helpCode } from './help-code'
import { lockHelp } from './lock-help'

export { receiptView } from './receipt-view'

/** A failure: what it is, whose it is, what to do, and what to tell the help desk. */
export function failure(
  error: AnyCardError,
  advice: AdviceWords,
  { words, start }: Drawing,
): TemplateResult {
  const { title, text } = adviceOn(error, advice)
  const { remedy } = advice.situations[error.code]
  const owner = ownerOf(error)
  // a new certificate is nothing to worry about, and stopping was the person's own choice
  const isCalm = error.code === 'cancelled' || error.code === 'certificate-new'
  const tone = isCalm ? 'calm' : 'error'
  return html`
    <div class="box ${tone}" part="box ${tone}">
      ${owner === 'person' ? nothing : html`<p class="small owner">${advice.owners[owner]}</p>`}
      <h2 tabindex="-1">${title}</h2>
      <p>${text}</p>
      ${error.code === 'pin-locked' ? lockHelp(error.facts.secret, advice.lockHelp) : nothing}
      <div class="actions">
        ${
          remedy === 'none'
            ? nothing
            : html`<button type="button" class="main" part="button" @click=${() => start()}>
                ${words.again}
              </button>`
        }
        ${
          remedy === 'again-or-other-reader'
            ? html`<button type="button" part="button" @click=${() => start({ choose: true })}>
                ${words.otherReader}
              </button>`
            : nothing
        }
      </div>
      <slot name="help"></slot>
      ${owner === 'person' ? nothing : codeToCopy(helpCode(error), advice)}
    </div>
  `
}

const codeToCopy = (code: string, { help }: AdviceWords) => html`
  <p class="small help-code" part="help-code">
    ${help.code} <code>${code}</code>
    <button
      type="button"
      part="button"
      @click=${async (event: Event) => {
        const status = (event.currentTarget as Element).nextElementSibling!
        await navigator.clipboard?.writeText(code).then(
          () => (status.textContent = help.copied),
          () => {}, // a page without a clipboard: the code can be marked and copied by hand
        )
      }}
    >
      ${help.copy}
    </button>
    <span role="status"></span>
  </p>
`
