import { CardError, loadPart, type Reader, type Waiting } from '@myna/apdu'
import { requestReader } from '@myna/reader'
import { PURPOSES, type Purpose } from '@myna/token'
import { html, LitElement } from 'lit'
import { Ceremony } from '../ceremony/ceremony'
import { draw } from '../ceremony/drawing'
import { baseStyle } from '../ceremony/style'
import { httpServer, type LoginServer } from '../login-server'

import { WordsOfPage } from '../words/words-of-page'
import { MynaSignedInEvent } from './events'
import type { LoginScreen, LoginStep } from './flow'
import { loginAnnouncement, loginViews } from './views'
import { loginWords, type LoginWords } from './words'

const CLIENT = '@myna/elements/0.1.0'

/** Opens a reader; `choose` asks the person even if one may be used already. */
export type OpenReader = (waiting: Waiting & { readonly choose?: boolean }) => Promise<Reader>

/**
 * `<myna-login>`: a button that signs a person in with their My Number card.
 *
 * Slots: `label` (the button's words), `help` (shown with every error), `other-ways` (other ways in).
 * Parts: `button`, `start`, `box`, `pin`, `consent`, `error`, `calm`, `done`.
 * Events: `myna-signed-in`, `myna-failed`, `myna-step`.
 */
export class MynaLoginElement extends LitElement {
  static override properties = {
    challengeUrl: { attribute: 'challenge-url' },
    verifyUrl: { attribute: 'verify-url' },
    purpose: {},
    lang: {},
    keypad: { type: Boolean },
    openReader: { attribute: false },
    server: { attribute: false },
    texts: { attribute: false },
  }
  static override styles = baseStyle

  /** Where a challenge is fetched: `/myna/challenge` unless told otherwise. Same site only. */
  declare challengeUrl: string
  /** Where the answer is posted: `/myna/verify` unless told otherwise. Same site only. */
  declare verifyUrl: string
  /** What the signature is for: `login` unless told otherwise. */
  declare purpose: Purpose
  /** Draws keys for digits under the PIN, for those who point rather than type. */
  declare keypad: boolean
  /** Asked inside the click, because browsers show their device list only there. */
  declare openReader: OpenReader
  /** In place of the two addresses: a server of your own making, or one in the page. */
  declare server: LoginServer | undefined
  /** The site's words in the place of ours. */
  declare texts: Partial<LoginWords> | undefined

  readonly #ceremony = new Ceremony<LoginStep>(this, {
    first: { at: 'start' },
    uncancellable: ['checking'],
  })
  readonly #speech = new WordsOfPage<LoginWords>(this, loginWords)

  constructor() {
    super()
    this.challengeUrl = '/myna/challenge'
    this.verifyUrl = '/myna/verify'
    this.purpose = 'login'
    this.keypad = false
    this.openReader = requestReader
    this.server = undefined
    this.texts = undefined
  }

  /** Where the login stands. */
  get step(): LoginStep {
    return this.#ceremony.step
  }

  /**
   * Begins, as a click on the button does. Call it inside a click of yours. While a login is under way
   * it does nothing. Resolves when the login has ended, well or badly.
   */
  async start({ choose = false }: { readonly choose?: boolean } = {}): Promise<void> {
    this.#speech.loadAdvice()
    await this.#ceremony.run(async (signal) => {
      const server = this.#serverToUse()
      const purpose = this.#purposeToUse()
      const { signIn } = await loadPart(import('./flow'))
      const answer = await signIn(
        {
          openReader: (waiting) => this.openReader({ ...waiting, choose }),
          server,
          screen: this.#screen,
          purpose,
          origin: location.origin,
          client: CLIENT,
        },
        { signal },
      )
      this.#ceremony.show({ at: 'done' })
      this.dispatchEvent(new MynaSignedInEvent(answer))
    })
  }

  /** Ends a login under way, unless its answer is on its way to the server already. */
  cancel(): void {
    this.#ceremony.cancel()
  }

  /** Back to the button, for the next person. */
  reset(): void {
    this.#ceremony.reset()
  }

  protected override render() {
    const { words, advice } = this.#speech
    if (words === undefined) return html``
    const { step } = this
    const drawing = {
      words,
      advice,
      origin: location.origin,
      ceremony: this.#ceremony,
      start: this.#start,
      keypad: this.keypad,
    }
    return html`
      <div role="status" class="for-ears">${loginAnnouncement(step, words)}</div>
      <div lang=${words.language} part="login">${draw(loginViews, step, drawing)}</div>
      ${step.at === 'start' || step.at === 'failed' ? html`<slot name="other-ways"></slot>` : ''}
    `
  }

  readonly #start = (options?: { readonly choose?: boolean }) => void this.start(options)

  readonly #screen: LoginScreen = {
    show: (step) => this.#ceremony.show(step),
    askPin: (step) => this.#ceremony.ask<string>(step),
    confirm: (step) => this.#ceremony.ask<void>(step),
  }

  #serverToUse(): LoginServer {
    if (this.server !== undefined) return this.server
    const [challengeUrl, verifyUrl] = [
      ['challenge-url', this.challengeUrl] as const,
      ['verify-url', this.verifyUrl] as const,
    ].map(([attribute, text]) => sameSiteUrl(attribute, text))
    return httpServer({ challengeUrl: challengeUrl!, verifyUrl: verifyUrl! })
  }

  #purposeToUse(): Purpose {
    if (PURPOSES.includes(this.purpose)) return this.purpose
    throw new CardError('misconfigured', { detail: `purpose: one of ${PURPOSES.join(', ')}` })
  }
}

/** Cookies and Origin checks hold within one origin only. */
function sameSiteUrl(attribute: string, text: string): string {
  const url = URL.canParse(text, document.baseURI) ? new URL(text, document.baseURI) : undefined
  if (url?.origin === location.origin) return url.href
  throw new CardError('misconfigured', {
    detail: `${attribute}: an address of this site is needed`,
  })
}

declare global {
  interface HTMLElementTagNameMap {
    'myna-login': MynaLoginElement
  }
}
