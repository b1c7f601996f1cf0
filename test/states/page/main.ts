// The stage: one widget, put into one state, in one language.
import '@myna/elements/myna-login'
import type { MynaLoginElement } from '@myna/elements'
import { loginStates, type LoginState } from './login-states'
import { insert, NOW, openReader, site, slot } from './world'

const states: Readonly<Record<string, LoginState>> = loginStates
const siteServer = await site()

/** Puts the widget on the stage, and brings it where the row says. */
async function bring(name: string, lang: string): Promise<void> {
  const state = states[name]!
  slot.remove()
  if (state.card !== undefined) await insert(state.card)
  document.documentElement.lang = lang
  const login = document.createElement('myna-login')
  Object.assign(login, {
    openReader: state.reader ?? openReader,
    server: { ...siteServer, ...state.server },
    keypad: state.keypad ?? false,
    now: () => state.now ?? NOW,
  })
  document.querySelector('#stage')!.replaceChildren(login)
  await login.updateComplete
  if (state.at === 'start') return
  void login.start()
  const does = [...(state.does ?? [])]
  await until(login, async () => {
    await login.updateComplete
    const next = does[0]
    const root = login.shadowRoot!
    const isQuestion = ['last-try', 'confirm-last-try'].includes(login.step.at)
    if (typeof next === 'number' && isQuestion) {
      does.shift()
      root.querySelectorAll<HTMLButtonElement>('.actions button')[next]!.click()
    } else if (typeof next === 'string' && login.step.at === 'enter-pin') {
      does.shift()
      root.querySelector<HTMLInputElement>('#pin')!.value = next
      if (does.length === 0) state.then?.({ remove: () => slot.remove(), login })
      root.querySelector('form')!.requestSubmit()
      await new Promise((resolve) => setTimeout(resolve, 60)) // the step after it
    } else if (next === undefined && state.does === undefined && login.step.at === 'enter-pin')
      state.then?.({ remove: () => slot.remove(), login })
    return does.length === 0 && login.step.at === state.at
  })
  await login.updateComplete
}

async function until(login: MynaLoginElement, isThere: () => Promise<boolean>): Promise<void> {
  const late = performance.now() + 10_000
  while (!(await isThere())) {
    if (performance.now() > late) throw new Error(`it stays at ${JSON.stringify(login.step)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  // words for failures come a moment later
  await new Promise((resolve) => setTimeout(resolve, 150))
}

Object.assign(globalThis, { stage: { bring, names: Object.keys(states) } })
