import { eraNames, firstYearOf, type EraName, type NumberBParts } from '@myna/card'
import { html, nothing, svg, type TemplateResult } from 'lit'
import type { CeremonyWords } from '../words/words'
import type { Drawing } from './drawing'
import { secretForm } from './pin-form'
import type { EnterNumberB } from './present-number-b'

/** How the parts of 照合番号B are asked for, in one language. */
export interface NumberBWords {
  readonly label: string
  readonly hint: string
  readonly birthDate: string
  readonly calendar: string
  readonly gregorian: string
  readonly year: string
  readonly month: string
  readonly day: string
  readonly expiryYear: string
  readonly securityCode: string
  readonly impossible: string
  readonly wrong: (triesLeft: number | undefined) => string
  /** Of the drawing that shows where each part is printed. */
  readonly where: string
  readonly otherWay: string
  /** In place of the words above where the birth date alone is asked for. */
  readonly birthDateAlone: Pick<NumberBWords, 'label' | 'hint' | 'impossible' | 'wrong' | 'where'>
}

export interface NumberBDrawing extends Drawing<
  CeremonyWords & { readonly numberB: NumberBWords }
> {
  /** Another secret opens the same: a button says so. */
  readonly hasOtherWay: boolean
  /** Read by a camera, for the person to confirm. */
  readonly numberBRead?: Partial<NumberBParts> | undefined
}

/**
 * Three labelled groups, as they are printed, with a drawing of where; of the birth date alone the first.
 */
export function numberBForm(
  { secret, triesLeft, problem }: EnterNumberB,
  { words, ceremony, hasOtherWay, numberBRead: read }: NumberBDrawing,
): TemplateResult {
  const isWhole = secret !== 'birth-date-key'
  const say = { ...words.numberB, ...(isWhole ? {} : words.numberB.birthDateAlone) }
  const number = (name: string, label: string, size: number, value?: number | string) => html`
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
        aria-describedby="problem tries"
        aria-invalid=${problem === undefined ? 'false' : 'true'}
      />
    </label>
  `
  const told = problem === 'wrong' ? say.wrong(triesLeft) : say.impossible
  const content = html`
    <h2 tabindex="-1" data-focus>${say.label}</h2>
    <p class="small">${say.hint}</p>
    <p class="tries" id="tries">${problem === 'wrong' ? nothing : words.triesLeft(triesLeft)}</p>
    <p class="problem" id="problem">${problem === undefined ? nothing : `＊${told}`}</p>
    ${whereItIs(say, isWhole)}
    <fieldset>
      <legend>① ${say.birthDate}</legend>
      <label class="part" for="era">
        <span>${say.calendar}</span>
        <select id="era" name="era" data-secret>
          <option value="">${say.gregorian}</option>
          ${eraNames.map((era) => html`<option value=${era}>${era}</option>`)}
        </select>
      </label>
      ${number('year', say.year, 4, read?.birthYear)}
      ${number('month', say.month, 2, read?.birthMonth)}
      ${number('day', say.day, 2, read?.birthDay)}
    </fieldset>
    ${
      isWhole
        ? html`<div class="field">
            ${number('expiry-year', `② ${say.expiryYear}`, 4, read?.expiryYear)}
            ${number('security-code', `③ ${say.securityCode}`, 4, read?.securityCode)}
          </div>`
        : nothing
    }
    <div class="actions">
      <button class="main" part="button">${words.go}</button>
      <button type="button" part="button" @click=${ceremony.stop}>${words.stop}</button>
      ${
        hasOtherWay && isWhole
          ? html`<button type="button" part="button" @click=${() => ceremony.give(undefined)}>
              ${say.otherWay}
            </button>`
          : nothing
      }
    </div>
  `
  return secretForm(content, () => ceremony.give(partsOf(ceremony.takeFields())))
}

/** What was typed, full-width digits included; what is no number becomes one that no card has. */
export function partsOf(fields: Readonly<Record<string, string>>): NumberBParts {
  const text = (name: string) => (fields[name] ?? '').normalize('NFKC').trim()
  const number = (name: string) => (/^\d{1,4}$/.test(text(name)) ? Number(text(name)) : Number.NaN)
  const era = text('era')
  return {
    birthYear: era === '' ? number('year') : firstYearOf(era as EraName) - 1 + number('year'),
    birthMonth: number('month'),
    birthDay: number('day'),
    expiryYear: number('expiry-year'),
    securityCode: text('security-code'),
  }
}

/** Where the parts are printed: plain shapes, no picture of a card (`ux.md` §2). */
const whereItIs = ({ where }: Pick<NumberBWords, 'where'>, isWhole: boolean) => html`
  <svg class="where" viewBox="0 0 160 100" role="img" aria-label=${where}>
    ${svg`
      <rect x="1" y="1" width="158" height="98" rx="6" />
      <rect x="112" y="26" width="38" height="46" />
      <path d="M10 16h88M10 28h88M10 40h60" />
      <rect x="10" y="50" width="56" height="12" class="mark" />
      <text x="14" y="59">①</text>
      <rect x="10" y="68" width="56" height="12" class=${isWhole ? 'mark' : ''} />
      <rect x="112" y="78" width="38" height="12" class=${isWhole ? 'mark' : ''} />
    `}
    ${
      isWhole
        ? svg`<text x="14" y="77">②</text>
          <text x="116" y="87">③</text>`
        : nothing
    }
  </svg>
`
