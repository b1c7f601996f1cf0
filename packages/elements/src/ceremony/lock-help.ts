import type { SecretName } from '@myna/apdu'
import { html, type TemplateResult } from 'lit'
import type { LockHelpWords } from '../words/words'

/** Which other secret sets a locked one free without an office (`ux.md` 22). */
const freedBy: Readonly<Partial<Record<SecretName, SecretName>>> = {
  'authentication-pin': 'signing-pin',
  'signing-pin': 'authentication-pin',
}

/** Asks the two things that the way out of a lock depends on, and tells the way. */
export function lockHelp(secret: SecretName, words: LockHelpWords): TemplateResult {
  const other = freedBy[secret]
  const tell = (event: Event) => {
    const form = event.currentTarget as HTMLFormElement
    const chosen = new FormData(form)
    const [place, knows] = [chosen.get('place'), chosen.get('knows') ?? 'no']
    const status = form.querySelector('[role=status]')!
    status.textContent =
      place === 'abroad'
        ? words.abroad
        : place === 'japan'
          ? knows === 'yes'
            ? words.withOther
            : words.office
          : ''
  }
  const choice = (name: string, value: string, label: string) => html`
    <label class="choice"><input type="radio" name=${name} value=${value} />${label}</label>
  `
  return html`
    <form class="lock-help" part="lock-help" @change=${tell} @submit=${stay}>
      ${
        other === undefined
          ? ''
          : html`<fieldset>
              <legend>${words.knowsOther(other)}</legend>
              ${choice('knows', 'yes', words.yes)} ${choice('knows', 'no', words.no)}
            </fieldset>`
      }
      <fieldset>
        <legend>${words.lives}</legend>
        ${choice('place', 'japan', words.inJapan)} ${choice('place', 'abroad', words.inAbroad)}
      </fieldset>
      <p role="status"></p>
    </form>
  `
}

const stay = (event: Event) => event.preventDefault()
