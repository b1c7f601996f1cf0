import { CardError, loadPart } from '@myna/apdu'
import { requestReader } from '@myna/reader'
import { PURPOSES, type Purpose } from '@myna/token'
import { html, LitElement } from 'lit'
import type { CertificateDates } from '@myna/card'
import { Ceremony } from '../ceremony/ceremony'
import { draw } from '../ceremony/drawing'
import type { OpenReader } from '../ceremony/open-reader'
import { FormValue } from '../ceremony/form-value'
import { receiptOf, type Receipt } from '../ceremony/receipt'
import { sameSiteUrl } from '../ceremony/same-site-url'
import { baseStyle } from '../ceremony/style'
import { httpServer, type LoginServer } from '../login-server'

import { WordsOfPage } from '../words/words-of-page'
import { MynaSignedInEvent } from './events'
import type { LoginScreen, LoginStep } from './flow'
import { loginAnnouncement, loginViews, TRANSACTION, transactionView } from './views'
import { loginWords, type LoginWords } from './words'

const CLIENT = '@myna/elements/0.1.0'

/**
 * `<myna-login>`: a button that signs a person in with their My Number card.
 *
 * It needs no script of the site: it posts the answer by itself, then gives the event, its value to the
 * form it stands in, and goes to `redirect-url` if there is one.
 *
 * Slots: `label` (the button's words), `help` (shown with every error), `other-ways` (other ways in).
 * Parts: `button`, `start`, `box`, `pin`, `consent`, `error`, `calm`, `done`, `notice`, `receipt`.
 * Events: `myna-signed-in`, `myna-failed`, `myna-step`.
 */
export class MynaLoginElement extends LitElement {
  static readonly formAssociated = true
  static override properties = {
    challengeUrl: { attribute: 'challenge-url' },
    verifyUrl: { attribute: 'verify-url' },
    renewalUrl: { attribute: 'renewal-url' },
    redirectUrl: { attribute: 'redirect-url' },
    policyUrl: { attribute: 'policy-url' },
    keeps: {},
    name: { reflect: true },
    required: { type: Boolean, reflect: true },
    purpose: {},
    transaction: {},
    lang: {},
    keypad: { type: Boolean },
    openReader: { attribute: false },
    server: { attribute: false },
    texts: { attribute: false },
    now: { attribute: false },
  }
  static override styles = baseStyle

  /** Where a challenge is fetched: `/myna/challenge` unless told otherwise. Same site only. */
  declare challengeUrl: string
  /** Where the answer is posted: `/myna/verify` unless told otherwise. Same site only. */
  declare verifyUrl: string
  /** Where the person's word about a renewal is posted: `/myna/renewal` unless told otherwise. */
  declare renewalUrl: string
  /** Where to go when the login is believed, unless the event was cancelled. Same site only. */
  declare redirectUrl: string | undefined
  /** What the site says about personal data: a link before the login. */
  declare policyUrl: string | undefined
  /** What the site says it keeps, in its own words, for the receipt. */
  declare keeps: string | undefined
  /** In a form: the value's name. The value is what the server answered, as JSON. */
  declare name: string | undefined
  /** In a form: it cannot be sent before the login is believed. */
  declare required: boolean
  /** What the signature is for: `login` unless told otherwise. */
  declare purpose: Purpose
  /**
   * What the person confirms with their signature, as a text, for `step-up`. It is shown until the end;
   * the server's challenge has to be bound to just this text (`transactionContext`).
   */
  declare transaction: string | undefined
  /** Draws keys for digits under the PIN, for those who point rather than type. */
  declare keypad: boolean
  /** Asked inside the click, because browsers show their device list only there. */
  declare openReader: OpenReader
  /** In place of the two addresses: a server of your own making, or one in the page. */
  declare server: LoginServer | undefined
  /** The site's words in the place of ours. */
  declare texts: Partial<LoginWords> | undefined
  /** The clock, for receipt and reminder; the computer's unless told otherwise. */
  declare now: () => Date

