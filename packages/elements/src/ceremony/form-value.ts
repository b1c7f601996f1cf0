import type { ReactiveController, ReactiveControllerHost } from 'lit'

export type FormHost = ReactiveControllerHost & HTMLElement & { readonly required: boolean }

/**
 * The value a widget gives to the form it stands in: under its `name`, gone when the form is reset, and
 * missing as long as there is none (`required`). Browsers before form-associated elements have no form
 * value; everything else works there too.
 */
export class FormValue implements ReactiveController {
  readonly #host: FormHost
  readonly #internals: ElementInternals | undefined
  readonly #missing: () => string
  #value: string | undefined

  /** @param missing words for "this is needed" */
  constructor(host: FormHost, missing: () => string) {
    this.#host = host
    this.#missing = missing
    // where elements are drawn by a server there is no form either
    this.#internals = 'attachInternals' in host ? host.attachInternals() : undefined
    host.addController(this)
  }

  get value(): string | undefined {
    return this.#value
  }

  set value(value: string | undefined) {
    this.#value = value
    this.#internals?.setFormValue?.(value ?? null)
    this.#host.requestUpdate()
  }

  get form(): HTMLFormElement | null {
    return this.#internals?.form ?? null
  }

  get validity(): ValidityState | undefined {
    return this.#internals?.validity
  }

  checkValidity(): boolean {
    return this.#internals?.checkValidity?.() ?? true
  }

  reportValidity(): boolean {
    return this.#internals?.reportValidity?.() ?? true
  }

  hostUpdated(): void {
    const isMissing = this.#host.required && this.#value === undefined
    const anchor = this.#host.shadowRoot?.querySelector<HTMLElement>('button, input, h2')
    if (isMissing && anchor)
      this.#internals?.setValidity?.({ valueMissing: true }, this.#missing(), anchor)
    else this.#internals?.setValidity?.({})
  }
}
