// A React page as an SP writes it: properties, attributes and events on the element itself.
import '@myna/elements/myna-age-check'
import '@myna/elements/myna-autofill'
import '@myna/elements/myna-login'
import '@myna/elements/myna-self-check'
import type {} from '@myna/elements/react'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { ageServer, openReader, server } from './parts'

function Page() {
  const [who, setWho] = useState('nobody')
  const [isShown, setShown] = useState(true)
  const [heard, setHeard] = useState('')
  const [purpose, setPurpose] = useState('login')
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
        <myna-login
          purpose={purpose}
          openReader={openReader}
          server={server}
          onmyna-signed-in={(event) => setWho(JSON.stringify(event.answer))}
        />
      )}
      <p id="heard">{heard}</p>
      <form id="form">
        <label>
          name <input name="name" autoComplete="name" />
        </label>
      </form>
      <myna-autofill
        for="form"
        openReader={openReader}
        onmyna-filled={(event) => setHeard(`filled ${event.fields.join()}`)}
      />
      <myna-age-check
        over="20"
        patterns="jpki-sign"
        openReader={openReader}
        server={ageServer}
        onmyna-age-checked={(event) => setHeard(`age ${event.answer.evidence}`)}
      />
      <myna-self-check openReader={openReader} onmyna-checked={() => setHeard('checked')} />
    </>
  )
}

createRoot(document.querySelector('#app')!).render(<Page />)

// @ts-expect-error an attribute the element does not have
void (<myna-login purposes="login" />)
// @ts-expect-error a reader is opened by a function
void (<myna-login openReader="/x" />)
