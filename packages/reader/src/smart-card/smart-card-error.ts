import { CardError, type AnyCardError } from '@myna/apdu'
import type { SmartCardResponseCode } from './web-smart-card'

type Row = (reader: string, cause: unknown) => AnyCardError

const busy: Row = (reader, cause) => new CardError('reader-busy', { reader }, { cause })
const gone: Row = (reader, cause) =>
  new CardError('reader-gone', { reader, attempt: 'none' }, { cause })
const removed: Row = (_, cause) => new CardError('card-removed', { attempt: 'none' }, { cause })
const mute: Row = (_, cause) => new CardError('card-mute', {}, { cause })
const fault =
  (detail: string): Row =>
  (reader, cause) =>
    new CardError('reader-fault', { reader, detail, attempt: 'none' }, { cause })

/** What each answer of PC/SC means for the person. */
const responses: Readonly<Record<SmartCardResponseCode, Row>> = {
  'no-service': (_, cause) => new CardError('browser-unsupported', {}, { cause }),
  'no-smartcard': removed,
  'not-ready': fault('not-ready'),
  'not-transacted': fault('not-transacted'),
  'proto-mismatch': fault('proto-mismatch'),
  'reader-unavailable': gone,
  'removed-card': removed,
  'reset-card': removed, // somebody reset it: what it knew is gone, as if it had been away
  'server-too-busy': busy,
  'sharing-violation': busy,
  'system-cancelled': gone, // the system shuts down or the person logs off
  'unknown-reader': gone,
  'unpowered-card': removed,
  'unresponsive-card': mute,
  'unsupported-card': mute,
  'unsupported-feature': fault('unsupported-feature'),
}

/** DOMExceptions without a response code (what Chromium makes of the other PC/SC errors). */
const others: Readonly<Record<string, Row>> = {
  SecurityError: (_, cause) => new CardError('policy-forbids', {}, { cause }),
  NotAllowedError: (_, cause) => new CardError('permission-denied', {}, { cause }),
  InvalidStateError: gone, // the connection or the service is no more
  AbortError: gone, // the service shuts down
}

/** The person's situation behind an exception of the Web Smart Card API. Ours pass through. */
export function smartCardError(reader: string, cause: unknown): Error {
  if (!(cause instanceof DOMException))
    return cause instanceof Error ? cause : new Error(String(cause))
  const { responseCode } = cause as { readonly responseCode?: SmartCardResponseCode }
  const row = responseCode === undefined ? others[cause.name] : responses[responseCode]
  return (row ?? fault(responseCode ?? cause.name))(reader, cause)
}
