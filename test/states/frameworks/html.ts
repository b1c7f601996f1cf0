// A page without a framework, as an SP writes it.
import '@myna/elements/myna-age-check'
import '@myna/elements/myna-autofill'
import '@myna/elements/myna-login'
import '@myna/elements/myna-self-check'
import type { MynaAgeCheckedEvent, MynaFilledEvent, MynaLoginElement } from '@myna/elements'
import { ageServer, openReader, server } from './parts'

document.querySelector('#app')!.innerHTML = `
  <p id="who">nobody</p>
  <button id="switch">switch</button>
  <button id="purpose">purpose</button>
  <p id="heard"></p>
  <form id="form"><label>name <input name="name" autocomplete="name" /></label></form>
  <myna-autofill for="form"></myna-autofill>
  <myna-age-check over="20" patterns="jpki-sign"></myna-age-check>
  <myna-self-check></myna-self-check>
`
const make = (): MynaLoginElement => {
  const login = document.createElement('myna-login')
  Object.assign(login, { openReader, server })
  login.addEventListener('myna-signed-in', ({ answer }) => {
    document.querySelector('#who')!.textContent = JSON.stringify(answer)
  })
  document.querySelector('#app')!.append(login)
  return login
}
let login: MynaLoginElement | undefined = make()
document.querySelector('#switch')!.addEventListener('click', () => {
  if (login === undefined) login = make()
  else login = void login.remove()
})
document
  .querySelector('#purpose')!
  .addEventListener('click', () => login?.setAttribute('purpose', 'step-up'))

const hear = (text: string) => {
  document.querySelector('#heard')!.textContent = text
}
const app = document.querySelector('#app')!
Object.assign(app.querySelector('myna-autofill')!, { openReader })
Object.assign(app.querySelector('myna-age-check')!, { openReader, server: ageServer })
Object.assign(app.querySelector('myna-self-check')!, { openReader })
app.addEventListener('myna-filled', (event) =>
  hear(`filled ${(event as MynaFilledEvent).fields.join()}`),
)
app.addEventListener('myna-age-checked', (event) =>
  hear(`age ${(event as MynaAgeCheckedEvent).answer.evidence}`),
)
app.addEventListener('myna-checked', () => hear('checked'))
