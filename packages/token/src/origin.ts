import { MalformedBytes } from '@myna/bytes'

const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/

/**
 * Whether a text is an origin as it is signed: what `new URL(…).origin` gives, https, or http for
 * this machine only. No trailing slash, no default port, host in lower case and A-labels.
 */
export function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text && (text.startsWith('https://') || LOCAL.test(text))
  } catch {
    return false // not a URL at all
  }
}

/** @throws MalformedBytes for a text that is no origin. */
export function requireOrigin(text: string): string {
  if (!isOrigin(text)) throw new MalformedBytes('origin: not an https origin')
  return text
}
