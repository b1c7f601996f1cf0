import { CardError, isCardError, type AnyCardError } from '@myna/apdu'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { MynaFailedEvent, MynaStepEvent, type AnyStep } from './events'

/** The failure of a widget, which every widget has among its steps. */
type Failed = { readonly at: 'failed'; readonly error: AnyCardError }

export type CeremonyHost = ReactiveControllerHost &
  HTMLElement & { readonly renderRoot: HTMLElement | DocumentFragment }

export interface CeremonyOptions<Step extends AnyStep> {
  readonly first: Step
  /** Steps in which it is too late to cancel: something is on its way that nobody can call back. */
  readonly uncancellable?: readonly Step['at'][]
}

/**
 * What every widget does around its flow: one run at a time, questions to the person and their answers,
 * the end of both, and nothing typed left behind. The step it holds is what the component draws.
 */
export class Ceremony<Step extends AnyStep> implements ReactiveController {
  /** Where it stands. */
  step: Step | Failed
  /** What is typed can be seen. */
  isSecretShown = false

  readonly #host: CeremonyHost
  readonly #options: CeremonyOptions<Step>
  #running: AbortController | undefined
  /** Makes a run whose person has left forget what it found, once it has ended. */
  #forgetting: (() => void) | undefined
  #question: { readonly give: (answer: unknown) => void; readonly stop: () => void } | undefined
  #wasShown: Step | Failed

  constructor(host: CeremonyHost, options: CeremonyOptions<Step>) {
    this.#host = host
    this.#options = options
    this.step = options.first
    this.#wasShown = options.first
    host.addController(this)
  }

  get isRunning(): boolean {
    return this.#running !== undefined
  }

  /**
   * Runs a flow to its end, well or badly; while one is under way it does nothing. A `CardError` becomes
   * the step `failed` and an event. Anything else is a fault of a program: the person reads so, and
   * whoever called gets it. After a reset there is nobody to be told, and it ends at the first step.
   */
  async run(flow: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#running !== undefined) return
    const running = new AbortController()
    this.#running = running
    let failure: { readonly error: unknown } | undefined
    try {
      await flow(running.signal)
    } catch (error) {
      failure = { error }
    }
    this.#running = undefined // before anybody hears of it, so that they may begin again
    if (this.#forgetting !== undefined) {
      this.#endReset()
      if (failure === undefined || isCardError(failure.error)) return
      throw failure.error
    }
    if (failure === undefined) return
    const { error } = failure
    const shown = isCardError(error) ? error : new CardError('page-fault', {}, { cause: error })
    this.show({ at: 'failed', error: shown as AnyCardError })
    this.#host.dispatchEvent(new MynaFailedEvent(shown as AnyCardError))
    if (shown !== error) throw error
  }

  /** Ends what is under way, unless it is too late. */
  cancel(): void {
    if (this.#options.uncancellable?.includes(this.step.at)) return
    this.#question?.stop()
    this.#running?.abort()
  }

  /**
   * Back to the first step, for the next person. What is under way ends first; if it is too late to
   * cancel that, its end is waited for, and then forgotten too.
   */
  reset(forget: () => void): void {
    this.#forgetting = forget
    this.cancel()
    if (this.#running === undefined) this.#endReset()
    else forget()
  }

  /** For the end of a flow whose result must not reach the next person. @throws CardError `cancelled` */
  stopIfReset(): void {
    if (this.#forgetting !== undefined) throw new CardError('cancelled', {})
  }

  #endReset(): void {
    this.#forgetting?.()
    this.#forgetting = undefined
    this.show(this.#options.first)
  }

  show(step: Step | Failed): void {
    this.clear()
    this.step = step
    this.#host.requestUpdate()
    this.#host.dispatchEvent(new MynaStepEvent(step))
  }

  /** Shows a step that asks something, and waits as long as the person needs. */
  ask<Answer>(step: Step): Promise<Answer> {
    return new Promise<Answer>((give, reject) => {
      const stop = () => reject(new CardError('cancelled', {}))
      this.#question = { give: give as (answer: unknown) => void, stop }
      this.show(step)
      if (this.#running?.signal.aborted) stop()
    }).finally(() => {
      this.#question = undefined
    })
  }

  /** The person's answer to the question that is shown. */
  readonly give = (answer?: unknown): void => this.#question?.give(answer)

  readonly stop = (): void => this.cancel()

  /** What was typed, taken out of the page. */
  takeTyped(): string {
    const text = this.#fields[0]?.value ?? ''
    this.clear()
    return text
  }

  /** What was typed into each field, by its name, taken out of the page. */
  takeFields(): Readonly<Record<string, string>> {
    const typed = Object.fromEntries(this.#fields.map(({ name, value }) => [name, value]))
    this.clear()
    return typed
  }

  /** Empties every field of a secret. */
  readonly clear = (): void => {
    for (const field of this.#fields) field.value = ''
    if (this.isSecretShown) this.showSecret(false)
  }

  showSecret(isShown: boolean): void {
    this.isSecretShown = isShown
    this.#host.requestUpdate()
  }

  get #fields(): readonly (HTMLInputElement | HTMLSelectElement)[] {
    return [...this.#host.renderRoot.querySelectorAll<HTMLInputElement>('[data-secret]')]
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.clear)
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.clear)
    this.clear()
    this.cancel() // not an answer on its way: what it does would be done, and nobody told of it
  }

  /** Whoever was here before the step changed is looking for what comes next. */
  hostUpdated(): void {
    if (this.#wasShown === this.step) return
    this.#wasShown = this.step
    this.#host.renderRoot.querySelector<HTMLElement>('[data-focus], h2[tabindex]')?.focus()
  }
}
