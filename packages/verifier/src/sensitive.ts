/**
 * A value that shows itself only when it is asked to: in a log, in JSON, in an error message it is
 * `[sensitive]`. It keeps mistakes out, not attackers.
 */
export class Sensitive<T> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  reveal(): T {
    return this.#value
  }

  toString(): string {
    return '[sensitive]'
  }

  toJSON(): string {
    return '[sensitive]'
  }
}
