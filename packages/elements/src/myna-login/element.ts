import { CardError, isCardError, type Reader, type Waiting } from '@myna/apdu'
import { requestReader } from '@myna/reader'
import { PURPOSES, type Purpose } from '@myna/token'
import { html, LitElement, type PropertyValues } from 'lit'
import { httpServer, type LoginServer } from '../login-server'
import { adviceFor, wordsFor } from '../words/languages'
import type { AdviceWords, Words } from '../words/words'
import { MynaFailedEvent, MynaSignedInEvent, MynaStepEvent } from './events'
import { signIn, type LoginScreen, type LoginStep } from './flow'
import { style } from './style'
import { announcement, draw, type LoginActions } from './views'

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
    openReader: { attribute: false },
    server: { attribute: false },
    currentStep: { state: true },
    words: { state: true },
    advice: { state: true },
    isPinShown: { state: true },
  }
  static override styles = style

  /** Where a challenge is fetched: `/myna/challenge` unless told otherwise. Same site only. */
  declare challengeUrl: string
  /** Where the answer is posted: `/myna/verify` unless told otherwise. Same site only. */
  declare verifyUrl: string
  /** What the signature is for: `login` unless told otherwise. */
  declare purpose: Purpose
  /** Asked inside the click, because browsers show their device list only there. */
  declare openReader: OpenReader
  /** In place of the two addresses: a server of your own making, or one in the page. */
  declare server: LoginServer | undefined
  declare private currentStep: LoginStep
  declare private words: Words | undefined
  declare private advice: AdviceWords | undefined
  declare private isPinShown: boolean

  #running: AbortController | undefined
  #answer: { give(text: string): void; stop(): void } | undefined
  readonly #pageLanguage =
    typeof MutationObserver === 'undefined'
      ? undefined
      : new MutationObserver(() => void this.#loadWords())

  constructor() {
    super()
    this.challengeUrl = '/myna/challenge'
    this.verifyUrl = '/myna/verify'
    this.purpose = 'login'
    this.openReader = requestReader
    this.server = undefined
    this.currentStep = { at: 'start' }
    this.words = undefined
    this.advice = undefined
    this.isPinShown = false
  }

  /** Where the login stands. */
  get step(): LoginStep {
    return this.currentStep
  }

  /**
   * Begins, as a click on the button does. Call it inside a click of yours. While a login is under way
   * it does nothing. Resolves when the login has ended, well or badly.
   */
  async start({ choose = false }: { readonly choose?: boolean } = {}): Promise<void> {
    if (this.#running !== undefined) return
    const running = new AbortController()
    this.#running = running
    void this.#loadAdvice() // before it is needed: later there may be no network
    try {
      const { signal } = running
      const answer = await signIn(
        {
          openReader: (waiting) => this.openReader({ ...waiting, choose }),
          server: this.#serverToUse(),
          screen: this.#screen,
          purpose: this.#purposeToUse(),
          origin: location.origin,
          client: CLIENT,
        },
        { signal },
      )
      this.#show({ at: 'done' })
      this.dispatchEvent(new MynaSignedInEvent(answer))
    } catch (error) {
      if (!isCardError(error)) {
        this.#show({ at: 'start' })
        throw error
      }
      this.#show({ at: 'failed', error })
      this.dispatchEvent(new MynaFailedEvent(error))
    } finally {
      this.#running = undefined
    }
  }

  /** Ends a login under way, unless its answer is on its way to the server already. */
  cancel(): void {
    if (this.currentStep.at === 'checking') return
    this.#answer?.stop()
    this.#running?.abort()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('visibilitychange', this.#clearPin)
    this.#pageLanguage?.observe(document.documentElement, { attributeFilter: ['lang'] })
    void this.#loadWords()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('visibilitychange', this.#clearPin)
    this.#pageLanguage?.disconnect()
    this.#clearPin()
    this.cancel() // not an answer on its way: the session would be there, and nobody told of it
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('lang') && this.isConnected) void this.#loadWords()
  }

  protected override render() {
    const { words, advice, currentStep: step, isPinShown } = this
    if (words === undefined) return html``
    const drawing = { words, advice, origin: location.origin, act: this.#actions, isPinShown }
    return html`
      <div role="status" class="for-ears">${announcement(step, words)}</div>
      <div lang=${words.language} part="login">${draw(step, drawing)}</div>
      ${step.at === 'start' || step.at === 'failed' ? html`<slot name="other-ways"></slot>` : ''}
    `
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('currentStep') || changed.get('currentStep') === undefined) return
    // whoever was here before the step changed is looking for what comes next
    const target = this.renderRoot.querySelector<HTMLElement>('[data-focus], h2[tabindex]')
    target?.focus()
  }

  readonly #screen: LoginScreen = {
    show: (step) => this.#show(step),
    askPin: (step) => this.#ask(step),
    confirm: async (step) => void (await this.#ask(step)),
  }

  readonly #actions: LoginActions = {
    start: () => void this.start(),
    startWithOtherReader: () => void this.start({ choose: true }),
    stop: () => this.cancel(),
    goOn: () => this.#answer?.give(''),
    submitPin: (event) => {
      event.preventDefault()
      const text = this.#pinInput?.value ?? ''
      this.#clearPin()
      this.#answer?.give(text)
    },
    showOrHidePin: () => {
      this.isPinShown = !this.isPinShown
    },
  }

  get #pinInput(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input')
  }

  readonly #clearPin = (): void => {
    const input = this.#pinInput
    if (input) input.value = ''
    this.isPinShown = false
  }

  #show(step: LoginStep): void {
    this.#clearPin()
    this.currentStep = step
    this.dispatchEvent(new MynaStepEvent(step))
  }

  #ask(step: LoginStep): Promise<string> {
    return new Promise<string>((give, reject) => {
      const stop = () => reject(new CardError('cancelled', {}))
      this.#answer = { give, stop }
      this.#show(step)
      if (this.#running?.signal.aborted) stop()
    }).finally(() => {
      this.#answer = undefined
    })
  }

  async #loadWords(): Promise<void> {
    const language = this.#language
    const words = await wordsFor(language)
    if (this.words === words || language !== this.#language) return
    this.words = words
    if (this.advice !== undefined) await this.#loadAdvice()
  }

  async #loadAdvice(): Promise<void> {
    const language = this.#language
    const advice = await adviceFor(language).catch(() => undefined) // `words.failed` will do
    if (language === this.#language) this.advice = advice
  }

  get #language(): string {
    return this.lang || this.closest('[lang]')?.getAttribute('lang') || 'ja'
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
