import { html, nothing, type TemplateResult } from 'lit'
import type { ReceiptWords } from '../words/words'
import type { Item, Receipt } from './receipt'

/** The receipt of a meeting, folded; it can be copied as JSON and printed. */
export function receiptView(receipt: Receipt, words: ReceiptWords | undefined): TemplateResult {
  if (words === undefined) return html``
  const list = (items: readonly Item[]) =>
    items.length === 0
      ? html`<dd>${words.nothing}</dd>`
      : items.map((item) => html`<dd>${words.items[item]}</dd>`)
  return html`
    <details class="receipt" part="receipt">
      <summary>${words.title}</summary>
      <dl>
        <dt>${words.site}</dt>
        <dd>${receipt.site}</dd>
        <dt>${words.at}</dt>
        <dd><time datetime=${receipt.at}>${words.time(receipt.at)}</time></dd>
        ${
          receipt.confirmed === undefined
            ? nothing
            : html`<dt>${words.confirmed}</dt>
                <dd class="as-written">${receipt.confirmed}</dd>`
        }
        <dt>${words.read}</dt>
        ${list(receipt.read)}
        <dt>${words.sent}</dt>
        ${list(receipt.sent)}
        <dt>${words.never}</dt>
        <dd>${words.neverItems}</dd>
        <dt>${words.keeps}</dt>
        <dd>${receipt.keeps ?? words.keepsUnsaid}</dd>
      </dl>
      <div class="actions">
        <button
          type="button"
          part="button"
          @click=${(event: Event) => void copy(event, JSON.stringify(receipt, null, 2), words)}
        >
          ${words.copy}
        </button>
        ${
          typeof globalThis.print === 'function'
            ? html`<button type="button" part="button" @click=${() => print()}>
                ${words.print}
              </button>`
            : nothing
        }
      </div>
      <p class="small" role="status"></p>
    </details>
  `
}

/** Without a clipboard (a page that may not use it) the text is shown, to be copied by hand. */
async function copy(event: Event, text: string, words: ReceiptWords): Promise<void> {
  const box = (event.currentTarget as Element).closest('details')!
  const status = box.querySelector('[role=status]')!
  const isCopied = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  )
  status.textContent = isCopied ? words.copied : text
}
