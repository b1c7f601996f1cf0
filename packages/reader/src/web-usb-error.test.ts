import { describe, expect, test } from 'vitest'
import { webUsbError, type WebUsbStep } from './web-usb-error'

describe('a DOMException becomes the person’s situation', () => {
  test.each<[WebUsbStep, string, string, string]>([
    ['ask', 'NotFoundError', 'No device selected.', 'permission-denied'],
    ['ask', 'SecurityError', 'disallowed by permissions policy.', 'policy-forbids'],
    ['ask', 'SecurityError', 'Must be handling a user gesture', 'misconfigured'],
    ['open', 'SecurityError', 'Access denied.', 'reader-busy'],
    ['open', 'NotFoundError', 'The device was disconnected.', 'reader-gone'],
    ['claim', 'SecurityError', 'implements a protected class.', 'reader-protected'],
    ['claim', 'NetworkError', 'Unable to claim interface.', 'reader-busy'],
    ['transfer', 'NetworkError', 'A transfer error has occurred.', 'reader-gone'],
    ['transfer', 'AbortError', 'The transfer was cancelled.', 'reader-gone'],
    ['transfer', 'DataError', '', 'reader-fault'],
  ])('%s: %s %s', (step, name, message, code) => {
    const error = webUsbError(step, 'Reader', new DOMException(message, name))

    expect(error).toMatchObject({ code })
  })
})
