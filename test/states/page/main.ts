// The stage: one widget, put into one state, in one language.
import '@myna/elements/myna-age-check'
import '@myna/elements/myna-autofill'
import '@myna/elements/myna-login'
import '@myna/elements/myna-self-check'
import { ageStates } from './age-states'
import { autofillStates } from './autofill-states'
import { loginStates } from './login-states'
import { selfCheckStates } from './self-check-states'
import type { State, Widget } from './state'
import { insert, NOW, numberBFields, openReader, site, slot } from './world'

const widgets: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'myna-age-check': ageStates,
  'myna-autofill': autofillStates,
  'myna-login': loginStates,
  'myna-self-check': selfCheckStates,
}
const siteServer = await site()

/** Puts the widget on the stage as the row has it, for somebody to begin. */
async function begin(tag: string, name: string, lang: string): Promise<Widget> {
  const state = widgets[tag]![name] as State<Widget>
  slot.remove()
  if (state.card !== undefined) await insert(state.card)
  document.documentElement.lang = lang
  const widget = document.createElement(tag) as Widget
  Object.assign(widget, {
    openReader: state.reader ?? openReader,
    server: { ...siteServer, ...state.server },
    keypad: state.keypad ?? false,
    now: () => state.now ?? NOW,
    ...state.set,
  })
  if (tag === 'myna-autofill') widget.setAttribute('for', 'form')
  document.querySelector('#stage')!.replaceChildren(widget)
  await widget.updateComplete
  return widget
}

/** Puts the widget on the stage, and brings it where the row says. */
async function bring(tag: string, name: string, lang: string): Promise<void> {
  const widget = await begin(tag, name, lang)
  const state = widgets[tag]![name] as State<Widget>
  if (state.at === 'start') return
  void widget.start()
  const does = [...(state.does ?? [])]
  const then = () => state.then?.({ remove: () => slot.remove(), widget })
  await until(widget, async () => {
    await widget.updateComplete
    const next = does[0]
    const root = widget.shadowRoot!
    const isQuestion = ['last-try', 'confirm-last-try', 'enter-number-b', 'sign-sheet'].includes(
      widget.step.at,
    )
    if (typeof next === 'number' && isQuestion) {
      does.shift()
      root.querySelectorAll<HTMLButtonElement>('.actions button')[next]!.click()
    } else if (typeof next === 'string' && widget.step.at === 'enter-pin') {
      does.shift()
      root.querySelector<HTMLInputElement>('#pin')!.value = next
      if (does.length === 0) then()
      root.querySelector('form')!.requestSubmit()
      await new Promise((resolve) => setTimeout(resolve, 60)) // the step after it
    } else if (typeof next === 'string' && widget.step.at === 'enter-number-b') {
      does.shift()
      for (const [field, value] of Object.entries(await numberBFields(state.card, next))) {
        const input = root.querySelector<HTMLInputElement>(`[name="${field}"]`)
        if (input !== null) input.value = value // of the birth date alone, some are not there
      }
      if (does.length === 0) then()
      root.querySelector('form')!.requestSubmit()
      await new Promise((resolve) => setTimeout(resolve, 100))
    } else if (next === 'hand-over' && ['review', 'confirm-printed'].includes(widget.step.at)) {
      does.shift()
      root.querySelector('form')!.requestSubmit()
    } else if (next === undefined && state.does === undefined && widget.step.at === 'enter-pin')
      then()
    return does.length === 0 && widget.step.at === state.at
  })
  await widget.updateComplete
}

async function until(widget: Widget, isThere: () => Promise<boolean>): Promise<void> {
  const late = performance.now() + 10_000
  while (!(await isThere())) {
    if (performance.now() > late) throw new Error(`it stays at ${JSON.stringify(widget.step)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  // words for failures come a moment later
  await new Promise((resolve) => setTimeout(resolve, 150))
}

/** What a person reads off the card in their hand. */
async function printed(name: string): Promise<{ expiry: string; code: string }> {
  const fields = await numberBFields(name, 'right')
  return { expiry: fields['expiry-year']!, code: fields['security-code']! }
}

Object.assign(globalThis, { stage: { bring, begin, printed } })
