/** A verifier that must not start, and what its operator has to mend. */
export class ConfigurationError extends RangeError {
  override readonly name = 'ConfigurationError'
}
