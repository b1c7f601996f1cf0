import type { LitElement, ReactiveController } from 'lit'
import { adviceFor, languageOf, type LanguageName, type WordsByLanguage } from './languages'
import type { AdviceWords, CeremonyWords } from './words'

/** Drawings for failures and receipts; see `ceremony/afterwards.ts`. */
export type Afterwards = typeof import('../ceremony/afterwards')

/** A widget with words: `lang` of its own, and texts of the site in the place of ours. */
type Host<Words> = LitElement & { readonly texts: Partial<Words> | undefined }

/**
 * The words a widget speaks: of its own `lang`, else of the nearest `lang` around it, followed when the
 * page changes it. Each language is loaded when it is needed, and words for errors when a flow begins.
 */
export class WordsOfPage<Words extends CeremonyWords> implements ReactiveController {
  advice: AdviceWords | undefined
  afterwards: Afterwards | undefined
  #words: Words | undefined
  readonly #host: Host<Words>
  readonly #languages: WordsByLanguage<Words>
  #wantsAdvice = false
  readonly #observer =
    typeof MutationObserver === 'undefined'
      ? undefined
      : new MutationObserver(() => void this.load())

  constructor(host: Host<Words>, languages: WordsByLanguage<Words>) {
    this.#host = host
    this.#languages = languages
    host.addController(this)
  }

  /** `undefined` until they are there. */
  get words(): Words | undefined {
    return this.#words === undefined ? undefined : { ...this.#words, ...this.#host.texts }
  }

  hostConnected(): void {
    const options = { attributeFilter: ['lang'], subtree: false }
    for (let at: Element | null = this.#host; at !== null; at = parentOf(at))
      this.#observer?.observe(at, options)
    void this.load()
  }

  hostDisconnected(): void {
    this.#observer?.disconnect()
  }

  /** Loads words for errors, before they are needed: later there may be no network. */
  loadAdvice(): void {
    this.#wantsAdvice = true
    void this.#loadAdvice()
  }

  async load(): Promise<void> {
    const language = this.languageName
    const words = await this.#languages[language]().catch(() => this.#languages.ja())
    if (this.#words === words || language !== this.languageName) return
    this.#words = words
    this.#host.requestUpdate()
    if (this.#wantsAdvice) await this.#loadAdvice()
  }

  async #loadAdvice(): Promise<void> {
    const language = this.languageName
    // if they cannot be loaded, `words.failed` will do
    const [advice, afterwards] = await Promise.all([
      adviceFor(language),
      import('../ceremony/afterwards'),
    ]).catch(() => [])
    if (language !== this.languageName) return
    this.advice = advice
    this.afterwards = advice && afterwards
    this.#host.requestUpdate()
  }

  /** Of the language that is spoken, or will be as soon as its words are there. */
  get languageName(): LanguageName {
    const around = (at: Element): string => {
      const found = at.closest('[lang]')?.getAttribute('lang')
      const root = at.getRootNode()
      return found ?? (root instanceof ShadowRoot ? around(root.host) : 'ja')
    }
    return languageOf(this.#host.lang || around(this.#host))
  }
}

/** Around an element in a shadow root is the element that has it. */
const parentOf = (element: Element): Element | null => {
  const root = element.getRootNode()
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null)
}
