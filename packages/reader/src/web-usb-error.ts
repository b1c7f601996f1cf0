import { CardError, type AnyCardError } from '@myna/apdu'
import { readerFault } from './reader-fault'

/** What was being done when WebUSB said no; the same name of a DOMException differs in meaning. */
export type WebUsbStep = 'ask' | 'open' | 'claim' | 'transfer'

type Row = readonly [name: string, error: (reader: string, cause: unknown) => AnyCardError]

const gone: Row[1] = (reader, cause) =>
  new CardError('reader-gone', { reader, attempt: 'none' }, { cause })
const busy: Row[1] = (reader, cause) => new CardError('reader-busy', { reader }, { cause })

/**
 * DOMException names by step: WebUSB §5.2 and §6, with what Chromium says in practice. Unplugging
 * is a NotFoundError, or a NetworkError if a transfer notices first.
 */
const rows: Readonly<Record<WebUsbStep, readonly Row[]>> = {
  ask: [
    ['NotFoundError', (_, cause) => new CardError('permission-denied', {}, { cause })],
    ['SecurityError', (_, cause) => new CardError('policy-forbids', {}, { cause })],
  ],
  open: [
    ['NotFoundError', gone],
    ['NetworkError', busy], // another program or another driver
    ['SecurityError', busy], // "Access denied.": no udev rule, no WinUSB; a policy speaks before
  ],
  claim: [
    // WebUSB §5.2 "protected interface classes": audio, HID, mass storage, smart card, …
    ['SecurityError', (reader, cause) => new CardError('reader-protected', { reader }, { cause })],
    ['NetworkError', busy],
    ['NotFoundError', gone],
  ],
  transfer: [
    ['NotFoundError', gone],
    ['NetworkError', gone],
    ['AbortError', gone], // closed under a waiting transfer
    ['InvalidStateError', gone], // closed before it
  ],
}

/** The person's situation behind an exception of WebUSB. Ours pass through. */
export function webUsbError(step: WebUsbStep, reader: string, cause: unknown): Error {
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
  return readerFault(reader, `${step}: ${cause.name}`, cause)
}