  /** What a flow under way was begun for, whatever the page makes of its attribute meanwhile. */
  #transaction: string | undefined
  #dates: CertificateDates | undefined
  #receipt: Receipt | undefined
  #isReminderDismissed = false
  readonly #ceremony = new Ceremony<LoginStep>(this, {
    first: { at: 'start' },
    uncancellable: ['checking'],
  })
  readonly #speech = new WordsOfPage<LoginWords>(this, loginWords)
  readonly #value = new FormValue(this, () => this.#words?.start ?? '')

  constructor() {
    super()
    this.challengeUrl = '/myna/challenge'
    this.verifyUrl = '/myna/verify'
    this.renewalUrl = '/myna/renewal'
    this.redirectUrl = undefined
    this.policyUrl = undefined
    this.keeps = undefined
    this.name = undefined
    this.required = false
    this.purpose = 'login'
    this.transaction = undefined
    this.keypad = false
    this.openReader = requestReader
    this.server = undefined
    this.texts = undefined
    this.now = () => new Date()
  }

  /** Where the login stands. */
  get step(): LoginStep {
    return this.#ceremony.step
  }

  /** In a form: what the server answered, as JSON; `null` before. */
  get value(): string | null {
    return this.#value.value ?? null
  }
  get form(): HTMLFormElement | null {
    return this.#value.form
  }
  get validity(): ValidityState | undefined {
    return this.#value.validity
  }
  checkValidity(): boolean {
    return this.#value.checkValidity()
  }
  reportValidity(): boolean {
    return this.#value.reportValidity()
  }
  formResetCallback(): void {
    this.reset()
  }

  /**
   * Begins, as a click on the button does. Call it inside a click of yours. While a login is under way
   * it does nothing. Resolves when the login has ended, well or badly.
   */
  async start({ choose = false }: { readonly choose?: boolean } = {}): Promise<void> {
    this.#speech.loadAdvice()
    await this.#ceremony.run(async (signal) => {
      this.#forget()
      const [server, purpose] = [this.#serverToUse(), this.#purposeToUse()]
      const transaction = (this.#transaction = this.transaction || undefined)
      const goTo = this.redirectUrl && sameSiteUrl('redirect-url', this.redirectUrl)
      const { signIn } = await loadPart(import('./flow'))
      const { answer, read, sent } = await signIn(
        {
          openReader: (waiting) => this.openReader({ ...waiting, choose }),
          server,
          screen: this.#screen,
          purpose,
          transaction,
          origin: location.origin,
          client: CLIENT,
          now: this.now,
        },
        { signal },
      )
      const [site, widget, keeps] = [location.origin, this.localName, this.keeps]
      const confirmed = transaction === undefined ? {} : { confirmed: transaction }
      this.#receipt = receiptOf({ now: this.now(), site, widget, ...confirmed, read, sent, keeps })
      this.#value.value = JSON.stringify(answer ?? null)
      this.#ceremony.show({ at: 'done' })
      if (this.dispatchEvent(new MynaSignedInEvent(answer)) && goTo) location.assign(goTo)
    })
  }

  /** Ends a login under way, unless its answer is on its way to the server already. */
  cancel(): void {
    this.#ceremony.cancel()
  }

  /** Back to the button, for the next person. */
  reset(): void {
    this.#ceremony.reset(() => this.#forget())
  }

  protected override render() {
    const { advice, afterwards } = this.#speech
    const words = this.#words
    if (words === undefined) return html``
    const { step } = this
    const drawing = {
      words,
      advice,
      afterwards,
      origin: location.origin,
      ceremony: this.#ceremony,
      start: this.#start,
      keypad: this.keypad,
      pinFor: this.#transactionShown && TRANSACTION,
      policyUrl: this.policyUrl,
      dates: this.#dates,
      receipt: this.#receipt,
      now: this.now(),
      dismissReminder: this.#isReminderDismissed ? undefined : this.#dismissReminder,
    }
    return html`
      <div role="status" class="for-ears">${loginAnnouncement(step, words)}</div>
      <div lang=${words.language} part="login">
        ${transactionView(this.#transactionShown, step, words)} ${draw(loginViews, step, drawing)}
      </div>
      ${step.at === 'start' || step.at === 'failed' ? html`<slot name="other-ways"></slot>` : ''}
    `
  }

  /** Of what the signature is for; the site's own have the last word. */
  get #words(): LoginWords | undefined {
    const { words } = this.#speech
    if (words === undefined || this.purpose === 'login') return words
    return { ...words, ...words.forPurpose[this.purpose], ...this.texts }
  }

  get #transactionShown(): string | undefined {
    return this.#ceremony.isRunning ? this.#transaction : this.transaction || undefined
  }

  readonly #start = (options?: { readonly choose?: boolean }) => void this.start(options)

  readonly #screen: LoginScreen = {
    show: (step) => this.#ceremony.show(step),
    askPin: (step) => this.#ceremony.ask<string>(step),
    confirm: (step) => this.#ceremony.ask<void>(step),
    askRenewal: (step) => this.#ceremony.ask<boolean>(step),
    noteDates: (dates) => {
      this.#dates = dates
    },
  }

  readonly #dismissReminder = () => {
    this.#isReminderDismissed = true
    this.requestUpdate()
  }

  /** Nothing of one person is left for the next. */
  #forget(): void {
    this.#dates = undefined
    this.#receipt = undefined
    this.#isReminderDismissed = false
    this.#value.value = undefined
  }

  #serverToUse(): LoginServer {
    if (this.server !== undefined) return this.server
    return httpServer({
      challengeUrl: sameSiteUrl('challenge-url', this.challengeUrl),
      verifyUrl: sameSiteUrl('verify-url', this.verifyUrl),
      renewalUrl: sameSiteUrl('renewal-url', this.renewalUrl),
    })
  }

  #purposeToUse(): Purpose {
    if (PURPOSES.includes(this.purpose)) return this.purpose
    throw new CardError('misconfigured', { detail: `purpose: one of ${PURPOSES.join(', ')}` })
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'myna-login': MynaLoginElement
  }
}
