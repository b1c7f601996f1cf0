import type { SecretName } from '@myna/apdu'
import { html, nothing, type TemplateResult } from 'lit'
import type { SecretWords } from '../words/words'
import type { Drawing } from './drawing'
import type { EnterPin } from './steps'

/** How a secret is typed. Lower case is not made upper case for anybody: the person is asked. */
const fields: Readonly<Record<SecretName, { readonly isNumber: boolean; readonly size: number }>> =
  {
    'authentication-pin': { isNumber: true, size: 4 },
    'signing-pin': { isNumber: false, size: 16 },
    'input-support-pin': { isNumber: true, size: 4 },
    'number-b': { isNumber: true, size: 14 },
    'face-number-b': { isNumber: true, size: 14 },
    'birth-date-key': { isNumber: true, size: 6 },
  }

/** These events leave a shadow root, and page-wide scripts that record what is typed would have the PIN. */
const unheard = (event: Event): void => event.stopPropagation()

/** A form whose typing stays in the widget. */
export const secretForm = (
  content: TemplateResult | readonly TemplateResult[],
  submit: () => void,
): TemplateResult => html`
  <form
    class="box"
    part="box"
    novalidate
    @submit=${(event: SubmitEvent) => {
      event.preventDefault()
      submit()
    }}
    @keydown=${unheard}
    @keypress=${unheard}
    @keyup=${unheard}
    @beforeinput=${unheard}
    @input=${unheard}
    @change=${unheard}
    @paste=${unheard}
    @copy=${unheard}
    @cut=${unheard}
  >
    ${content}
  </form>
`

/** Asks for a PIN, with the tries left above the field. */
export function pinForm(
  { secret, triesLeft, problem }: EnterPin,
  { words, ceremony, keypad, pinFor }: Drawing,
): TemplateResult {
  const say = words.secrets[secret]
  if (say === undefined) throw new RangeError(`this widget has no words for the ${secret}`)
  const { isNumber, size } = fields[secret]
  const content = html`
    <label for="pin">${say.label}</label>
    <p class="small" id="hint">${say.hint}</p>
    <p class="tries" id="tries">${problem === 'wrong' ? nothing : words.triesLeft(triesLeft)}</p>
    <p class="problem" id="problem">
      ${problem === undefined ? nothing : `＊${textOf(problem, say, words.pinWrong(triesLeft))}`}
    </p>
    <div class="field">
      <input
        id="pin"
        class=${isNumber ? 'digits' : 'letters'}
        part="pin"
        data-secret
        data-focus
        size=${size}
        type=${ceremony.isSecretShown ? 'text' : 'password'}
        inputmode=${isNumber ? 'numeric' : 'text'}
        autocomplete="off"
        autocapitalize=${isNumber ? 'none' : 'characters'}
        spellcheck="false"
        aria-invalid=${problem === undefined ? 'false' : 'true'}
        aria-describedby=${[pinFor, 'problem', 'tries', 'hint'].filter(Boolean).join(' ')}
      />
      <button
        type="button"
        part="button"
        @click=${() => ceremony.showSecret(!ceremony.isSecretShown)}
      >
        ${ceremony.isSecretShown ? words.hideSecret : words.showSecret}
      </button>
    </div>
    ${keypad && isNumber ? digitKeys(words.keypad, words.eraseDigit) : nothing}
    <div class="actions">
      <button class="main" part="button">${words.go}</button>
      <button type="button" part="button" @click=${ceremony.stop}>${words.stop}</button>
    </div>
  `
  return secretForm(content, () => ceremony.give(ceremony.takeTyped()))
}

const textOf = (
  problem: NonNullable<EnterPin['problem']>,
  { impossible, lowerCase = impossible, other = impossible }: SecretWords,
  wrong: string,
): string => ({ impossible, 'lower-case': lowerCase, other, wrong })[problem]

/** Keys to type digits with a pointer, into the field before them. */
const digitKeys = (name: string, erase: string) => html`
  <div class="keypad" role="group" aria-label=${name} @click=${typeDigit}>
    ${['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'].map(
      (digit) => html`<button type="button" part="button" value=${digit}>${digit}</button>`,
    )}
    <button type="button" part="button" value="" aria-label=${erase}>⌫</button>
  </div>
`

function typeDigit(event: Event): void {
  const key = (event.target as Element).closest('button')
  const form = key?.closest('form')
  const input = form?.querySelector<HTMLInputElement>('input[data-secret]')
  if (!key || !input) return
  input.value = key.value === '' ? input.value.slice(0, -1) : input.value + key.value
}
