// A page without a framework, as an SP writes it.
import '@myna/elements/myna-login'
import type { MynaLoginElement } from '@myna/elements'
import { openReader, server } from './parts'

document.querySelector('#app')!.innerHTML = `
  <p id="who">nobody</p>
  <button id="switch">switch</button>
  <button id="purpose">purpose</button>
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
