// A page for React 18 and older as an SP writes it: components in the place of the elements.
import '@myna/elements/myna-age-check'
import '@myna/elements/myna-autofill'
import '@myna/elements/myna-login'
import '@myna/elements/myna-self-check'
import {
  ageCheckComponent,
  autofillComponent,
  loginComponent,
  selfCheckComponent,
} from '@myna/elements/react-components'
import * as React from 'react'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { ageServer, openReader, server } from './parts'

const [Login, AgeCheck, Autofill, SelfCheck] = [
  loginComponent(React),
  ageCheckComponent(React),
  autofillComponent(React),
  selfCheckComponent(React),
]

function Page() {
  const [who, setWho] = useState('nobody')
  const [isShown, setShown] = useState(true)
  const [heard, setHeard] = useState('')
  const [purpose, setPurpose] = useState<'login' | 'step-up'>('login')
  return (
    <>
      <p id="who">{who}</p>
      <button id="switch" onClick={() => setShown(!isShown)}>
        switch
      </button>
      <button id="purpose" onClick={() => setPurpose('step-up')}>
        purpose
      </button>
      {isShown && (
        <Login
          purpose={purpose}
          openReader={openReader}
          server={server}
          onSignedIn={(event) => setWho(JSON.stringify(event.answer))}
        />
      )}
      <p id="heard">{heard}</p>
      <form id="form">
        <label>
          name <input name="name" autoComplete="name" />
        </label>
      </form>
      <Autofill
        htmlFor="form"
        openReader={openReader}
        onFilled={(event) => setHeard(`filled ${event.fields.join()}`)}
      />
      <AgeCheck
        over="20"
        patterns="jpki-sign"
        openReader={openReader}
        server={ageServer}
        onAgeChecked={(event) => setHeard(`age ${event.answer.evidence}`)}
      />
      <SelfCheck openReader={openReader} onChecked={() => setHeard('checked')} />
    </>
  )
}

createRoot(document.querySelector('#app')!).render(<Page />)
