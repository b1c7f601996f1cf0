// A React page as an SP writes it: properties, attributes and events on the element itself.
import '@myna/elements/myna-login'
import type {} from '@myna/elements/react'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { openReader, server } from './parts'

function Page() {
  const [who, setWho] = useState('nobody')
  const [isShown, setShown] = useState(true)
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
    </>
  )
}

createRoot(document.querySelector('#app')!).render(<Page />)

// @ts-expect-error an attribute the element does not have
void (<myna-login purposes="login" />)
// @ts-expect-error a reader is opened by a function
void (<myna-login openReader="/x" />)
