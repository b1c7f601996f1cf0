import { CardError, type AnyCardError } from '@myna/apdu'

/** What was being done when WebHID said no. */
export type WebHidStep = 'ask' | 'open' | 'send'

type Row = readonly [name: string, error: (reader: string, cause: unknown) => AnyCardError]

const gone: Row[1] = (reader, cause) =>
  new CardError('reader-gone', { reader, attempt: 'none' }, { cause })
const busy: Row[1] = (reader, cause) => new CardError('reader-busy', { reader }, { cause })

/** DOMException names by step: WebHID §6 (HID) and §7 (HIDDevice), and what Chromium says. */
const rows: Readonly<Record<WebHidStep, readonly Row[]>> = {
  ask: [
    ['SecurityError', (_, cause) => new CardError('policy-forbids', {}, { cause })],
    ['NotSupportedError', (_, cause) => new CardError('policy-forbids', {}, { cause })],
  ],
  open: [
    ['InvalidStateError', busy], // open already: somebody else in this page has it
    ['NotAllowedError', busy], // Chromium: the system did not let it be opened
    ['NetworkError', busy],
    ['NotFoundError', gone],
  ],
  send: [
    ['NotAllowedError', gone], // Chromium: the report could not be written
    ['NetworkError', gone],
    ['InvalidStateError', gone], // closed, or unplugged
    ['NotFoundError', gone],
  ],
}

/** The person's situation behind an exception of WebHID. Ours pass through. */
export function webHidError(step: WebHidStep, reader: string, cause: unknown): Error {
  if (!(cause instanceof DOMException))
    return cause instanceof Error ? cause : new Error(String(cause))
  if (step === 'ask' && /gesture/i.test(cause.message))
    return new CardError(
      'misconfigured',
      { detail: 'ask for the reader inside a click' },
      { cause },
    )
  const row = rows[step].find(([name]) => name === cause.name)
  if (row !== undefined) return row[1](reader, cause)
  const detail = `${step}: ${cause.name}`
  return new CardError('reader-fault', { reader, detail, attempt: 'none' }, { cause })
}
