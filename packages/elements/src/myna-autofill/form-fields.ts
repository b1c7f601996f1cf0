import { sexValues, type FieldName } from './values'
import type { Sex } from '@myna/card'

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

/** Controls of a form, and what each of them asks for. */
export type FieldMap = ReadonlyMap<FieldName, readonly Control[]>

/** Tokens of `autocomplete` (HTML §4.10.18.7) for what a card knows. */
const tokens: Readonly<Record<string, FieldName>> = {
  name: 'name',
  'family-name': 'family-name',
  'given-name': 'given-name',
  'street-address': 'address',
  'address-level1': 'prefecture',
  'address-level2': 'municipality',
  'address-line1': 'address-rest',
  bday: 'birth-date',
  'bday-year': 'birth-year',
  'bday-month': 'birth-month',
  'bday-day': 'birth-day',
  sex: 'sex',
}

/** By name of the form's control, in the place of its `autocomplete`. */
export type Mapping = Readonly<Record<string, FieldName>>

const isControl = (element: Element): element is Control =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLSelectElement ||
  element instanceof HTMLTextAreaElement

/** What a form asks for. Controls that are read-only or disabled ask for nothing. */
export function fieldsOf(form: HTMLFormElement, mapping: Mapping = {}): FieldMap {
  const fields = new Map<FieldName, Control[]>()
  for (const element of form.elements) {
    if (!isControl(element) || element.disabled) continue
    if (!(element instanceof HTMLSelectElement) && element.readOnly) continue
    const token = element.autocomplete.split(/\s+/).at(-1)!.toLowerCase()
    const field = Object.hasOwn(mapping, element.name) ? mapping[element.name] : tokens[token]
    if (field !== undefined) fields.set(field, [...(fields.get(field) ?? []), element])
  }
  return fields
}

/**
 * Writes a value as a person would: the framework that draws the form hears of it, and `required` and
 * `pattern` see it. A choice is taken only if the form has it.
 *
 * @returns whether a control took it
 */
export function fill(field: FieldName, controls: readonly Control[], value: string): boolean {
  let isTaken = false
  for (const control of controls) {
    const takes = field === 'sex' ? takeSex(control, value as Sex | '') : takeText(control, value)
    if (!takes) continue
    isTaken = true
    control.dispatchEvent(new Event('input', { bubbles: true }))
    control.dispatchEvent(new Event('change', { bubbles: true }))
  }
  return isTaken
}

function takeText(control: Control, value: string): boolean {
  if (value === '') return false
  if (control instanceof HTMLSelectElement) return choose(control, [value, value.padStart(2, '0')])
  if (control.maxLength >= 0 && value.length > control.maxLength) return false
  write(control, value)
  return control.value === value
}

function takeSex(control: Control, value: Sex | ''): boolean {
  const words: readonly string[] = value === '' ? [] : sexValues[value]
  if (control instanceof HTMLSelectElement) return choose(control, words)
  if (control instanceof HTMLInputElement && control.type === 'radio') {
    if (!words.includes(control.value.toLowerCase())) return false
    // `click` is what frameworks listen to
    control.click()
    return control.checked
  }
  write(control, words[0] ?? '')
  return true
}

function choose(select: HTMLSelectElement, words: readonly string[]): boolean {
  const option = [...select.options].find(({ value, text }) =>
    words.some((word) => value.toLowerCase() === word || text.trim() === word),
  )
  if (option === undefined) return false
  write(select, option.value)
  return select.value === option.value
}

/** By the prototype's setter: React puts its own on the element, and would not see the change. */
function write(control: Control, value: string): void {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), 'value')!.set!.call(
    control,
    value,
  )
}
