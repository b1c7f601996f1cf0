import { isCardError } from '@myna/apdu'
import { explain, type LoginServer, type MynaStepEvent } from '@myna/elements'
import '@myna/elements/myna-age-check'
import '@myna/elements/myna-autofill'
import '@myna/elements/myna-login'
import '@myna/elements/myna-self-check'
import { testCvAnchors } from '@myna/virtual'
import { html, nothing, render } from 'lit'
import { cardPanel } from './card-panel'
import { openSite, type Session } from './site'
import { words, type Language, type Words } from './words'

const site = await openSite()
let session: Session | undefined = await site.session()
let language: Language = languageAtFirst()
let lastToken: string | undefined
let replayed: string | undefined
let events: readonly string[] = []

const panel = cardPanel(draw)

/** The site's server, with an eye on the token so that it can be sent a second time. */
const server: LoginServer = {
  challenge: (purpose, waiting) => site.server.challenge(purpose, waiting),
  verify(token, waiting) {
    lastToken = token
    return site.server.verify(token, waiting)
  },
}

async function replay(): Promise<void> {
  try {
    await site.server.verify(lastToken!, {})
    replayed = words[language].replayBelieved
  } catch (error) {
    if (!isCardError(error)) throw error
    const { title, text } = await explain(error, language)
    replayed = `${title}${language === 'ja' ? '。' : '. '}${text}`
  }
  draw()
}

async function refresh(): Promise<void> {
  session = await site.session()
  replayed = undefined
  draw()
}

async function signOut(): Promise<void> {
  await site.signOut()
  await refresh()
}

function noteStep({ step }: MynaStepEvent): void {
  const detail = step.error === undefined ? '' : ` ${step.error.message}`
  events = [...events, `${step.at}${detail}`].slice(-12)
  draw()
}

function switchLanguage(): void {
  language = language === 'ja' ? 'en' : 'ja'
  draw()
}

function languageAtFirst(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? navigator.language
  return asked.startsWith('ja') ? 'ja' : 'en'
}

function draw(): void {
  const say = words[language]
  document.documentElement.lang = language
  document.title = say.title
  render(page(say), document.querySelector<HTMLElement>('#app')!)
}

const page = (say: Words) => html`
  <header>
    <h1>${say.title}</h1>
    <button
      type="button"
      id="language"
      lang=${language === 'ja' ? 'en' : 'ja'}
      @click=${switchLanguage}
    >
      ${say.switchLanguage}
    </button>
  </header>
  <main>
    <p class="note">${say.about} ${site.isInPage ? say.verifierInPage : nothing}</p>
    <div class="columns">
      <section aria-labelledby="site-title">
        <h2 id="site-title">${say.site}</h2>
        ${
          session === undefined
            ? html`<myna-login
                .openReader=${panel.openReader}
                .server=${server}
                @myna-signed-in=${refresh}
                @myna-step=${noteStep}
              >
                <p slot="other-ways" class="note">${say.otherWays}</p>
              </myna-login>`
            : signedIn(say, session)
        }
      </section>
      <section aria-labelledby="panel-title">
        <h2 id="panel-title">${say.panel}</h2>
        ${panel.draw(say, language)}
      </section>
    </div>
    ${more(say)}
    <details>
      <summary>${say.events}</summary>
      <ol id="events">
        ${events.map((event) => html`<li><code>${event}</code></li>`)}
      </ol>
    </details>
  </main>
`

const anchors = testCvAnchors()

/** The other elements, with the same card and without a server. */
const more = (say: Words) => html`
  <h2>${say.more}</h2>
  <p class="note">${say.moreAbout}</p>
  <div class="columns">
    <section aria-labelledby="check-title">
      <h3 id="check-title">${say.check}</h3>
      <myna-self-check .openReader=${panel.openReader}></myna-self-check>
    </section>
    <section aria-labelledby="age-title">
      <h3 id="age-title">${say.age}</h3>
      <myna-age-check
        patterns=${site.isInPage ? 'card-text' : 'jpki-sign card-text'}
        challenge-url=${site.isInPage ? nothing : '/myna/challenge'}
        .openReader=${panel.openReader}
        .anchors=${anchors}
      ></myna-age-check>
    </section>
    <section aria-labelledby="autofill-title">
      <h3 id="autofill-title">${say.autofill}</h3>
      <form id="order" @submit=${(event: Event) => event.preventDefault()}>
        ${fields.map(
          ([name, autocomplete, type]) => html`
            <label class="row">
              ${say.fields[name]}
              <input name=${name} type=${type} autocomplete=${autocomplete} />
            </label>
          `,
        )}
      </form>
      <myna-autofill
        for="order"
        .openReader=${panel.openReader}
        .anchors=${anchors}
      ></myna-autofill>
    </section>
  </div>
`

const fields = [
  ['name', 'name', 'text'],
  ['prefecture', 'address-level1', 'text'],
  ['city', 'address-level2', 'text'],
  ['rest', 'address-line1', 'text'],
  ['birth', 'bday', 'date'],
] as const

const signedIn = (say: Words, { since, accountKey }: Session) => html`
  <div id="signed-in" class="signed-in" role="status">
    <p><strong>${say.signedIn}</strong></p>
    <dl>
      <dt>${say.since}</dt>
      <dd><time datetime=${since}>${timeInTokyo(since)}</time></dd>
      <dt>${say.how}</dt>
      <dd>${say.howCard}</dd>
      <dt>${say.account}</dt>
      <dd>
        <code>${accountKey.slice(0, 12)}…</code><br /><span class="note">${say.accountNote}</span>
      </dd>
    </dl>
  </div>
  <p class="buttons">
    <button type="button" id="sign-out" @click=${signOut}>${say.signOut}</button>
    ${
      lastToken === undefined
        ? nothing
        : html`<button type="button" id="replay" @click=${replay}>${say.replay}</button>`
    }
  </p>
  ${lastToken === undefined ? nothing : html`<p class="note">${say.replayAbout}</p>`}
  <p id="replayed" role="status">${replayed ?? nothing}</p>
`

const timeInTokyo = (iso: string) =>
  new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'medium',
    timeZone: 'Asia/Tokyo',
  }).format(new Date(iso))

draw()
